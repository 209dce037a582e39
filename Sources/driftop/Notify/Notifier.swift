import Alerting
import Foundation
import Snapshot
import Telemetry

/// Runs the configured command once for every new page: new, risen to a page, or still firing when
/// its snooze or silence is over.
///
/// The alert is on its standard input, as `alerts --format json` has it; nothing of it is in an
/// argument.
struct Notifier {
    private let settings: NotifySettings
    private let line = NotifyLine()
    private var due: [String: RuleEvaluation.Ring] = [:]
    /// When the runs of the last ten minutes began.
    private var runs: [Timestamp] = []
    /// Pages for which nothing was run because there were too many.
    private(set) var heldBack = 0

    init(_ settings: NotifySettings) { self.settings = settings }

    /// What rang; runs nothing yet: of the past only what still fires is news.
    mutating func note(_ rings: [RuleEvaluation.Ring]) {
        guard settings.refusal == nil else { return }
        for ring in rings where ring.severity == .page { due[ring.alert] = ring }
    }

    var isDue: Bool { !due.isEmpty }

    /// Runs the command for what is due and still unattended.
    ///
    /// - Parameter claim: whether this process is the one to do it.
    mutating func run(
        for alerts: [AlertStatus], at now: Timestamp, claim: (RuleEvaluation.Ring) -> Bool
    ) {
        defer { due = [:] }
        runs.removeAll { now - $0 >= Int64(NotifySettings.spanSeconds * 1_000) }
        if runs.isEmpty { heldBack = 0 }
        for alert in alerts {
            guard let ring = due[alert.id], alert.attention == .new,
                [.firing, .recovering].contains(alert.condition), claim(ring)
            else { continue }
            guard runs.count < settings.limit else {
                heldBack += 1
                continue
            }
            runs.append(now)
            line.append(
                BoundedProcess(
                    command: settings.command, input: Array(SnapshotJSON.text(of: alert).utf8),
                    timeoutSeconds: settings.timeoutSeconds))
        }
    }

    /// Everything has been run.
    var isIdle: Bool { line.isIdle }

    /// What somebody at the screen must know, a line each.
    var warnings: [String] {
        var lines = [settings.refusal].compactMap(\.self)
        if let trouble = line.trouble { lines.append("notify failed: \(trouble)") }
        if heldBack > 0 {
            lines.append(
                "notify held back for \(heldBack) page\(heldBack == 1 ? "" : "s"): more than "
                    + "\(settings.limit) in 10 m")
        }
        return lines
    }
}
