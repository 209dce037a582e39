import Detection
import Telemetry
import Testing

@testable import Operations

/// Joins that must not depend on which side comes first.
struct LabelJoinTests {
    private func time(_ second: Int64) -> Timestamp { Timestamp(milliseconds: second * 1_000) }

    private func predict(_ join: inout LabelJoin, _ hash: UInt64, second: Int64, says: Double) {
        join.predicted(
            hash: hash, version: 3, time: time(second), prediction: .number(says), score: .nan)
    }

    @Test("A label finds its prediction however late it comes")
    func lateLabel() throws {
        var join = LabelJoin()
        for request in 1...100 { predict(&join, UInt64(request), second: Int64(request), says: 1) }
        join.labelled(hash: 40, label: .number(0))
        predict(&join, 101, second: 101, says: 1)
        join.labelled(hash: 101, label: .number(1))
        let pairs = join.newest(3, at: time(1_000))
        #expect(pairs.map(\.time) == [time(40), time(101)])
        #expect(pairs.first?.pair.label == .number(0))
        #expect(join.joinedCount[3] == 2)
    }

    @Test("A label that came first waits for its prediction")
    func earlyLabel() {
        var join = LabelJoin()
        join.labelled(hash: 7, label: .number(1))
        predict(&join, 7, second: 5, says: 1)
        #expect(join.newest(3, at: time(5)).count == 1)
    }

    @Test("A second label of the same request, and one of no request, join nothing")
    func strayLabels() {
        var join = LabelJoin()
        predict(&join, 7, second: 5, says: 1)
        join.labelled(hash: 7, label: .number(1))
        join.labelled(hash: 7, label: .number(0))
        join.labelled(hash: 8, label: .number(0))
        #expect(join.newest(3, at: time(5)).map(\.pair.label) == [.number(1)])
    }

    @Test("A request logged twice is one prediction, the later one", arguments: [true, false])
    func repeatedRequest(labelsKnown: Bool) {
        var join = LabelJoin()
        if labelsKnown { join.labelled(hash: 99, label: .number(1)) }
        predict(&join, 7, second: 5, says: 0)
        predict(&join, 7, second: 6, says: 1)
        join.labelled(hash: 7, label: .number(1))
        #expect(join.newest(3, at: time(9)).map(\.pair.prediction) == [.number(1)])
    }

    @Test("Waiting is bounded; what is given up is counted", arguments: [true, false])
    func bound(labelsKnown: Bool) {
        var join = LabelJoin()
        let limit = LabelJoin.waitingLimit
        if labelsKnown { join.labelled(hash: .max, label: .number(1)) }
        for request in 0..<(limit + 10) {
            predict(&join, UInt64(request + 1), second: Int64(request), says: 1)
        }
        #expect(join.givenUp == 10)
        join.labelled(hash: 10, label: .number(1))
        #expect(join.newest(3, at: time(1_000_000)).isEmpty)
        join.labelled(hash: 11, label: .number(1))
        join.labelled(hash: UInt64(limit + 10), label: .number(1))
        #expect(join.newest(3, at: time(1_000_000)).count == 2)
    }
}
