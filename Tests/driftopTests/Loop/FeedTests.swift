import Dispatch
import Snapshot
import Synchronization
import Testing

@testable import driftop

struct FeedTests {
    private final class Record: Sendable {
        private let windows = Mutex<[Double]>([])
        func add(_ seconds: Double) { windows.withLock { $0.append(seconds) } }
        var all: [Double] { windows.withLock { $0 } }
    }

    @Test func wishesAreCarriedOutInOrderAndAllOfThem() async {
        let record = Record()
        let feed = Feed(mailbox: Mailbox {}, wake: {}) { wish, _ in
            if case .look(let interest) = wish { record.add(interest.windowSeconds) }
            return nil
        }
        for seconds in 0..<100 {
            var interest = Interest()
            interest.windowSeconds = Double(seconds)
            feed.wish(.look(interest))
        }
        await feed.finish()
        #expect(record.all == (0..<100).map(Double.init))
    }

    @Test func outcomesComeBackOnce() async {
        let feed = Feed(mailbox: Mailbox {}, wake: {}) { _, tell in
            tell(Feed.Outcome("half of it", failed: false))
            return Feed.Outcome("done", failed: false)
        }
        feed.wish(.look(Interest()))
        await feed.finish()
        #expect(feed.takeOutcomes().map(\.text) == ["half of it", "done"])
        #expect(feed.takeOutcomes().isEmpty)
    }

    @Test func aKeyThatFoundNoRoomIsAnsweredLikeOneThatWasRefused() async {
        let gate = DispatchSemaphore(value: 0)
        let feed = Feed(mailbox: Mailbox {}, wake: {}) { _, _ in
            gate.wait()
            return nil
        }
        let silence = Feed.Wish.silence(
            alerts: ["a"], until: Moment(milliseconds: 0), by: "sam")
        for _ in 0..<400 { feed.wish(silence) }
        feed.wish(.look(Interest()))
        let answers = feed.takeOutcomes()
        #expect(answers.count > 100 && answers.allSatisfy(\.failed))
        #expect(answers.dropLast().allSatisfy { $0.note == "" })
        #expect(answers.last?.note == nil, "the screen waits for no answer to a look")
        for _ in 0..<400 { gate.signal() }
        await feed.finish()
    }
}
