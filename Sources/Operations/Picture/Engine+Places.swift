internal import Snapshot
internal import Telemetry

extension Engine {
    static let mostPlaces = 12

    /// The same measure at this version, target by target when it serves in several, at other
    /// versions of the model, at other models of the target.
    ///
    /// Values are in the alert's own unit: seconds, ratios, PSI.
    func places(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> [AlertDetail.Place] {
        guard watched(alert).isOfVersion else { return siblings(alert, at: Timestamp(snapshot.at)) }
        guard let subject = alert.subject else { return [] }
        let target = alert.labels["target"]
        let versions = snapshot.models.flatMap(\.versions).filter { version in
            guard (version.requests ?? 0) > 0 else { return version.id == subject }
            return version.id.model == subject.model || target == nil
                || version.target == target || version.targets.contains { $0.target == target }
        }
        let sorted = versions.sorted { left, right in
            func rank(_ id: VersionID) -> (Int, String) {
                (id == subject ? 0 : id.model == subject.model ? 1 : 2, id.model)
            }
            return rank(left.id) < rank(right.id)
        }
        let places = sorted.flatMap { version -> [AlertDetail.Place] in
            guard version.id == subject, target != nil, version.targets.count > 1 else {
                return [place(version, alert, snapshot)]
            }
            return version.targets.sorted { $0.target == target && $1.target != target }.map {
                place(version, on: $0, alert, snapshot)
            }
        }
        return Array(places.prefix(Self.mostPlaces))
    }

    private func place(
        _ version: VersionStatus, _ alert: AlertStatus, _ snapshot: SystemSnapshot
    ) -> AlertDetail.Place {
        let share = version.trafficShare.map { " " + Words.percent($0) } ?? ""
        let place = AlertDetail.Place(
            name: Self.name(version.id), detail: (version.target ?? "") + share)
        let drift = version.drift.first { $0.feature == alert.labels["feature"] }
        return filled(
            place, alert, snapshot,
            Measured(
                id: version.id, target: nil, latency: version.latency,
                usualSeconds: version.baselineSeconds, borrowed: version.baselineOf != "own",
                errorRatio: version.errorRatio, lastSeenAt: version.lastSeenAt, drift: drift))
    }

    private func place(
        _ version: VersionStatus, on target: TargetStatus, _ alert: AlertStatus,
        _ snapshot: SystemSnapshot
    ) -> AlertDetail.Place {
        let key = DeploymentKey(
            model: version.id.model, version: version.id.version, target: target.target)
        let borrowed = deploymentIndex[key].flatMap { deployments[$0].baseline.borrowedFrom }
        return filled(
            AlertDetail.Place(name: Self.name(version.id), detail: target.target), alert, snapshot,
            Measured(
                id: version.id, target: target.target, latency: target.latency,
                usualSeconds: target.baselineSeconds, borrowed: borrowed != nil,
                errorRatio: target.errorRatio, lastSeenAt: target.lastSeenAt, drift: nil))
    }

    /// What any rule may be about, of one version in one place.
    private struct Measured {
        var id: VersionID
        var target: String?
        var latency: LatencyQuantiles?
        var usualSeconds: Double?
        var borrowed: Bool
        var errorRatio: Double?
        var lastSeenAt: Moment?
        var drift: FeatureDrift?
    }

    private func filled(
        _ empty: AlertDetail.Place, _ alert: AlertStatus, _ snapshot: SystemSnapshot,
        _ measured: Measured
    ) -> AlertDetail.Place {
        var place = empty
        switch watched(alert) {
        case .drift:
            place.value = measured.drift?.value
            place.usual = measured.drift?.threshold
        case .nulls:
            place.value = measured.drift?.nullRatio
            place.usual = measured.drift?.nullLimit
        case .unseen:
            place.value = measured.drift?.unseenRatio
            place.usual = measured.drift?.unseenLimit
        case .errors:
            place.value = measured.errorRatio
            place.usual = limit(of: alert)
        case .silence:
            place.value = measured.lastSeenAt.map { snapshot.at.seconds(since: $0) }
        case .latency(let quantile):
            place.value = measured.latency?[quantile]
            place.usual = quantile == "0.95" ? measured.usualSeconds : limit(of: alert)
            place.usualBorrowed = place.usual != nil && quantile == "0.95" && measured.borrowed
        default: break
        }
        if let value = place.value, let usual = place.usual, usual > 0 {
            place.ratio = value / usual
        }
        let target = alert.labels["target"]
        let isSubject = measured.id == alert.subject && measured.target ?? target == target
        let same = snapshot.alerts.first {
            $0.rule == alert.rule && $0.subject == measured.id && $0.isActive
                && $0.labels["feature"] == alert.labels["feature"]
                && (measured.target == nil || $0.labels["target"] == measured.target)
        }
        place.moved = isSubject || same != nil ? true : place.value == nil ? nil : false
        place.since = isSubject ? alert.onsetAt ?? alert.activeAt : same?.activeAt
        return place
    }

    /// The least share of failed requests that a rule calls too many; the built-in rule's without
    /// one.
    var errorLimit: Double {
        readings.values.filter { $0.watched == .errors }.compactMap(\.comparison?.constant).min()
            ?? 0.02
    }

    private static func name(_ id: VersionID) -> String {
        [id.model, id.version].compactMap(\.self).joined(separator: " ")
    }

    /// Whether both versions get the same to eat: how far apart their drifts are, at most.
    ///
    /// `input of 8 and of 7: at most 0.1 × limit apart (amount)`
    func inputNote(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> String? {
        guard watched(alert).isRequests, let subject = alert.subject,
            let other = compared(with: subject, asked: nil)
        else { return nil }
        let all = snapshot.models.flatMap(\.versions)
        guard let mine = all.first(where: { $0.id == subject }),
            let theirs = all.first(where: { $0.id == other })
        else { return nil }
        let gaps = mine.drift.compactMap { drift -> (feature: String, times: Double)? in
            // What a version answers is not what it is given.
            guard !["score", "prediction"].contains(drift.feature), let times = drift.timesLimit,
                let beside = theirs.drift.first(where: { $0.feature == drift.feature })?.timesLimit
            else { return nil }
            return (drift.feature, abs(times - beside))
        }
        guard let widest = gaps.max(by: { $0.times < $1.times }) else { return nil }
        return
            "input of \(subject.version ?? subject.model) and of \(other.version ?? other.model):"
            + " at most \(Words.times(widest.times)) × limit apart (\(widest.feature))"
    }
}

extension LatencyQuantiles {
    /// The quantile that a label names.
    fileprivate subscript(name: String) -> Double? {
        ["0.5": p50, "0.95": p95, "0.99": p99][name] ?? nil
    }
}
