import Glibc
import Synchronization

/// The one thread the Collector lives on: its actor's jobs run here, and between them its ticks.
///
/// A thread of its own with one `poll` costs one wake-up a tick; the shared pool with timers costs
/// three, and a dashboard is open all day.
package final class CollectorThread: SerialExecutor, TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var stopping = false
        var signalled = false
        /// The thread that runs the loop, once it does.
        var owner: pthread_t?
    }
    private let state = Mutex(State())
    private let wakeReader: Int32
    private let wakeWriter: Int32

    /// nil only when the process is out of file descriptors.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakeReader = ends[0]
        wakeWriter = ends[1]
    }

    deinit {
        close(wakeReader)
        close(wakeWriter)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = state.withLock { state in
            state.jobs.append(job)
            defer { state.signalled = true }
            return !state.signalled
        }
        if mustWake { wake() }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Swift asks whether code between two jobs may touch the actor: on this thread it may.
    package func checkIsolated() {
        precondition(isOnThread, "the collector is touched from another thread than its own")
    }

    package func isIsolatingCurrentContext() -> Bool? { isOnThread }

    private var isOnThread: Bool {
        state.withLock { state in
            state.owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false
        }
    }

    /// Ends the loop after the present tick.
    package func stop() {
        state.withLock { $0.stopping = true }
        wake()
    }

    private func wake() {
        var byte: UInt8 = 1
        _ = write(wakeWriter, &byte, 1)
    }

    /// Runs until stopped: waits for a job or for the deadline the last tick named.
    ///
    /// - Parameter tick: does a bounded piece of work; answers how many milliseconds may pass until
    ///   the next.
    package func run(tick: () -> Int32) {
        let current = pthread_self()
        state.withLock { $0.owner = current }
        var timeout: Int32 = 0
        while true {
            var descriptor = pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, timeout) > 0 { drain(wakeReader) }
            let (jobs, stopping) = state.withLock { state in
                defer {
                    state.jobs = []
                    state.signalled = false
                }
                return (state.jobs, state.stopping)
            }
            let serial = asUnownedSerialExecutor()
            for job in jobs {
                job.runSynchronously(isolatedTo: serial, taskExecutor: asUnownedTaskExecutor())
            }
            if stopping { return }
            timeout = tick()
        }
    }

    private func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
