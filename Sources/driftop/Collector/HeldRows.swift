import Telemetry

/// What a replay has read of one log and not played yet, because it lies ahead of its clock.
///
/// A log need not be in order of time: one line from the future, or the log of another host behind
/// this one's, must not keep back what stands after it.
struct HeldRows {
    private var blocks: [(delivery: Delivery, first: Timestamp)] = []
    private(set) var rows = 0

    /// Held requests: of labels some come when nobody looks any more.
    var inferences: Int {
        blocks.reduce(0) { sum, block in
            guard case .events(let batch) = block.delivery.batch else { return sum }
            return sum + batch.rows.count { $0.kind == .inference }
        }
    }
    /// The earliest time in the block read last.
    private var lastFirst = Timestamp.distantPast

    /// Takes in a block as it was read.
    mutating func add(_ delivery: Delivery, _ batch: EventBatch) {
        let first = batch.rows.lazy.map(\.time).min()
        lastFirst = first ?? .distantPast
        keep(delivery, first)
    }

    private mutating func keep(_ delivery: Delivery, _ first: Timestamp?) {
        guard let first, case .events(let batch) = delivery.batch else { return }
        blocks.append((delivery, first))
        rows += batch.rows.count
    }

    /// Whether more is to be read before `at` can be played: what was read last held something due,
    /// or there is room to look further.
    ///
    /// - Parameter room: rows that may be held in search of earlier ones.
    func wantsMore(at: Timestamp, room: Int) -> Bool { lastFirst <= at || rows < room }

    /// One block's rows that are due; nil when none is.
    mutating func due(at: Timestamp) -> Delivery? {
        guard let index = blocks.firstIndex(where: { $0.first <= at }),
            case .events(let batch) = blocks[index].delivery.batch
        else { return nil }
        let source = blocks.remove(at: index).delivery.source
        rows -= batch.rows.count
        let (due, ahead) = batch.split(at: at)
        keep(
            Delivery(batch: .events(ahead), source: source),
            ahead.rows.lazy.map(\.time).min())
        return Delivery(batch: .events(due), source: source)
    }
}
