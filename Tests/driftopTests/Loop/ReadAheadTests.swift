import Ingest
import Synchronization
import Telemetry
import Testing

@testable import driftop

struct ReadAheadTests {
    /// A source that counts its steps and has a given number of blocks.
    private final class Blocks: Source {
        var state = SourceState(
            name: "log", recognisedAs: "", kind: .events, location: "/log", condition: .live,
            reach: .complete)
        let left: Mutex<Int>
        init(_ count: Int) { left = Mutex(count) }
        var watched: [String] { [] }
        var wakeAt: Timestamp? { nil }
        func step(now: Timestamp, horizon: Horizon) -> Delivery? {
            left.withLock { left in
                guard left > 0 else { return nil }
                left -= 1
                return Delivery(batch: .nothing, source: state)
            }
        }
    }
    private let past = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    @Test func aBlockIsHandedOverOnce() {
        let ahead = ReadAhead()
        let source = Blocks(2)
        #expect(ahead.take() == nil)
        ahead.begin(source, now: .distantPast, horizon: past)
        #expect(ahead.take() != nil)
        #expect(ahead.take() == nil)
        #expect(source.left.withLock { $0 } == 1)
    }

    @Test func whatWasReadWaitsForWhoeverTakesIt() {
        let ahead = ReadAhead()
        let source = Blocks(1)
        ahead.begin(source, now: .distantPast, horizon: past)
        ahead.wait()
        #expect(source.left.withLock { $0 } == 0)
        ahead.wait()
        #expect(ahead.take() != nil)
    }

    @Test func aSourceWithNothingMoreAnswersNothing() {
        let ahead = ReadAhead()
        ahead.begin(Blocks(0), now: .distantPast, horizon: past)
        #expect(ahead.take() == nil)
    }

    @Test func onlyALargeBlockIsWorthAThread() {
        func delivery(rows: Int) -> Delivery {
            let batch = EventBatch(rows: [EventRow](repeating: EventRow(), count: rows))
            return Delivery(batch: .events(batch), source: Blocks(0).state)
        }
        #expect(ReadAhead.isWorthwhile(after: delivery(rows: 4_000)))
        #expect(!ReadAhead.isWorthwhile(after: delivery(rows: 50)))
        #expect(
            !ReadAhead.isWorthwhile(
                after: Delivery(batch: .nothing, source: Blocks(0).state)))
    }
}
