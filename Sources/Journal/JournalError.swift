internal import Foundation
internal import GRDB

/// Why the journal could not be used; alarms go on in memory meanwhile.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: String, Hashable, Sendable {
        case missing, moved, notWritable, full, busy, damaged, tooNew, other
    }
    package var reason: Reason
    package var path: String
    /// SQLite's or the system's own words.
    package var detail: String

    init(_ reason: Reason, path: String, detail: String) {
        self.reason = reason
        self.path = path
        self.detail = detail
    }

    init(_ error: any Error, path: String) {
        if let known = error as? JournalError {
            self = known
            // Whoever looked into the file knows the connection, not where it lies.
            self.path = path
            return
        }
        guard let database = error as? DatabaseError else {
            let words = (error as? CocoaError)?.localizedDescription ?? "\(error)"
            self.init(.notWritable, path: path, detail: words)
            return
        }
        let reason: Reason =
            switch database.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR, .SQLITE_AUTH:
                .notWritable
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
            default: .other
            }
        self.init(
            reason, path: path, detail: database.message ?? "SQLite error \(database.resultCode)")
    }

    /// The same for a script, which has no memory to keep anything in.
    package var scriptDescription: String { Self.forScripts(description) }

    package static func forScripts(_ text: String) -> String {
        text.replacing(": acknowledgements are kept in memory only", with: "")
    }

    /// One line for the screen, with what to do.
    package var description: String {
        let words =
            switch reason {
            case .missing: "there is no journal"
            case .moved:
                "journal moved away: acknowledgements are kept in memory until there is another"
            case .notWritable: "journal not writable: acknowledgements are kept in memory only"
            case .full: "disk full: acknowledgements are kept in memory only; free some space"
            case .busy: "journal busy: another process holds it; trying again"
            case .damaged: "journal damaged: move it away, a new one will be made"
            case .tooNew: "journal of a newer version: update this program"
            case .other: "journal failed"
            }
        return "\(words) (\(path): \(detail))"
    }
}
