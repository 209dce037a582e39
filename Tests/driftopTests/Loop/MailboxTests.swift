import Snapshot
import Synchronization
import Testing

@testable import driftop

struct MailboxTests {
    private final class Counter: Sendable {
        private let value = Mutex(0)
        func add() { value.withLock { $0 += 1 } }
        var count: Int { value.withLock { $0 } }
    }

    private func snapshot(_ milliseconds: Int64) -> SystemSnapshot {
        SystemSnapshot(at: Moment(milliseconds: milliseconds), windowSeconds: 300)
    }

    @Test func theLatestWins() {
        let mailbox = Mailbox {}
        mailbox.post(snapshot(1))
        mailbox.post(snapshot(2))
        #expect(mailbox.fetch()?.at.milliseconds == 2)
        #expect(mailbox.fetch() == nil)
    }

    @Test func itWakesOnceUntilFetched() {
        let counter = Counter()
        let mailbox = Mailbox(wake: counter.add)
        for time in Int64(0)..<10 { mailbox.post(snapshot(time)) }
        #expect(counter.count == 1)
        _ = mailbox.fetch()
        mailbox.post(snapshot(11))
        #expect(counter.count == 2)
    }
}
