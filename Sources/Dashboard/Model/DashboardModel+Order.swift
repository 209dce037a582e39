import Snapshot

/// The order of rows: worst first, and the same for every frame with the same data.
extension DashboardModel {
    /// Sorts models and alerts anew; whatever changes snapshot, filter or order calls it.
    mutating func reorder() {
        versionRows = sortedVersions()
        orderedAlerts = sortedAlerts()
        let filter = Filter(mainFilter)
        let kept =
            filter.isEmpty
            ? orderedAlerts : orderedAlerts.filter { filter.matches($0.filterText) }
        shownAlerts = AlertStatus.rows(kept).flatMap { row in
            unfolded.contains(row.id) ? [row] + row.members : [row]
        }
        unfolded.formIntersection(shownAlerts.map(\.id))
    }

    private func sortedVersions() -> [VersionStatus] {
        let filter = Filter(mainFilter)
        let kept = snapshot.models.map { model in
            model.versions.filter { filter.matches($0.filterText) }
        }
        guard sort.column != .worst else {
            let groups = kept.filter { !$0.isEmpty }.map { $0.sorted(by: Self.isWorse) }
            let sorted = groups.sorted { left, right in
                guard let first = left.first, let second = right.first else { return false }
                if Self.rank(first) != Self.rank(second) {
                    return Self.rank(first) > Self.rank(second)
                }
                return first.id.model < second.id.model
            }
            return sort.reversed
                ? sorted.reversed().flatMap { $0.reversed() } : sorted.flatMap { $0 }
        }
        let rows = kept.flatMap { $0 }.sorted { left, right in
            if let decided = isBefore(left, right) { return decided }
            return Self.isNamedBefore(left.id, right.id)
        }
        return sort.reversed ? rows.reversed() : rows
    }

    private func sortedAlerts() -> [AlertStatus] {
        snapshot.alerts.sorted { left, right in
            let (first, second) = (left.urgency, right.urgency)
            if first != second { return first > second }
            if left.activeAt != right.activeAt { return left.activeAt > right.activeAt }
            return left.id < right.id
        }
    }

    /// The main screen's filter.
    package var mainFilter: String { stack.first?.filter ?? "" }

    private static func rank(_ version: VersionStatus) -> Int {
        // A pending alert is not yet anybody's business: the row stays where it was.
        if version.worst > .pending { return version.worst.rawValue + 1 }
        return (version.requests ?? 0) > 0 ? 1 : 0
    }

    static func isWorse(_ left: VersionStatus, _ right: VersionStatus) -> Bool {
        if rank(left) != rank(right) { return rank(left) > rank(right) }
        if left.isChampion != right.isChampion { return left.isChampion }
        return isNamedBefore(right.id, left.id)
    }

    /// By the column, larger first, unknown last; nil when equal there.
    private func isBefore(_ left: VersionStatus, _ right: VersionStatus) -> Bool? {
        if sort.column == .model { return nil }
        let (first, second) = (sortKey(left), sortKey(right))
        return first == second ? nil : first > second
    }

    private func sortKey(_ version: VersionStatus) -> Double {
        let value: Double? =
            switch sort.column {
            case .worst, .model: nil
            case .traffic: version.trafficShare
            case .requests: version.requestsPerSecond
            case .errors: version.errorRatio
            case .p95: version.latency?.p95
            case .usual: version.timesUsual
            case .drift: version.drift.compactMap(\.timesLimit).max()
            }
        return value ?? -1
    }

    /// Models by name, versions by number where both are numbers.
    static func isNamedBefore(_ left: VersionID, _ right: VersionID) -> Bool {
        if left.model != right.model { return left.model < right.model }
        let (first, second) = (left.version ?? "", right.version ?? "")
        if let a = Int(first), let b = Int(second), a != b { return a < b }
        return first < second
    }
}

extension AlertStatus {
    /// Larger is more urgent.
    var urgency: Int {
        let severe = isPage ? 1 : 0
        if condition == .resolved, attention != .returned { return severe }
        if condition == .pending { return 2 + severe }
        return switch attention {
        case .new: 20 + severe
        case .returned: 18 + severe
        case .acked: 12 + severe
        case .snoozed: 10 + severe
        case .silenced: 6 + severe
        case .inhibited: 4 + severe
        }
    }

    var filterText: String {
        [
            rule, subject?.words ?? "", severity, condition.rawValue, attention.rawValue, what,
            owner ?? "", team ?? "",
        ].joined(separator: " ")
    }
}

extension VersionStatus {
    var filterText: String {
        ([id.words, role ?? "", target ?? ""] + aliases + targets.map(\.target))
            .joined(separator: " ")
    }
}
