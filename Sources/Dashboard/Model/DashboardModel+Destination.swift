package import Snapshot

/// Where Enter leads, and what `y` copies.
extension DashboardModel {
    /// The place under the cursor.
    package var destination: Place? {
        switch place {
        case .main: return destination(of: focus)
        case .zoom(let pane): return destination(of: pane)
        case .versions(let name):
            return orderedVersions(of: name).first { $0.id.rowID == cursor }.map { .version($0.id) }
        case .version(let id):
            return cursor.map { .feature(id, $0) }
        case .compare(let id, _):
            return cursor.map { .feature(id, $0) }
        case .rules:
            return ruleInHand.map { .rule(group: $0.group, name: $0.name, ordinal: $0.ordinal) }
        case .rule:
            return alertOfLabelSet.map { .why(alert: $0.id) }
        case .feature, .why, .requests, .sources, .handoff, .help: return nil
        }
    }

    private func destination(of pane: Pane) -> Place? {
        switch pane {
        case .alerts:
            return foldable == nil ? cursor(of: .alerts).map { .why(alert: $0) } : nil
        case .models:
            guard let id = versionRows.first(where: { $0.id.rowID == cursor(of: .models) })?.id
            else { return nil }
            return .version(id)
        case .metrics: return subject.map { .version($0) }
        case .workflow, .team: return place == .main ? .zoom(pane) : nil
        }
    }

    /// The row of several under the cursor of Alerts; Enter opens and closes it.
    var foldable: String? {
        guard activePane == .alerts, let row = alertInHand, !row.members.isEmpty else { return nil }
        return row.id
    }

    /// What stands above the view: `Models › churn › 3`.
    package var crumbs: [String] {
        switch place {
        case .main: []
        case .zoom(let pane): [pane.title]
        case .versions(let model): ["Models", model]
        case .version(let id): ["Models", id.model, id.version ?? "no version"]
        case .feature(let id, let feature):
            ["Models", id.model, id.version ?? "no version", feature]
        case .why(let id):
            alert(id).map { alert in
                ["Alerts", alert.rule] + (placeWords(alert).map { [$0] } ?? [])
            } ?? ["Alerts", "over"]
        case .compare(let id, let other):
            ["Models", id.model, "\(id.version ?? "—") against \(other.version ?? "—")"]
        case .requests(let id, let target):
            ["Models", id.words] + (target.map { [$0] } ?? []) + ["requests"]
        case .sources: ["Sources"]
        case .rules: ["Rules"]
        case .rule(_, let name, _): ["Rules", name]
        case .handoff: ["Handoff"]
        case .help: ["Help"]
        }
    }

    /// What `y` copies here: an alert's command or runbook, a request, a name.
    package var textToCopy: String? {
        if case .requests = place { return requestText(wholeLine: false) }
        if place == .rules { return ruleInHand?.expression }
        if case .rule = place { return ruleDetail?.tried?.expression ?? ruleInHand?.expression }
        if let why = snapshot.why, let alert = alertInHand, why.id == alert.id,
            let text = why.command ?? why.runbook
        {
            return text
        }
        if case .handoff = place { return handoff?.plain }
        if case .sources = place {
            return cursor?.split(separator: "\u{1F}").last.map(String.init)
        }
        if let alert = alertInHand, activePane == .alerts || stack.count > 1 {
            return "\(alert.rule) \(alert.subject?.words ?? ""): \(alert.what)"
        }
        return subject?.words
    }

    /// The events within the chart's time, oldest first.
    package var shownEvents: [TimelineEvent] {
        guard let detail = snapshot.subject, detail.subject.id == subject else { return [] }
        let span = detail.subject.p95
        return detail.events.filter { $0.at >= span.start && $0.at <= span.end }
            .sorted { $0.at < $1.at }
    }
}
