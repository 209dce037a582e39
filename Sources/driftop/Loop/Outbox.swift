import Synchronization

/// Outcomes on their way from the task that acts to the loop that shows them.
final class Outbox: Sendable {
    private let waiting = Mutex<[Feed.Outcome]>([])

    func append(_ outcome: Feed.Outcome) { waiting.withLock { $0.append(outcome) } }

    func take() -> [Feed.Outcome] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
