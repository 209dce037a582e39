import Foundation
package import Telemetry

/// An MLflow file store, read again when a directory or a file of its registry changed.
package final class MLflowFileStoreSource: Source {
    /// A store has no one file that tells of changes: its registry is looked over this often.
    private static let interval: Int64 = 2_000
    private static let entryLimit = 5_000

    package private(set) var state: SourceState
    private let path: String
    private var seen: [String: FileStatus] = [:]
    private var next = Timestamp.distantPast
    private var delivered: SourceState?
    private var known: [ModelFacts]?

    package init(state: SourceState, path: String) {
        self.state = state
        self.path = path
    }

    package func step(now: Timestamp, horizon: Horizon) -> Delivery? {
        guard now >= next else { return nil }
        next = now + Self.interval
        let batch = look(now)
        guard batch != nil || state != delivered else { return nil }
        delivered = state
        return Delivery(batch: batch ?? .nothing, source: state)
    }

    private func look(_ now: Timestamp) -> Batch? {
        state.reach = .complete
        let status = survey()
        // A large registry is looked over less often: a look costs about 2 µs an entry.
        next = now + max(Self.interval, Int64(status.count) * 2)
        guard !status.isEmpty else {
            seen = [:]
            state.condition = .failed(reason: "the registry's directory is gone", retryAt: nil)
            return nil
        }
        if status == seen { return nil }
        do throws(ContentFault) {
            let models = try MLflowFileStore(root: path).models()
            if !seen.isEmpty { state.lastGrowth = now }
            seen = status
            state.condition = .live
            state.records = Int64(models.reduce(0) { $0 + $1.versions.count })
            defer { known = models }
            return models == known ? nil : .registry(models)
        } catch {
            // MLflow replaces files by copying: a reader can see a short one. Last good stays.
            state.condition = .failed(reason: error.reason, retryAt: next)
            return nil
        }
    }

    /// Status of the registry's directories and of its metadata files, in bounded number.
    private func survey() -> [String: FileStatus] {
        var found: [String: FileStatus] = [:]
        var open = [(path + "/models", 0)]
        while let (folder, depth) = open.popLast(), found.count < Self.entryLimit {
            guard let status = FileStatus(path: folder) else { continue }
            found[folder] = status
            guard status.isDirectory, depth < 3 else { continue }
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                open.append((folder + "/" + name, depth + 1))
            }
        }
        return found
    }
}
