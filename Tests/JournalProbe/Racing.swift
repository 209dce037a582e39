import Alerting
import Glibc
import Journal
import Telemetry

/// Acknowledges and takes back the same alerts as others do at the same time.
struct Racing {
    private let journal: Journal
    private let who: String

    init(path: String, who: String) throws {
        journal = try Journal(path: path, workspace: "/srv/ml", access: .readWrite, busySeconds: 30)
        self.who = who
    }

    /// Begins when its input ends, so that all begin together.
    func go(rounds: Int) throws {
        Main.say("ready")
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
        for round in 0..<rounds {
            for number in 0..<Subject.count {
                let time = Timestamp(milliseconds: 1_000 + Int64(round))
                try act(.ack(comment: "\(who)-\(round)"), number, at: time)
                if (round + number) % 2 == 0 { try act(.unack, number, at: time) }
            }
        }
    }

    private func act(_ kind: AlertAction.Kind, _ number: Int, at time: Timestamp) throws {
        let action = AlertAction(kind, alert: Subject.id(number), by: who, at: time)
        switch try journal.perform(action) {
        case .done: Main.say("did \(action.alert) \(kind.word) \(time.milliseconds) \(who)")
        case .refused(let refusal): Main.say("refused \(action.alert) \(kind.word) \(refusal)")
        }
    }
}
