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

    /// What comes by the watch is taken together for so long: a log that is written all the time
    /// must not wake anybody at every line.
    private static let quietMilliseconds: Int32 = 30

    /// Runs until stopped: waits for a job, for the deadline the last tick named, or for a change
    /// that the watch tells.
    ///
    /// - Parameter watch: a descriptor that is readable when there is something to do; -1: none.
    /// - Parameter tick: does a bounded piece of work, and empties the watch; answers how many
    ///   milliseconds may pass until the next.
    package func run(watching watch: Int32 = -1, tick: () -> Int32) {
        let current = pthread_self()
        state.withLock { $0.owner = current }
        var timeout: Int32 = 0
        var wasTold = false
        while true {
            wasTold = wait(timeout, watch, afterChange: wasTold)
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

    /// Answers whether it was the watch that ended the wait.
    private func wait(_ timeout: Int32, _ watch: Int32, afterChange: Bool) -> Bool {
        var descriptors = [
            pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
        ]
        let quiet = afterChange ? min(timeout, Self.quietMilliseconds) : 0
        if quiet > 0, poll(&descriptors, 1, quiet) > 0 {
            drain(wakeReader)
            return true
        }
        guard poll(&descriptors, 2, timeout - quiet) > 0 else { return false }
        if descriptors[0].revents != 0 { drain(wakeReader) }
        return descriptors[1].revents != 0
    }

    private func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
