import Glibc
package import Snapshot
import Synchronization

/// Hands the latest snapshot from the Collector to the UI loop.
///
/// Holds one: a newer one replaces what was not fetched yet. Each post after a fetch writes one
/// byte into a pipe, so that a loop in `poll` wakes; further posts write nothing.
package final class Mailbox: Sendable {
    private struct State {
        var snapshot: SystemSnapshot?
        var wakePending = false
    }
    private let state = Mutex(State())
    private let wake: WakePipe

    package init(wake: WakePipe) { self.wake = wake }

    /// Replaces what waits there.
    package func post(_ snapshot: SystemSnapshot) {
        let mustWake = state.withLock { state in
            state.snapshot = snapshot
            defer { state.wakePending = true }
            return !state.wakePending
        }
        if mustWake { wake.write(.snapshot) }
    }

    /// The newest snapshot posted since the last fetch, or nil.
    package func fetch() -> SystemSnapshot? {
        state.withLock { state in
            state.wakePending = false
            defer { state.snapshot = nil }
            return state.snapshot
        }
    }
}
