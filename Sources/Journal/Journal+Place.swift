package import Alerting
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization
package import Telemetry

/// The file that a connection has open: whether it still stands at its path, as it should begin.
struct FilePlace: Sendable {
    private let device: UInt64
    private let number: UInt64
    /// Open as long as the connection is: closing any descriptor of a file ends SQLite's locks.
    private let descriptor: Int32
    private static let beginning = Array("SQLite format 3\0".utf8)

    static let overwritten = "its beginning is overwritten"

    /// nil when nothing can be opened there.
    init?(path: String) {
        var status = stat()
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }

    func isAt(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return UInt64(status.st_dev) == device && UInt64(status.st_ino) == number
    }

    var beginsWell: Bool {
        var bytes = [UInt8](repeating: 0, count: Self.beginning.count)
        return pread(descriptor, &bytes, bytes.count, 0) == bytes.count && bytes == Self.beginning
    }

    func end() { close(descriptor) }

    /// What is wrong with a file that could not be opened as a database, when that is why.
    static func spoilt(_ path: String) -> JournalError? {
        guard let place = FilePlace(path: path) else { return nil }
        defer { place.end() }
        return place.beginsWell || place.isEmpty
            ? nil
            : JournalError(.damaged, path: path, detail: overwritten)
    }

    private var isEmpty: Bool {
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, 0) == 0
    }
}

/// A journal whose file was moved, removed or written over under it, as by somebody who was told to
/// move it away.
extension Journal {
    /// Why what is written now is lost: the open file is not the one at its path, or no database
    /// any more; SQLite itself may notice neither for hours.
    package var fault: JournalError? {
        guard let place else { return nil }
        if !place.isAt(path) {
            return JournalError(.moved, path: path, detail: "it is not there any more")
        }
        if !place.beginsWell {
            return JournalError(.damaged, path: path, detail: FilePlace.overwritten)
        }
        return nil
    }

    /// Ends with a file that was moved away; what waits to be written is for the next.
    ///
    /// It gets all that was written to it. What is left of it at the path would be taken for a part
    /// of the next one.
    package func leave() -> JournalBacklog {
        try? database.inDatabase { db in
            _ = try db.checkpoint(.truncate)
        }
        try? database.close()
        if Glibc.access(path, F_OK) != 0 {
            for part in ["-wal", "-shm"] { unlink(path + part) }
        }
        return takeBacklog()
    }

    /// What waits to be written, for another journal.
    package func takeBacklog() -> JournalBacklog {
        state.withLock { state in
            defer { state.backlog = JournalBacklog() }
            return state.backlog
        }
    }

    /// Writes what memory knows into a file that took another's place: the alerts, attention,
    /// silences and flap windows that it lacks.
    package func carryOver(_ known: JournalledState, at now: Timestamp) throws(JournalError) {
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            let writer = JournalWriter(db, workspace)
            try writer.write(
                .evaluation(
                    JournalEntry.Steps(
                        at: known.lastEvaluation ?? now,
                        transitions: known.alerts.map { $0.arrival(now) },
                        flaps: known.flaps, baselines: known.baselines)))
            for record in known.attention
            where record.attention != .new || record.comment != nil {
                guard try writer.attention(record.id).map({ $0.attention == .new }) != false
                else { continue }
                try writer.save(record, revision: try writer.nextRevision())
                try writer.append(
                    AuditEntry(
                        at: now, who: AuditEntry.program, what: "carried over", alert: record.id,
                        rule: record.rule, labels: record.labels, before: "new",
                        after: record.attention.word, comment: record.comment?.text))
            }
            for silence in known.silences {
                _ = try writer.save(silence, by: silence.author, at: silence.startsAt)
            }
        }
    }
}

extension AlertRecord {
    /// The step that brings a journal without it to where it stands.
    fileprivate func arrival(_ now: Timestamp) -> AlertTransition {
        let kind: AlertTransition.Kind =
            switch instance.phase {
            case .pending, .pendingAgain: .becamePending
            case .firing: .fired
            case .recovering: .beganRecovering
            case .noData: .lostData
            case .resolved: .resolved
            }
        var arrival = AlertTransition(
            kind: kind, rule: rule, at: instance.resolvedAt ?? now, instance: instance)
        arrival.expression = expression
        // Whether nobody saw it come and go the attention says.
        arrival.quiet = kind == .resolved
        return arrival
    }
}
