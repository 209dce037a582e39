package import Telemetry

/// Why a file's content cannot be used, in one sentence.
package struct ContentFault: Error, Hashable, Sendable {
    package var reason: String
    package init(_ reason: String) { self.reason = reason }
}

/// A file opened to be read as a whole.
package struct FileContent {
    package let file: OpenFile
    package let path: String
    package let status: FileStatus
    package let now: Timestamp

    /// All bytes, refused above a limit.
    package func bytes(limit: Int64) throws(ContentFault) -> [UInt8] {
        guard status.size <= limit else {
            throw ContentFault("larger than \(limit >> 20) MB")
        }
        return file.bytes(at: 0, count: Int(status.size))
    }
}

/// Makes a batch of a whole file.
package protocol ContentReading: AnyObject {
    /// Fills in `state` what it counted; on a fault the last good content stays in force.
    func read(_ content: FileContent, _ state: inout SourceState) throws(ContentFault) -> Batch
    /// What the file's disappearance means; nil: nothing.
    func gone(now: Timestamp) -> Batch?
    /// Whether half a file would be taken for a whole one: what is missing in it would be gone.
    var needsAllOfIt: Bool { get }
}

extension ContentReading {
    package var needsAllOfIt: Bool { false }
    package func gone(now: Timestamp) -> Batch? { nil }
}

/// A file that is state: read whole whenever it changes, the last good content kept.
package final class WholeFileSource: Source {
    package private(set) var state: SourceState
    private let path: String
    private let reader: any ContentReading
    /// The status that was read last, good or not.
    private var seen: FileStatus?
    /// A file that somebody may be writing still: how it looked, and since when.
    private var unsettled: (status: FileStatus, since: Timestamp, first: Timestamp)?
    private var retryAt: Timestamp?
    private var delivered: SourceState?

    package init(state: SourceState, path: String, reader: any ContentReading) {
        self.state = state
        self.path = path
        self.reader = reader
    }

    package func step(now: Timestamp, horizon: Horizon) -> Delivery? {
        let batch = look(now)
        guard batch != nil || state != delivered else { return nil }
        delivered = state
        return Delivery(batch: batch ?? .nothing, source: state)
    }

    private func look(_ now: Timestamp) -> Batch? {
        guard let status = FileStatus(path: path) else { return noteMissing(now) }
        if status == seen {
            guard let retryAt, now >= retryAt else { return nil }
        } else if isBeingWritten(status, now) {
            return nil
        }
        do throws(OpenFile.Failure) {
            return read(try OpenFile(path: path), now)
        } catch {
            if error.isMissing { return noteMissing(now) }
            seen = status
            retryAt = now + 1_000
            state.condition = .failed(
                reason: "cannot be read: \(error.reason)", retryAt: retryAt)
            state.reach = .complete
            return nil
        }
    }

    /// How long a file must look the same before it counts as written.
    private static let settleMilliseconds: Int64 = 250
    /// Who writes for longer, or leaves it empty, is taken at his word.
    private static let longestWriting: Int64 = 5_000

    /// Whether a file is being rewritten in place: truncated first, filled a moment later.
    ///
    /// One that was moved over it is whole.
    private func isBeingWritten(_ status: FileStatus, _ now: Timestamp) -> Bool {
        guard reader.needsAllOfIt, let seen, seen.inode == status.inode,
            seen.device == status.device
        else { return false }
        let first = unsettled?.first ?? now
        let since = unsettled?.status == status ? unsettled?.since ?? now : now
        unsettled = (status, since, first)
        // Also when the clock was set back.
        guard now - first < Self.longestWriting, now >= first else { return false }
        return status.size == 0 || now - since < Self.settleMilliseconds
    }

    private func read(_ file: OpenFile, _ now: Timestamp) -> Batch? {
        unsettled = nil
        if seen != nil { state.lastGrowth = now }
        seen = file.status
        retryAt = nil
        state.reach = .complete
        let content = FileContent(file: file, path: path, status: file.status, now: now)
        do throws(ContentFault) {
            var fresh = state
            fresh.condition = .live
            fresh.bytes += file.status.size
            fresh.rejected = [:]
            fresh.examples = [:]
            let batch = try reader.read(content, &fresh)
            state = fresh
            return batch
        } catch {
            state.condition = .failed(reason: error.reason, retryAt: nil)
            return nil
        }
    }

    private func noteMissing(_ now: Timestamp) -> Batch? {
        state.reach = .complete
        let wasThere = seen != nil
        seen = nil
        retryAt = nil
        state.condition = .failed(reason: "the file is gone", retryAt: nil)
        return wasThere ? reader.gone(now: now) : nil
    }
}
