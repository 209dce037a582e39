import Telemetry
import Testing

@testable import Operations

struct ClassCountsTests {
    private let batch = EventBatch(symbols: ["approve", "deny"])

    @Test("Classes are counted by slot, words and whole numbers alike")
    func counts() {
        var classes = ClassCounts()
        for slot in [Int64(1), 2, 3] {
            classes.add(.category(Symbol(0)), slot: slot, batch: batch, source: 0)
            classes.add(.category(Symbol(1)), slot: slot, batch: batch, source: 1)
            classes.add(.number(1), slot: slot, batch: batch, source: 0)
        }
        classes.add(.category(Symbol(1)), slot: 3, batch: batch, source: 0)
        #expect(classes.counts(in: 2...3) == ["approve": 2, "deny": 3, "1": 2])
        classes.removeBefore(3)
        #expect(classes.counts(in: 1...3) == ["approve": 1, "deny": 2, "1": 1])
    }

    @Test("What a regression says, and nothing, are no classes")
    func noClasses() {
        var classes = ClassCounts()
        classes.add(.number(0.25), slot: 1, batch: batch, source: 0)
        classes.add(.number(1e9), slot: 1, batch: batch, source: 0)
        classes.add(.null, slot: 1, batch: batch, source: 0)
        #expect(classes.counts(in: 0...9).isEmpty)
    }

    @Test("One number that went astray is of no class of its own, and ends nothing")
    func astray() {
        var classes = ClassCounts()
        for _ in 0..<199 {
            classes.add(.category(Symbol(0)), slot: 1, minute: 1, batch: batch, source: 0)
        }
        classes.add(.number(0.25), slot: 1, minute: 1, batch: batch, source: 0)
        #expect(classes.counts(in: 1...1) == ["approve": 199, "other": 1])
        #expect(classes.counts(minutes: 1...1).shares == ["approve": 0.995, "other": 0.005])
        #expect(classes.counts(minutes: 2...2).shares.isEmpty)
    }

    @Test("Beyond a hundred classes all others are one")
    func bound() {
        var classes = ClassCounts()
        for value in 0..<150 {
            classes.add(.number(Double(value)), slot: 1, batch: batch, source: 0)
        }
        let counts = classes.counts(in: 1...1)
        #expect(counts["other"] == 50)
        #expect(counts.count == 101)
    }
}
