internal import Snapshot
internal import Telemetry

/// Where a trouble shows, from most to least contained.
enum Scope: Sendable {
    /// Some of the targets that the version serves in; the others are as usual.
    case targets([String], of: Int)
    /// Some versions of the model; the others that serve are as usual.
    case versions(Int, of: Int)
    case version, model, target, everything, unknown
}

extension Engine {
    /// Whether the same measure moved at the same version elsewhere, at other versions of the
    /// model, at other models of the target.
    func scope(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> Scope {
        // A stage is a model's: no version and no machine has it alone.
        guard let subject = alert.subject, alert.labels["stage"] == nil else { return .unknown }
        let rest = snapshot.models.flatMap(\.versions)
            .filter { ($0.requests ?? 0) > 0 && $0.id != subject }
        let moved = rest.filter { hasMoved($0.id, like: alert, snapshot.alerts) }
        if moved.isEmpty, let some = someTargets(alert, snapshot) { return some }
        guard !rest.isEmpty else { return .unknown }
        if moved.isEmpty { return .version }
        if moved.count == rest.count, Set(rest.map(\.id.model)).count > 1 { return .everything }
        if moved.allSatisfy({ $0.id.model == subject.model }) {
            let all = rest.count { $0.id.model == subject.model } + 1
            return moved.count + 1 < all ? .versions(moved.count + 1, of: all) : .model
        }
        let target = alert.labels["target"]
        if let target,
            moved.allSatisfy({ $0.targets.contains { $0.target == target } || $0.target == target })
        {
            return .target
        }
        return .everything
    }

    /// Where one version serves in several places: those that moved, unless all did.
    private func someTargets(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> Scope? {
        let version = snapshot.models.flatMap(\.versions).first { $0.id == alert.subject }
        guard alert.labels["target"] != nil, let all = version?.targets, all.count > 1 else {
            return nil
        }
        let moved = Set(
            snapshot.alerts.filter {
                $0.rule == alert.rule && $0.subject == alert.subject && $0.isActive
            }.compactMap { $0.labels["target"] })
        guard !moved.isEmpty, moved.count < all.count else { return nil }
        return .targets(moved.sorted(), of: all.count)
    }

    private func hasMoved(
        _ id: VersionID, like alert: AlertStatus, _ alerts: [AlertStatus]
    ) -> Bool {
        alerts.contains {
            $0.rule == alert.rule && $0.subject == id && $0.isActive
                && (alert.labels["feature"] == nil
                    || $0.labels["feature"] == alert.labels["feature"])
        }
    }

    func scopeWords(_ alert: AlertStatus, _ snapshot: SystemSnapshot, short: Bool) -> String {
        switch scope(alert, snapshot) {
        case .targets(let some, let count):
            short || some.count > 3
                ? "Only \(some.count) of \(count) targets."
                : "Only \(some.joined(separator: ", ")) of \(count) targets."
        case .version:
            short ? "Only \(alert.subject?.version ?? "this")." : "Only this version."
        case .versions(let some, let count):
            short ? "\(some) of \(count)." : "\(some) of the model's \(count) versions."
        case .model: short ? "All of it." : "Every version of this model."
        case .target: "Other models on \(alert.labels["target"] ?? "this target") too."
        case .everything: short ? "Others too." : "Other models too."
        case .unknown: ""
        }
    }
}
