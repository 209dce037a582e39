import Telemetry
import Testing

@testable import driftop

struct HeldRowsTests {
    private func block(_ seconds: [Int64]) -> (Delivery, EventBatch) {
        var batch = EventBatch()
        batch.rows = seconds.map { second in
            var row = EventRow()
            row.time = Timestamp(milliseconds: second * 1_000)
            return row
        }
        let state = SourceState(name: "e", recognisedAs: "e", kind: .events, location: "e")
        return (Delivery(batch: .events(batch), source: state), batch)
    }

    private func times(_ delivery: Delivery?) -> [Int64] {
        guard case .events(let batch)? = delivery?.batch else { return [] }
        return batch.rows.map { $0.time.milliseconds / 1_000 }
    }

    @Test func aLineFromTheFutureKeepsNothingBack() {
        var held = HeldRows()
        let (first, batch) = block([1, 900, 2])
        held.add(first, batch)
        let at = Timestamp(milliseconds: 10_000)
        #expect(times(held.due(at: at)) == [1, 2])
        #expect(held.due(at: at) == nil)
        #expect(held.wantsMore(at: at, room: 0), "what follows may be due as well")
        let (second, later) = block([20, 30])
        held.add(second, later)
        #expect(held.due(at: at) == nil && !held.wantsMore(at: at, room: 0), "read far enough")
        #expect(held.wantsMore(at: at, room: 4), "unless there is room to look further")
        #expect(!held.wantsMore(at: at, room: 3))
        #expect(times(held.due(at: Timestamp(milliseconds: 1_000_000))) == [900])
        #expect(times(held.due(at: Timestamp(milliseconds: 1_000_000))) == [20, 30])
    }
}
