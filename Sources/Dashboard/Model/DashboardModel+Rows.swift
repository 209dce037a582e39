package import Snapshot

/// What the cursor can stand on, by identity, in the order it is drawn.
extension DashboardModel {
    /// The rows of a pane of the main screen.
    package func rows(of pane: Pane) -> [String] {
        switch pane {
        case .models: versionRows.map(\.id.rowID)
        case .alerts: shownAlerts.map(\.id)
        case .workflow: subjectWorkflow?.stages.map(\.stage) ?? []
        case .team: snapshot.teams.map(\.team)
        case .metrics: []
        }
    }

    /// The rows of the layer on screen.
    package var rows: [String] {
        let filter = Filter(layer.filter)
        switch place {
        case .main: return rows(of: focus)
        case .zoom(let pane): return rows(of: pane)
        case .versions(let name):
            return orderedVersions(of: name).filter { filter.matches($0.filterText) }
                .map(\.id.rowID)
        case .version(let id), .compare(let id, _), .feature(let id, _):
            return (version(id)?.orderedDrift ?? []).map(\.feature).filter(filter.matches)
        case .requests:
            return requestRows.map(\.id)
        case .sources:
            return snapshot.sources.filter {
                filter.matches("\($0.name) \($0.kind) \($0.location) \($0.state.rawValue)")
            }.map { $0.name + "\u{1F}" + $0.location }
        case .rules:
            return snapshot.rules.filter { filter.matches("\($0.name) \($0.group)") }
                .map(\.rowID)
        case .rule:
            return labelSets.map(\.words).filter(filter.matches)
        case .help:
            return helpLines.map(\.plainText)
        case .why, .handoff:
            return []
        }
    }

    /// Where the cursor of a pane stands: its identity, else the row that took its place.
    package func cursor(of pane: Pane) -> String? {
        let rows = rows(of: pane)
        guard let wanted = cursors[pane], rows.contains(wanted) else { return rows.first }
        return wanted
    }

    /// Where the cursor of the layer stands.
    package var cursor: String? {
        switch place {
        case .main: return cursor(of: focus)
        case .zoom(let pane): return cursor(of: pane)
        case .feature(_, let feature): return feature
        default:
            let rows = rows
            guard let wanted = layer.cursor, rows.contains(wanted) else { return rows.first }
            return wanted
        }
    }

    /// The versions of one model, worst first.
    package func orderedVersions(of name: String) -> [VersionStatus] {
        (model(name)?.versions ?? []).sorted(by: Self.isWorse)
    }

    /// The pipeline of the subject's model.
    package var subjectWorkflow: ModelWorkflow? {
        subject.flatMap { workflow(of: $0.model) }
    }

    /// The alert under the cursor, or the one the view is about.
    package var alertInHand: AlertStatus? {
        switch place {
        case .why(let id): return alert(id)
        case .main where focus == .alerts: return cursor(of: .alerts).flatMap(alert)
        case .zoom(.alerts): return cursor(of: .alerts).flatMap(alert)
        case .main, .zoom, .versions, .version, .feature, .compare, .requests:
            return subject.flatMap { id in
                alerts(about: id).first { $0.isActive || $0.attention == .returned }
            }
        case .rule: return alertOfLabelSet
        case .sources, .rules, .handoff, .help: return nil
        }
    }
}
