import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What the slowest requests have in common, end to end and as a sample.
@Suite struct CommonTests {
    private static let start = EventLog.start

    /// Ten minutes at 8 a second: `items` is large in one request of ten, and those are slow when
    /// `isSlow`.
    private static func log(isSlow: Bool, failing: Bool = false) -> EventLog {
        var log = EventLog()
        var lottery = Lottery(seed: 5)
        for number in 0..<4_800 {
            let isLarge = lottery.next() < 0.1
            let latency = 0.05 + 0.02 * lottery.next() + (isSlow && isLarge ? 0.5 : 0)
            log.add(
                at: start + Int64(number) * 125, latency: latency,
                outcome: failing && isLarge && lottery.next() < 0.5 ? .error : .ok,
                features: [
                    "items": .number(isLarge ? 190 : (lottery.next() * 90).rounded()),
                    "amount": .number(lottery.next() * 100),
                ], id: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1)
        }
        return log
    }

    private static func list(_ log: EventLog) throws -> RequestList {
        let end = start + 600_000
        var settings = EngineSettings()
        settings.ceiling = end
        var engine = Engine(settings: settings, book: AlertBook(groups: []), at: end)
        var table = ReferenceTable(location: "/data/reference.csv")
        var items = ReferenceTable.Column()
        items.numbers = (0..<1_000).map { $0 % 10 == 0 ? 190 : Double($0 % 90) }
        var amount = ReferenceTable.Column()
        amount.numbers = (0..<1_000).map { Double($0 % 100) }
        table.columns = ["items": items, "amount": amount]
        table.rows = 1_000
        var state = SourceState(
            name: "reference.csv", recognisedAs: "reference", kind: .reference,
            location: "/data/reference.csv")
        state.reach = .complete
        _ = engine.fold(Delivery(batch: .reference(table), source: state), at: end)
        _ = engine.fold(log.delivery(), at: end)
        engine.beginJudging(at: end)
        _ = engine.advance(to: end)
        var interest = Interest()
        interest.subject = VersionID(model: "fraud", version: "7")
        interest.wantsRequests = true
        return try #require(engine.snapshot(at: end, interest: interest).requests)
    }

    @Test("What makes requests slow is named with its share among the slowest and among all")
    func slow() throws {
        let list = try Self.list(Self.log(isSlow: true))
        #expect(list.commonSlow.hasPrefix("items above "))
        #expect(list.commonSlow.contains(" in 100 % of the slowest 5 %; in "))
        #expect(list.commonFeatures == ["items"])
    }

    @Test("Nothing is named where nothing is in common")
    func chance() throws {
        let list = try Self.list(Self.log(isSlow: false))
        #expect(list.commonSlow == "the slowest 5 % have nothing in common beyond chance")
        #expect(list.commonFailed.isEmpty)
    }

    @Test("The failed are held against all as well")
    func failed() throws {
        let list = try Self.list(Self.log(isSlow: true, failing: true))
        #expect(list.commonFeatures == ["items"])
        #expect(list.commonFailed.hasPrefix("items above "))
        #expect(list.commonFailed.contains(" of the failed; in "))
    }

    @Test("Which requests are sampled does not depend on the order they were read in")
    func order() {
        let log = Self.log(isSlow: true)
        let clocks = Engine.clocks(
            settings: EngineSettings(), at: Self.start + 600_000, reading: false, lookbehind: 0,
            history: 0)
        func sampled(_ rows: [EventRow]) -> [Int64] {
            var sample = RequestSample()
            sample.look(at: [0])
            for row in rows where sample.begin(row, target: 0, clocks: clocks) {
                sample.note(1, of: 0)
                sample.finish(clocks: clocks)
            }
            return sample.rows(endingAt: Self.start + 600_000, window: 300_000, clocks)
                .map(\.row.time.milliseconds).sorted()
        }
        let forwards = sampled(log.batch.rows)
        #expect(forwards == sampled(log.batch.rows.reversed()))
        // Five minutes of at most 256, and hardly fewer.
        #expect((900...1_280).contains(forwards.count))
        #expect(forwards.allSatisfy { $0 > (Self.start + 300_000).milliseconds })
    }
}
