import Canvas
import Snapshot

/// The columns of the alerts pane for a width, and what stands in them.
struct AlertColumns {
    let columns: [TableColumn]
    private let isTiny: Bool
    /// Rule and subject of alerts that only their targets tell apart.
    private let shared: Set<String>
    /// Rows of several that are open.
    private let opened: Set<String>

    /// What else tells those of one rule and subject from each other.
    private let telling: [String: String]

    init(_ alerts: [AlertStatus], opened: Set<String>, width: Int) {
        self.opened = opened
        telling = AlertStatus.telling(alerts.filter(\.members.isEmpty))
        var seen: Set<String> = []
        shared = Set(alerts.map(Self.key).filter { !seen.insert($0).inserted })
        isTiny = width < 80
        let isWide = width >= 82
        let isFull = width >= 110
        columns = [
            TableColumn(isTiny ? "" : "SEVERITY", minimum: isTiny ? 1 : 8),
            TableColumn("STATE", minimum: 8, gap: 1, rank: isTiny ? 2 : 0),
            TableColumn("AGE", alignment: .right, minimum: 4, gap: isWide ? 2 : 1),
            TableColumn("RULE", minimum: 10, maximum: isTiny ? 16 : 26, gap: isTiny ? 1 : 2),
            TableColumn(
                "SUBJECT", minimum: 8, maximum: isTiny ? 14 : 28, gap: isWide ? 2 : 1),
            TableColumn("WHAT", minimum: 8, gap: 1, rank: isTiny ? 1 : 0, isFlexible: true),
            TableColumn("OWNER", minimum: 10, maximum: 20, gap: 2, rank: isFull ? 0 : 3),
        ].enumerated().filter { isFull || $0.offset < 6 }.map(\.element)
    }

    /// Widths from the whole set of rows; only rule, subject and owner have a say in theirs.
    func layout(_ alerts: [AlertStatus], _ model: DashboardModel, width: Int) -> TableLayout {
        var widths = columns.map { max($0.minimum, Pen.width($0.title)) }
        for alert in alerts {
            widths[0] = max(widths[0], isTiny ? 1 : 2 + Pen.width(alert.severity))
            widths[3] = max(widths[3], Pen.width(rule(alert)))
            widths[4] = max(widths[4], Pen.width(subject(alert)))
            // `≥11 m`
            if alert.activeAtOrEarlier { widths[2] = 5 }
            if widths.count > 6 { widths[6] = max(widths[6], Pen.width(alert.owner ?? "—")) }
        }
        for index in widths.indices { widths[index] = min(widths[index], columns[index].maximum) }
        return TableLayout(columns, widths: widths, width: width)
    }

    private static func key(_ alert: AlertStatus) -> String {
        alert.rule + "\u{1F}" + (alert.subject?.rowID ?? "")
    }

    /// One of several that stands below their row is marked.
    private func rule(_ alert: AlertStatus) -> String {
        (opened.contains(alert.group ?? "") && alert.members.isEmpty ? "└ " : "") + alert.rule
    }

    private func subject(_ alert: AlertStatus) -> String {
        if alert.subject == nil, !alert.members.isEmpty { return alert.spread }
        let words = alert.subjectWords ?? "—"
        guard let target = alert.labels["target"], shared.contains(Self.key(alert)) else {
            return words
        }
        return words + " " + target
    }

    /// Mark and severity, the only coloured words of a row.
    func markRuns(_ alert: AlertStatus) -> [Run] {
        let (glyph, role) = alert.mark
        return [Run(isTiny ? glyph : glyph + " " + alert.severity, role)]
    }

    func texts(_ alert: AlertStatus, _ model: DashboardModel) -> [String] {
        let now = model.snapshot.at
        // Nothing older was judged: it may have begun long before.
        let least = alert.activeAtOrEarlier ? "≥" : ""
        return [
            markRuns(alert).plainText, alert.stateWord,
            least + Formatting.age(now.seconds(since: alert.standsSince)), rule(alert),
            subject(alert), telling(alert) + what(alert, now: now), alert.owner ?? "—",
        ]
    }

    private func telling(_ alert: AlertStatus) -> String {
        telling[alert.id].map { $0 + ": " } ?? ""
    }

    /// The words of the rule, or of what holds it: `to 08:00, by kim`, `fires in 9 m`.
    private func what(_ alert: AlertStatus, now: Moment) -> String {
        if alert.condition == .pending, let fires = alert.firesAt {
            let left = fires.seconds(since: now)
            let when = left > 0 ? "fires in \(Formatting.age(left))" : "fires at the next check"
            return when + (alert.labels["feature"].map { ": \($0)" } ?? "")
        }
        let by = alert.ackedBy.map { ", by \($0)" } ?? ""
        func end(_ until: Moment) -> String {
            until.seconds(since: now) < 86_400
                ? Formatting.clockMinute(until) : Formatting.short(until, now: now)
        }
        switch alert.attention {
        case .silenced:
            return alert.hush.map { hush in
                (hush.until.map { "to \(end($0)), " } ?? "") + "by \(hush.by)"
            } ?? alert.what
        case .inhibited: return alert.hush.map { "because of \($0.by)" } ?? alert.what
        case .snoozed:
            if let until = alert.snoozedUntil { return "to \(end(until))\(by)" }
            if let above = alert.snoozedAbove {
                return "until over \(Formatting.figure(above))\(by)"
            }
            return "until it clears\(by)"
        default: return alert.what + flapWords(alert, now: now)
        }
    }

    /// `, 7 × in 12 m`: one incident, however often it came.
    private func flapWords(_ alert: AlertStatus, now: Moment) -> String {
        alert.flapping.map {
            ", \($0.count) × in \(Formatting.age(now.seconds(since: $0.since)))"
        } ?? ""
    }

    /// Who needs somebody stands out; what is in hand or pending is grey.
    func roles(_ alert: AlertStatus, _ model: DashboardModel) -> [Role] {
        let plain: Role = alert.needsSomebody ? .text : .muted
        let figure: Role =
            alert.needsSomebody && alert.isPage && alert.attention == .new ? .page : plain
        return [plain, plain, plain, plain, plain, figure, .muted]
    }
}
