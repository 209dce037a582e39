package import Snapshot
import Synchronization

/// Hands the latest snapshot from the Collector to the UI loop.
///
/// Holds one: a newer one replaces what was not fetched yet. The first post after a fetch
/// wakes the loop; further ones need not.
package final class Mailbox: Sendable {
    private struct State {
        var snapshot: SystemSnapshot?
        var wakePending = false
    }
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called from any thread; must not block.
    package init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// Replaces what waits there.
    package func post(_ snapshot: SystemSnapshot) {
        let mustWake = state.withLock { state in
            state.snapshot = snapshot
            defer { state.wakePending = true }
            return !state.wakePending
        }
        if mustWake { wake() }
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
