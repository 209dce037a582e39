import Alerting
import Journal
import Telemetry

/// Evaluates and acts without end, one millisecond of its own time a step.
struct Acting {
    private let journal: Journal
    private let who: String
    private var now: Timestamp
    private var state: UInt64
    private var firedAt: [Int: Timestamp] = [:]

    /// - Parameter run: sets the time, later for later runs, and what is drawn.
    init(path: String, run: Int64) throws {
        journal = try Journal(path: path, workspace: "/srv/ml", access: .readWrite)
        who = "run-\(run)"
        now = Timestamp(milliseconds: (run + 1) * 10_000_000)
        state = UInt64(run) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let open = try journal.restored().alerts
        for number in 0..<Subject.count {
            firedAt[number] =
                open.first { $0.id == Subject.id(number) && $0.instance.isFiring }?
                .instance.firedAt
        }
        Main.say("open \(who)")
    }

    /// A number below `limit` (Knuth's MMIX generator).
    private mutating func draw(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func goOn() throws -> Never {
        while true {
            now = now + 1
            let number = draw(Subject.count)
            if draw(3) == 0 { try evaluate(number) } else { try act(number) }
        }
    }

    /// The alert fires, or clears when it fired.
    private mutating func evaluate(_ number: Int) throws {
        var evaluation = RuleEvaluation()
        evaluation.at = now
        if let fired = firedAt.removeValue(forKey: number) {
            evaluation.transitions = [
                Subject.step(.resolved, number, at: now, .resolved(firedAt: fired, at: now))
            ]
            try journal.record(evaluation)
            Main.say("resolved \(Subject.id(number)) \(now.milliseconds)")
        } else {
            firedAt[number] = now
            evaluation.transitions = [Subject.step(.fired, number, at: now, .firing(since: now))]
            try journal.record(evaluation)
            Main.say("fired \(Subject.id(number)) \(now.milliseconds)")
        }
    }

    private mutating func act(_ number: Int) throws {
        let words = "\(who) at \(now.milliseconds)"
        let kind: AlertAction.Kind =
            switch draw(4) {
            case 0: .ack(comment: words)
            case 1: .unack
            case 2: .comment(words)
            default: .snooze(.time(now + 1_000_000), comment: nil)
            }
        let action = AlertAction(kind, alert: Subject.id(number), by: who, at: now)
        guard case .done(_, let entry) = try journal.perform(action) else { return }
        Main.say("did \(entry.who) \(entry.at.milliseconds) \(entry.what)")
    }
}
