import Dispatch
import Ingest
import Telemetry

/// Reads the next block of a stream on a second core while the engine folds the one before.
///
/// One block at a time, so that memory stays bounded and the order of blocks is that of their
/// turns.
final class ReadAhead {
    /// What travels between the two threads.
    ///
    /// Unchecked because the compiler cannot see that only one of them touches it at a time: the
    /// reader until it signals, the owner after it has waited.
    private final class Block: @unchecked Sendable {
        let source: any Source
        let done = DispatchSemaphore(value: 0)
        var delivery: Delivery?
        init(_ source: any Source) { self.source = source }
    }

    private let queue = DispatchQueue(label: "read ahead", qos: .userInitiated)
    private var pending: Block?

    /// Handing a block over costs two switches of threads: too much for the few lines of a live
    /// log.
    static func isWorthwhile(after delivery: Delivery) -> Bool {
        guard case .events(let batch) = delivery.batch else { return false }
        return batch.rows.count >= 512
    }

    /// Begins to read; nobody may touch the source until `take` or `wait` has returned.
    func begin(_ source: any Source, now: Timestamp, horizon: Horizon) {
        let block = Block(source)
        pending = block
        queue.async {
            block.delivery = block.source.step(now: now, horizon: horizon)
            block.done.signal()
        }
    }

    /// What was read and where, once; nil when nothing was begun or nothing was there.
    func take() -> (source: any Source, delivery: Delivery)? {
        wait()
        defer { pending = nil }
        return pending.flatMap { block in block.delivery.map { (block.source, $0) } }
    }

    /// Returns when no source is being read; what was read is kept for `take`.
    func wait() {
        guard let pending else { return }
        pending.done.wait()
        pending.done.signal()
    }
}
