import Alerting
import Foundation
import Snapshot
import Telemetry

/// Runs the configured command once for every new page: new, risen to a page, or still firing when
/// its snooze or silence is over.
///
/// The alert is on its standard input, as `alerts --format json` has it; nothing of it is in an
/// argument. One run at a time; a page is claimed when its run starts, so that what still waited
/// when this process ended is the next one's to tell.
struct Notifier {
    private let settings: NotifySettings
    private let line = NotifyLine()
    /// What is to be told, the oldest first, each alert once.
    private var due: [Due] = []
    /// When the runs of the last ten minutes began.
    private var runs: [Timestamp] = []
    /// Of the last ten minutes, by all processes, when it was last looked.
    private var toldByAll = 0
    /// Whether what nobody was told of before this process began has been looked for.
    private var hasCaughtUp = false

    /// More waiting pages are not remembered.
    private static let mostDue = 1_000

    /// A page to be told of.
    private struct Due {
        var ring: RuleEvaluation.Ring
        /// Since when the picture does not show it as one that somebody must see.
        var absentSince: Timestamp?
    }
    /// What rang between two whole seconds the picture shows with the next one.
    private static let graceMilliseconds: Int64 = 2_000

    init(_ settings: NotifySettings) { self.settings = settings }

    /// What rang; runs nothing yet: of the past only what still fires is news.
    mutating func note(_ rings: [RuleEvaluation.Ring]) {
        guard settings.refusal == nil else { return }
        for ring in rings where ring.severity == .page {
            due.removeAll { $0.ring.alert == ring.alert }
            if due.count < Self.mostDue { due.append(Due(ring: ring)) }
        }
    }

    /// Whether there is something to be run now.
    func isDue(at now: Timestamp) -> Bool {
        settings.refusal == nil && line.isIdle && (!hasCaughtUp || !due.isEmpty)
            && runs.count(where: { Self.isRecent($0, now) }) < settings.limit
    }

    private static func isRecent(_ run: Timestamp, _ now: Timestamp) -> Bool {
        run <= now && now - run < Int64(NotifySettings.spanSeconds * 1_000)
    }

    /// Runs the command for the first page that is due and still unattended.
    ///
    /// - Parameters:
    ///   - told: how many pages others of the workspace have told of since a time, with this one.
    ///   - isTold: whether anybody of the workspace has told of it.
    ///   - claim: whether this process is the one to do it.
    mutating func run(
        for alerts: [AlertStatus], at now: Timestamp, told: (Timestamp) -> Int = { _ in 0 },
        isTold: (RuleEvaluation.Ring) -> Bool = { _ in false },
        claim: (RuleEvaluation.Ring) -> Bool
    ) {
        if !hasCaughtUp {
            hasCaughtUp = true
            let known = Set(due.map(\.ring.alert))
            // Whoever was told of them before holds the claim.
            note(
                alerts.filter { Self.isUnattendedPage($0) && !known.contains($0.id) }
                    .map { .init(alert: $0.id, severity: .page, reason: .fired) })
        }
        runs.removeAll { !Self.isRecent($0, now) }
        let unattended = Dictionary(
            alerts.filter { $0.attention == .new && $0.fires }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        for index in due.indices {
            let isShown = unattended[due[index].ring.alert] != nil
            due[index].absentSince = isShown ? nil : due[index].absentSince ?? now
        }
        due.removeAll { $0.absentSince.map { abs(now - $0) > Self.graceMilliseconds } ?? false }
        let span = Int64(NotifySettings.spanSeconds * 1_000)
        toldByAll = due.isEmpty ? 0 : told(now - span)
        // Of what is held back only that counts that nobody has been told of.
        if max(runs.count, toldByAll) >= settings.limit { due.removeAll { isTold($0.ring) } }
        while max(runs.count, toldByAll) < settings.limit,
            let next = due.firstIndex(where: { $0.absentSince == nil })
        {
            let ring = due.remove(at: next).ring
            guard let alert = unattended[ring.alert], claim(ring) else { continue }
            runs.append(now)
            line.start(
                BoundedProcess(
                    command: settings.command, input: Array(SnapshotJSON.text(of: alert).utf8),
                    timeoutSeconds: settings.timeoutSeconds))
            return
        }
    }

    private static func isUnattendedPage(_ alert: AlertStatus) -> Bool {
        alert.attention == .new && alert.fires && Severity(label: alert.severity) == .page
    }

    /// Everything has been run.
    var isIdle: Bool { line.isIdle && due.isEmpty }

    /// What somebody at the screen must know, a line each.
    var warnings: [String] {
        var lines = [settings.refusal].compactMap(\.self)
        if let (count, last) = line.trouble {
            lines.append(
                "notify failed" + (count > 1 ? " \(count) × in 10 m, last: " : ": ") + last)
        }
        let due = due.filter { $0.absentSince == nil }
        if max(runs.count, toldByAll) >= settings.limit, !due.isEmpty {
            lines.append(
                "notify holds back \(due.count) page\(due.count == 1 ? "" : "s"): more than "
                    + "\(settings.limit) in 10 m")
        }
        return lines
    }
}
