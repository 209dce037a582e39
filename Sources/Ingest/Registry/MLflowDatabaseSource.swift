import Foundation
package import Telemetry

/// An MLflow database, read again whenever it or its write-ahead log changes.
package final class MLflowDatabaseSource: Source {
    private static let copyLimit: Int64 = 512 << 20
    /// Databases are looked at once a second: a busy tracking server writes many times more often.
    private static let interval: Int64 = 1_000

    package private(set) var state: SourceState
    private let path: String
    private var seen: [FileStatus?] = []
    private var nextRead = Timestamp.distantPast
    private var retryAt: Timestamp?
    private var delivered: SourceState?
    private var known: [ModelFacts]?

    package init(state: SourceState, path: String) {
        self.state = state
        self.path = path
    }

    package func step(now: Timestamp, horizon: Horizon) -> Delivery? {
        let batch = look(now)
        guard batch != nil || state != delivered else { return nil }
        delivered = state
        return Delivery(batch: batch ?? .nothing, source: state)
    }

    private func look(_ now: Timestamp) -> Batch? {
        let status = [path, path + "-wal"].map { FileStatus(path: $0) }
        guard let database = status[0] else {
            seen = []
            state.condition = .failed(reason: "the file is gone", retryAt: nil)
            state.reach = .complete
            return nil
        }
        if status == seen, retryAt.map({ now < $0 }) ?? true { return nil }
        guard now >= nextRead else {
            retryAt = nextRead
            return nil
        }
        nextRead = now + Self.interval
        retryAt = nil
        state.reach = .complete
        do throws(ContentFault) {
            let models = try Self.models(path: path)
            if !seen.isEmpty { state.lastGrowth = now }
            seen = status
            state.condition = .live
            state.bytes = database.size
            state.records = Int64(models.reduce(0) { $0 + $1.versions.count })
            defer { known = models }
            return models == known ? nil : .registry(models)
        } catch {
            // A writer may hold it: the last good facts stay, and it is tried again.
            retryAt = now + Self.interval
            state.condition = .failed(reason: error.reason, retryAt: retryAt)
            return nil
        }
    }

    /// The registry in a database, read without creating any file beside it.
    package static func models(path: String) throws(ContentFault) -> [ModelFacts] {
        guard try needsCopy(path) else { return try MLflowDatabase(path: path).models() }
        guard FileStatus(path: path).map({ $0.size <= Self.copyLimit }) == true else {
            throw ContentFault(
                "in write-ahead mode without its -shm file, and too large to copy")
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("driftop-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let copy = folder.appendingPathComponent("mlflow.db").path
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            if FileStatus(path: path + "-wal") != nil {
                try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
            }
            return try MLflowDatabase(path: copy).models()
        } catch let fault as ContentFault {
            throw fault
        } catch {
            throw ContentFault("cannot be copied to be read: \(error.localizedDescription)")
        }
    }

    /// Whether opening would create files beside the user's database: SQLite does so in write-ahead
    /// mode (bytes 18 and 19 of the header are 2) where `-wal` and `-shm` do not both exist.
    private static func needsCopy(_ path: String) throws(ContentFault) -> Bool {
        do throws(OpenFile.Failure) {
            let header = try OpenFile(path: path).bytes(at: 0, count: 20)
            guard header.count == 20, header[18] == 2 || header[19] == 2 else { return false }
        } catch {
            throw ContentFault("cannot be read: \(error.reason)")
        }
        return FileStatus(path: path + "-wal") == nil || FileStatus(path: path + "-shm") == nil
    }
}
