import Snapshot

/// The rule on screen and what it would have done.
extension DashboardModel {
    /// What the engine found out about it; nil until it has answered.
    var ruleDetail: RuleDetail? {
        guard case .rule(let group, let name, let ordinal) = place, let detail = snapshot.rule,
            detail.preview.isOfSameRule(
                as: RulePreview(group: group, rule: name, ordinal: ordinal))
        else { return nil }
        return detail
    }

    /// The rule under the cursor, or the one the view is about.
    var ruleInHand: RuleStatus? {
        switch place {
        case .rules: snapshot.rules.first { $0.rowID == cursor }
        case .rule(let group, let name, let ordinal):
            snapshot.rules.first {
                $0.group == group && $0.name == name && $0.ordinal == ordinal
            }
        default: nil
        }
    }

    /// The label sets of the limit that is tried.
    var labelSets: [RuleBacktest.LabelSet] { ruleDetail?.tried?.backtest.sets ?? [] }

    /// The limit that is tried, else the rule's own.
    var limitInHand: Double? { layer.triedLimit ?? ruleDetail?.threshold?.value }

    /// The alert that the label set under the cursor is now.
    var alertOfLabelSet: AlertStatus? {
        guard case .rule(_, let name, _) = place,
            let set = labelSets.first(where: { $0.words == cursor })
        else { return nil }
        return snapshot.alerts.first { $0.rule == name && $0.labels == set.labels }
    }
}

extension RuleStatus {
    /// Identity as a row of a list.
    var rowID: String { group + "\u{1F}" + name + (ordinal > 0 ? "\u{1F}\(ordinal)" : "") }
}
