import Synchronization

/// Wakes one waiting task; a ring before the wait is kept.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    /// Returns at once when the bell rang since the last wait.
    func wait() async {
        await withCheckedContinuation { continuation in
            let resumes = state.withLock { state in
                if state.isRung {
                    state.isRung = false
                    return true
                }
                state.waiter = continuation
                return false
            }
            if resumes { continuation.resume() }
        }
    }

    func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.isRung = waiter == nil
            return waiter
        }
        waiter?.resume()
    }
}
