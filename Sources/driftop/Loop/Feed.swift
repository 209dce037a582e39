package import Alerting
package import Snapshot

/// What the UI loop needs of whoever collects: pictures out, wishes in.
///
/// The loop runs on the main thread and never waits, so wishes go into a line and are carried out
/// in order by one task; what they came to is fetched like a picture.
package struct Feed: Sendable {
    /// A wish of the screen.
    package enum Wish: Sendable {
        case look(Interest)
        /// What one key did to alerts: one transaction and one outcome.
        case act([AlertAction])
        case silence(alerts: [String], until: Moment, by: String)
        case silenceMatching(String, until: Moment, comment: String, by: String)
        case takeReference(VersionID)

        /// The screen waits for what comes of it.
        var isAwaited: Bool {
            switch self {
            case .act, .silence: true
            case .look, .silenceMatching, .takeReference: false
            }
        }
    }
    /// What an action came to, for the message row.
    package struct Outcome: Equatable, Sendable {
        package var text: String
        package var failed: Bool
        /// What more there is to say of something that the screen began: nil for all else.
        package var note: String?
        package init(_ text: String, failed: Bool, note: String? = nil) {
            self.text = text
            self.failed = failed
            self.note = note
        }
    }
    /// Shows an outcome, from any thread.
    package typealias Teller = @Sendable (Outcome) -> Void
    package let mailbox: Mailbox
    private let outcomes: Outbox
    private let line: AsyncStream<Wish>.Continuation
    private let carrier: Task<Void, Never>

    /// - Parameters:
    ///   - executor: whose thread carries wishes out. The shared pool would do, but once used it
    ///     wakes up every second to count its workers, and a dashboard is open all day.
    ///   - carryOut: performs one wish; an outcome only when there is something to say. What takes
    ///     longer is told through its second argument, whenever there is news.
    package init(
        mailbox: Mailbox, wake: @escaping @Sendable () -> Void,
        executor: (any TaskExecutor)? = nil,
        carryOut: @escaping @Sendable (Wish, @escaping Teller) async -> Outcome?
    ) {
        self.mailbox = mailbox
        let outcomes = Outbox()
        let (stream, line) = AsyncStream.makeStream(
            of: Wish.self, bufferingPolicy: .bufferingOldest(Self.wishLimit))
        self.outcomes = outcomes
        self.line = line
        let tell: Teller = { outcome in
            outcomes.append(outcome)
            wake()
        }
        carrier = Task.detached(executorPreference: executor, priority: .userInitiated) {
            for await wish in stream {
                if let outcome = await carryOut(wish, tell) { tell(outcome) }
            }
        }
    }

    /// More than a hand can type while one action takes its time.
    private static let wishLimit = 256

    package func wish(_ wish: Wish) {
        if case .dropped = line.yield(wish) {
            outcomes.append(
                Outcome(
                    "too much at once: this key was not obeyed", failed: true,
                    note: wish.isAwaited ? "" : nil))
        }
    }

    /// What actions came to since the last call, oldest first.
    package func takeOutcomes() -> [Outcome] { outcomes.take() }

    /// Carries out what stands in line, then ends.
    package func finish() async {
        line.finish()
        await carrier.value
    }
}
