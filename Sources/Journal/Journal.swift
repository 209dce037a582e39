// Journal keeps what must outlive a process: incidents, the attention people gave them, silences
// and the append-only audit, in one SQLite file that several dashboards and scripts share. It
// decides nothing about alerts: the steps are Alerting's, run inside a transaction. It never opens
// a file on its own account; the caller names the path and the workspace.

internal import Foundation
internal import GRDB
internal import Synchronization

/// An open journal, seen from one workspace.
///
/// One transaction an action, so a process killed at any instant leaves whole actions only. Every
/// method throws a `JournalError`; alarms go on without a journal, and what could not be written
/// waits (a `JournalBacklog`) for the next successful write.
package final class Journal: Sendable {
    /// How a journal may be used.
    package enum Access: Hashable, Sendable {
        /// Creates the file and its directory when they are not there.
        case readWrite
        /// Never writes and never creates: `snapshot`, `check`, `replay`, `--at`.
        case readOnly
    }

    /// What waits to be written, and what the last poll saw.
    struct State: Sendable {
        var backlog = JournalBacklog()
        /// Something others wrote was not handed out, since what waits here is newer.
        var isHeldBack = false
        var dataVersion: Int64?
    }

    package let path: String
    package let workspace: String
    package let access: Access
    let database: DatabaseQueue
    let state = Mutex(State())
    /// The file that is open; nil for one that is only read.
    let place: FilePlace?

    /// - Parameter workspace: the workspace's identity, a path in the sense of the design.
    /// - Parameter busySeconds: how long a write waits for another process's.
    package init(
        path: String, workspace: String, access: Access, busySeconds: Double = 5
    ) throws(JournalError) {
        self.path = path
        self.workspace = workspace
        self.access = access
        database =
            access == .readWrite
            ? try Self.opened(path, access: access, busySeconds: busySeconds)
            : try Self.openedForReading(path, busySeconds: busySeconds)
        place = access == .readWrite ? FilePlace(path: path) : nil
        if access == .readWrite {
            try write { db in
                _ = try JournalSchema.workspaceID(workspace, in: db, creating: true)
            }
        }
    }

    deinit { place?.end() }

    /// Entries not written yet.
    package var backlog: Int { state.withLock { $0.backlog.count } }
    /// Entries lost because the journal could not be written for too long.
    package var dropped: Int { state.withLock { $0.backlog.dropped } }

    private static func opened(
        _ path: String, named uri: String? = nil, access: Access, busySeconds: Double
    ) throws(JournalError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busySeconds)
        configuration.readonly = access == .readOnly
        do {
            if access == .readWrite {
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                // An acknowledgement is worth an fsync: WAL alone survives a kill, not a power cut.
                configuration.prepareDatabase { db in
                    try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
                }
            } else if !FileManager.default.fileExists(atPath: path) {
                throw JournalError(.missing, path: path, detail: "no such file")
            }
            let database = try DatabaseQueue(path: uri ?? path, configuration: configuration)
            if access == .readWrite {
                try database.inDatabase { db in
                    // By hand, since GRDB's own way writes before anybody could refuse the file.
                    try JournalSchema.refuseNewer(db)
                    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                    try JournalSchema.migrate(db)
                }
            }
            return database
        } catch {
            throw FilePlace.spoilt(path) ?? JournalError(error, path: path)
        }
    }

    /// Opens a journal that is only looked at, also where nothing can be written.
    ///
    /// A database in WAL mode cannot be opened where its `-shm` cannot be made. Whoever left last
    /// has taken the `-wal` away: then the file is all there is, and nobody who may write is there.
    /// A kill leaves a `-wal`, which holds what was acknowledged last: both are read from a copy.
    private static func openedForReading(
        _ path: String, busySeconds: Double
    ) throws(JournalError) -> DatabaseQueue {
        func checked(_ database: DatabaseQueue) throws(JournalError) -> DatabaseQueue {
            do {
                try database.inDatabase { db in try JournalSchema.check(db) }
                return database
            } catch {
                throw JournalError(error, path: path)
            }
        }
        do throws(JournalError) {
            return try checked(opened(path, access: .readOnly, busySeconds: busySeconds))
        } catch {
            let wal = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
            guard error.reason == .notWritable,
                let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
            else { throw error }
            guard (wal?[.size] as? Int ?? 0) == 0 else {
                guard let copy = openedCopy(of: path, busySeconds: busySeconds) else { throw error }
                return try checked(copy)
            }
            return try checked(
                opened(
                    path, named: "file:\(name)?immutable=1", access: .readOnly,
                    busySeconds: busySeconds))
        }
    }

    /// A database and its `-wal` as they stand, in a directory of their own that is gone again at
    /// once: what is open stays readable.
    private static func openedCopy(of path: String, busySeconds: Double) -> DatabaseQueue? {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "driftop-" + UUID().uuidString)
        guard
            (try? files.createDirectory(
                at: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])) != nil
        else { return nil }
        defer { try? files.removeItem(at: folder) }
        let copy = folder.appending(path: "journal").path
        do {
            for part in ["", "-wal"] {
                try files.copyItem(atPath: path + part, toPath: copy + part)
                // What could not be written there keeps its permissions here.
                try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy + part)
            }
            var configuration = Configuration()
            configuration.busyMode = .timeout(busySeconds)
            let database = try DatabaseQueue(path: copy, configuration: configuration)
            // The `-wal` is taken in before it goes.
            try database.inDatabase { db in _ = try db.checkpoint(.truncate) }
            return database
        } catch {
            return nil
        }
    }

    /// One immediate transaction, so that what is read in it is still so when it is written.
    func write<Result>(
        _ body: (Database) throws -> Result
    ) throws(JournalError) -> Result {
        guard access == .readWrite else {
            throw JournalError(.notWritable, path: path, detail: "it was opened for reading only")
        }
        do {
            return try database.inDatabase { db in
                var result: Result?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                guard let result else {
                    throw JournalError(.other, path: path, detail: "no result")
                }
                return result
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do {
            return try database.inDatabase { db in
                var result: Result?
                try db.inTransaction(.deferred) {
                    result = try body(db)
                    return .commit
                }
                guard let result else {
                    throw JournalError(.other, path: path, detail: "no result")
                }
                return result
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The workspace's row; nil when nobody has written for it yet.
    func workspaceID(_ db: Database) throws -> Int64? {
        try JournalSchema.workspaceID(workspace, in: db, creating: access == .readWrite)
    }
}
