import Dispatch
package import Snapshot

/// A session without a screen: the command's thread sleeps until something came.
package struct HeadlessSession: Sendable {
    package let session: Session
    package let doorbell: Doorbell

    /// The first picture that `suffices`, or the last before `deadline`; nil when none came.
    ///
    /// Blocks the calling thread: for commands without a screen.
    package func picture(
        before deadline: ContinuousClock.Instant, suffices: (SystemSnapshot) -> Bool
    ) -> SystemSnapshot? {
        var last: SystemSnapshot?
        while true {
            if let snapshot = session.feed.mailbox.fetch() {
                last = snapshot
                if suffices(snapshot) { return snapshot }
            }
            guard doorbell.wait(before: deadline) else { return last }
        }
    }

    /// What a wish came to, or nil when nothing was said before `deadline`.
    package func outcome(before deadline: ContinuousClock.Instant) -> Feed.Outcome? {
        while true {
            if let outcome = session.feed.takeOutcomes().last { return outcome }
            guard doorbell.wait(before: deadline) else { return nil }
        }
    }
}

/// Wakes one sleeping thread; rings that nobody waited for are kept.
package final class Doorbell: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    package init() {}

    package func ring() { semaphore.signal() }

    /// False when `deadline` came first.
    func wait(before deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return false }
        let (seconds, attoseconds) = left.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return semaphore.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }
}
