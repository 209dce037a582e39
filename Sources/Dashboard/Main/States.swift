import Snapshot

/// States as glyph and word; the glyph alone never carries them.
extension VersionStatus {
    /// Mark, word and look of the version's state.
    package var stateWords: (mark: String, word: String, role: Role) {
        switch worst {
        case .page: ("▲", "page", .page)
        case .ticket: ("●", "ticket", .ticket)
        case .silent: ("◌", "silent", .ticket)
        case .none, .pending:
            if silent {
                ("◌", "silent", .ticket)
            } else if (requests ?? 0) > 0 {
                ("✓", "ok", .muted)
            } else {
                ("·", "idle", .muted)
            }
        }
    }
}

extension StageStatus.Status {
    /// The stage's mark.
    package var glyph: Character {
        switch self {
        case .succeeded: "✓"
        case .running: "◐"
        case .failed: "✗"
        case .waiting: "·"
        case .stale: "◌"
        case .unknown: "—"
        }
    }

    /// The stage's word.
    package var word: String {
        switch self {
        case .succeeded: "ok"
        case .running: "runs"
        case .failed: "failed"
        case .waiting: "waits"
        case .stale: "stale"
        case .unknown: "—"
        }
    }
}

extension ModelWorkflow {
    /// Anything at all is known of its stages.
    package var isKnown: Bool { stages.contains { $0.status != .unknown } }
}

extension StageStatus {
    /// Trouble stands out; what is as usual has the look of its row.
    package func role(_ plain: Role) -> Role {
        if status == .failed || status == .stale || overdue { return .ticket }
        return status == .running ? .text : plain
    }
}

extension AlertStatus {
    /// The alert's mark and its look.
    package var mark: (glyph: String, role: Role) {
        if attention == .returned { return ("↺", .ticket) }
        if condition == .pending { return ("·", .muted) }
        if condition == .resolved { return ("✓", .muted) }
        return isPage ? ("▲", .page) : ("●", .ticket)
    }

    /// The word for where it stands: its attention, or its condition where that says more.
    package var stateWord: String {
        if flapping != nil, attention == .new { return "flapping" }
        return switch condition {
        case .pending: attention == .returned ? "returned" : "pending"
        case .resolved: attention == .returned ? "returned" : "resolved"
        case .noData: attention == .new ? "no data" : attention.rawValue
        case .error: "error"
        case .recovering: attention == .new ? "clearing" : attention.rawValue
        case .firing: attention.rawValue
        }
    }
}

/// One quality figure of a version against its training.
package struct QualityFigure: Equatable, Sendable {
    package var name: String
    /// nil while no labels have come.
    package var value: Double?
    /// Computed without labels.
    package var estimated: Bool
    package var training: Double?

    /// Worse than in training by more than a twentieth of it.
    package var fell: Bool {
        guard let value, let training, training != 0 else { return false }
        let change = (value - training) / abs(training)
        return Self.isBetterLow(name) ? change > 0.05 : change < -0.05
    }

    /// `roc_auc` is `auc` on screen.
    package var shortName: String {
        var plain = name.lowercased()
        let parts = ["holdout_", "validation_", "valid_", "val_", "test_", "eval_"]
        if let part = parts.first(where: plain.hasPrefix) { plain.removeFirst(part.count) }
        if plain.hasSuffix("roc_auc") || plain.hasSuffix("roc auc") { return "auc" }
        return plain == "accuracy" ? "acc" : plain
    }

    static func isBetterLow(_ name: String) -> Bool {
        ["mae", "mape", "mse", "rmse", "loss", "error", "brier", "wape"].contains {
            name.lowercased().contains($0)
        }
    }
}

extension VersionStatus {
    /// The one figure that the models table shows.
    package var chiefQuality: QualityFigure? { qualityFigures.first }

    /// Live quality, then estimated, then what training promised and nothing has shown yet.
    package var qualityFigures: [QualityFigure] {
        func ordered(_ names: [String]) -> [String] {
            names.sorted { left, right in
                let (first, second) = (Self.qualityRank(left), Self.qualityRank(right))
                return first == second ? left < right : first < second
            }
        }
        let live = ordered(Array(quality.keys))
        let estimated = ordered(qualityEstimated.keys.filter { quality[$0] == nil })
        let trained = ordered(
            trainingMetrics.keys.filter { name in
                quality[name] == nil && qualityEstimated[name] == nil
                    && Self.qualityRank(name) < Self.qualityOrder.count
            })
        return live.map { figure($0, quality[$0], false) }
            + estimated.map { figure($0, qualityEstimated[$0], true) }
            + trained.map { figure($0, nil, false) }
    }

    private func figure(_ name: String, _ value: Double?, _ estimated: Bool) -> QualityFigure {
        QualityFigure(
            name: name, value: value, estimated: estimated, training: trainingMetrics[name])
    }

    private static let qualityOrder = [
        "f1", "auc", "ndcg", "accuracy", "mape", "mae", "rmse", "precision", "recall", "brier",
    ]

    private static func qualityRank(_ name: String) -> Int {
        let plain = name.lowercased()
        return qualityOrder.firstIndex { plain == $0 }
            ?? qualityOrder.firstIndex { plain.contains($0) } ?? qualityOrder.count
    }
}
