import Foundation
import Synchronization

/// One run at a time, on a thread that lives as long as it: whoever starts it never waits.
final class NotifyLine: Sendable {
    private struct State {
        var isRunning = false
        /// What runs that failed said, and when by a clock that no one sets; the newest last.
        var failures: [(at: Double, text: String)] = []
    }
    private let state = Mutex(State())
    /// So long, and so many, failures are remembered.
    private static let memorySeconds = 600.0
    private static let mostFailures = 100

    /// How many runs failed lately, and what the last of them said; nil when none did.
    var trouble: (count: Int, last: String)? {
        let now = Stopwatch.seconds()
        return state.withLock { state in
            let recent = state.failures.filter { now - $0.at < Self.memorySeconds }
            return recent.last.map { (recent.count, $0.text) }
        }
    }

    /// Whether nothing runs.
    var isIdle: Bool { state.withLock { !$0.isRunning } }

    /// Starts a run; only while nothing runs.
    func start(_ process: BoundedProcess) {
        state.withLock { $0.isRunning = true }
        Thread.detachNewThread { [self] in
            let trouble = process.run()
            let now = Stopwatch.seconds()
            state.withLock { state in
                state.isRunning = false
                if let trouble { state.failures.append((now, trouble)) }
                state.failures.removeAll { now - $0.at >= Self.memorySeconds }
                if state.failures.count > Self.mostFailures { state.failures.removeFirst() }
            }
        }
    }
}
