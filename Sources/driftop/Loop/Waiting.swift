import Dispatch
import Synchronization

/// The main thread's way to wait for asynchronous work.
///
/// The program has no asynchronous `main`: there the main thread ends and workers, which have
/// signals blocked, would own the terminal.
enum Waiting {
    private final class Box<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
    }

    /// Runs `work` on the shared pool and blocks until it has ended.
    static func value<Value: Sendable>(
        of work: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let box = Box<Value>()
        Task.detached(priority: .userInitiated) {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            box.result.withLock { $0 = result }
            box.done.signal()
        }
        box.done.wait()
        guard let result = box.result.withLock({ $0 }) else {
            preconditionFailure("signalled because the result was stored")
        }
        return try result.get()
    }

    /// The same for work that cannot fail.
    static func end(of work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task.detached(priority: .userInitiated) {
            await work()
            done.signal()
        }
        done.wait()
    }
}
