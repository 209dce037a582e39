import Foundation
import Glibc
import Synchronization

/// Runs that wait for the one before them, on a thread that lives as long as there are any: whoever
/// puts one in never waits.
final class NotifyLine: Sendable {
    private struct State {
        var waiting: [BoundedProcess] = []
        var isRunning = false
        var trouble: String?
    }
    private let state = Mutex(State())

    /// What the last run that failed said; nil since one went well.
    var trouble: String? { state.withLock { $0.trouble } }

    /// Whether everything has been run.
    var isIdle: Bool { state.withLock { !$0.isRunning } }

    func append(_ process: BoundedProcess) {
        let starts = state.withLock { state in
            state.waiting.append(process)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard starts else { return }
        Thread.detachNewThread { [self] in
            // Writing to a program that does not read must not end driftop.
            var pipeSignal = sigset_t()
            sigemptyset(&pipeSignal)
            sigaddset(&pipeSignal, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
            while let next = take() {
                let trouble = next.run()
                state.withLock { $0.trouble = trouble }
            }
        }
    }

    private func take() -> BoundedProcess? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isRunning = false
            return nil
        }
    }
}
