import Alerting
import Glibc
import Journal
import Telemetry

// Acts on a journal the way dashboards and scripts do, and says each step on standard output when
// it is done: JournalTests kills it at any moment, or lets several of them race.

/// `JournalProbe act PATH RUN` or `JournalProbe race PATH WHO ROUNDS`.
@main
struct Main {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count >= 4 else { exit(2) }
        switch words[1] {
        case "act":
            var acting = try Acting(path: words[2], run: Int64(words[3]) ?? 0)
            try acting.goOn()
        case "race": try Racing(path: words[2], who: words[3]).go(rounds: Int(words[4]) ?? 1)
        default: exit(2)
        }
    }

    /// Straight to the reader: what was said is known even when this process is killed after it.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}

/// Alerts to act on.
enum Subject {
    static let count = 5

    static func labels(_ number: Int) -> Labels {
        Labels(["alertname": "High", "model": "m\(number)", "severity": "page"])
    }

    static func id(_ number: Int) -> String {
        AlertID.make(rule: "High", labels: labels(number))
    }

    static func step(
        _ kind: AlertTransition.Kind, _ number: Int, at time: Timestamp,
        _ phase: AlertInstance.Phase
    ) -> AlertTransition {
        AlertTransition(
            kind: kind, rule: "High", at: time,
            instance: AlertInstance(
                labels: labels(number), series: Labels(["model": "m\(number)"]), value: 9,
                activeAt: phase.firedAt ?? time, phase: phase))
    }
}

extension AlertInstance.Phase {
    fileprivate var firedAt: Timestamp? {
        switch self {
        case .firing(let since): since
        case .resolved(let firedAt, _): firedAt
        default: nil
        }
    }
}
