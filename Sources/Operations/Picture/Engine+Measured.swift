internal import Alerting
internal import DequeModule
internal import Detection
internal import PromQL
internal import Snapshot
internal import Telemetry

/// What an alert's rule measures, of one version in one place.
struct MeasuredPlace: Sendable {
    var id: VersionID
    /// nil: all its targets together, or none is named.
    var target: String?
    var value: Double?
    /// What the value is held against where it is shown: the rule's limit, or the usual that the
    /// rule multiplies.
    var usual: Double?
    var usualBorrowed = false
    /// Whether it is beyond what the rule asks, measured here and not by who has an alert; nil when
    /// nothing was measured.
    var moved: Bool?
    var since: Moment?
}

extension Engine {
    /// The alert's own measure at every version that serves, place by place.
    ///
    /// Asked of what was measured and not of who has an alert: a rule for one version has none
    /// elsewhere, however slow the others are.
    func measured(_ alert: AlertStatus, at instant: Timestamp) -> [MeasuredPlace] {
        let isFeature = watched(alert).isFeature
        let active = ActivePlaces(of: alert, in: book)
        return versions.flatMap { version -> [MeasuredPlace] in
            let id = VersionID(model: version.model, version: version.version)
            let serving = version.deployments.filter {
                id == alert.subject || serves($0, at: instant)
                    || watched(alert) == .silence && isSilent($0, at: instant)
            }
            guard !serving.isEmpty else { return [] }
            if isFeature { return [measured(id, nil, serving, alert, active, at: instant)] }
            return serving.map {
                measured(id, deployments[$0].key.target, [$0], alert, active, at: instant)
            }
        }
    }

    /// Whether a deployment got anything in the window that rules look at.
    func serves(_ index: Int, at instant: Timestamp) -> Bool {
        deployments[index].grid.positions(
            in: clocks.grid.slots(endingAt: instant, length: Self.ruleWindowMilliseconds)
        ).contains { deployments[index].grid.values[$0].requests > 0 }
    }

    /// One version, over those of its deployments that are named.
    func measured(
        _ id: VersionID, _ target: String?, _ own: [Int], _ alert: AlertStatus,
        _ active: ActivePlaces, at instant: Timestamp
    ) -> MeasuredPlace {
        var place = MeasuredPlace(id: id, target: target)
        let comparison = comparison(alert)
        let kind = watched(alert)
        switch kind {
        case .latency(let quantile): addLatency(quantile, own, alert, at: instant, to: &place)
        case .errors:
            place.value = windowSum(own, at: instant).errorRatio
            place.usual = comparison?.constant ?? errorLimit
        case .silence:
            let silences = own.compactMap { silenceMilliseconds(of: $0, at: instant) }
            place.value = silences.min().map { Double($0) / 1_000 }
            // A gap is computed only of what has been silent for ten minutes.
            let gaps = own.map { deployments[$0].medianGap?.milliseconds ?? 0 }
            place.usual =
                comparison?.constant
                ?? (gaps.contains { $0 < 0 }
                    ? nil : gaps.max().map { max(600, Double($0) / 100) })
        case .drift, .nulls, .unseen: addFeature(id, alert, at: instant, to: &place)
        case .sourceSilence, .stageFailure, .stageAge, .other: break
        }
        if !kind.isLatency, let value = place.value, let limit = place.usual {
            place.moved = comparison?.operation.holds(value, limit) ?? (value > limit)
        }
        judge(&place, alert, own)
        // The rule calls too few requests no evidence.
        if place.moved == true, kind.isRequests, let fewest = reading(alert)?.fewestRequests,
            Double(windowSum(own, at: instant).requests) < fewest
        {
            place.moved = nil
        }
        let isSubject = id == alert.subject && (target == nil || alert.labels["target"] == target)
        if isSubject, !alert.isOver {
            place.moved = true
            place.since = alert.onsetAt ?? alert.activeAt
        } else if let same = active.since(id, target) {
            place.moved = true
            place.since = Moment(same)
        }
        return place
    }

    /// What the rule is not about may always be beyond a limit that was set for something else;
    /// what it is about, and holds for, is beyond it however usual that is.
    private func judge(_ place: inout MeasuredPlace, _ alert: AlertStatus, _ own: [Int]) {
        guard let reading = reading(alert), reading.baselineFactor == nil,
            let comparison = reading.comparison, comparison.constant != nil,
            let value = place.value, let limit = place.usual
        else { return }
        let labels = own.map { Labels(deployments[$0].key.labels) }
        let isBeyond = comparison.operation.holds(value, limit)
        if !reading.isAbout(labels) {
            if place.moved == true, !isFarFromUsual(own, reading.watched) { place.moved = nil }
        } else if place.id.model == alert.subject?.model,
            alert.labels["target"] == nil || alert.subject?.version == nil
        {
            place.moved = isBeyond
        }
    }

    /// Whether a latency is far beyond its own usual: of other measures nobody knows a usual.
    private func isFarFromUsual(_ own: [Int], _ watched: Watched) -> Bool {
        guard watched.isLatency else { return false }
        return own.contains { index in
            guard let usual = deployments[index].baseline.current, usual > 0,
                let p95 = windowSum([index], at: measuredSums.at).latency.quantile(0.95)
            else { return false }
            return p95 / usual >= Self.latencyFactor
        }
    }

    func windowSum(_ own: [Int], at instant: Timestamp) -> WindowSum {
        // As rules saw it: by seconds between two instants of the grid.
        let isFine =
            instant.milliseconds % EvaluationSchedule.stepMilliseconds != 0
            && clocks.window.widthMilliseconds == 1_000
        let range = (isFine ? clocks.window : clocks.grid)
            .slots(endingAt: instant, length: Self.ruleWindowMilliseconds)
        func sum(_ index: Int) -> WindowSum {
            measuredSums.at == instant && index < measuredSums.sums.count
                ? measuredSums.sums[index]
                : Deployment.sum(
                    isFine ? deployments[index].window : deployments[index].grid, in: range)
        }
        if own.count == 1 { return sum(own[0]) }
        return own.reduce(into: WindowSum()) { $0.add(sum($1)) }
    }

    /// A latency is beyond a rule that multiplies its usual when it is so many times its own;
    /// beyond a fixed limit when it is that and more than usual, or far beyond its usual.
    private func addLatency(
        _ quantile: String, _ own: [Int], _ alert: AlertStatus, at instant: Timestamp,
        to place: inout MeasuredPlace
    ) {
        let sum = windowSum(own, at: instant)
        let wanted = Double(quantile) ?? 0.95
        place.value = sum.latency.quantile(wanted)
        let baseline = own.count == 1 ? deployments[own[0]].baseline : baseline(of: place.id)
        guard let comparison = comparison(alert) else { return }
        let factor = reading(alert)?.baselineFactor
        place.usual = factor == nil ? comparison.constant : baseline?.current
        place.usualBorrowed =
            factor != nil && baseline?.current != nil && baseline?.borrowedFrom != nil
        guard let value = place.value, let p95 = sum.latency.quantile(0.95) else { return }
        let times = baseline?.current.flatMap { $0 > 0 ? p95 / $0 : nil }
        if let factor {
            place.moved = baseline?.current.map {
                comparison.operation.holds(value, factor * $0)
            }
        } else if let limit = comparison.constant {
            let isBeyond = comparison.operation.holds(value, limit)
            // A quantile of a few requests is far from its usual by chance.
            let farOff = sum.requests >= Self.fewestToCompare ? Self.latencyFactor : .infinity
            place.moved =
                times.map { $0 >= farOff || isBeyond && $0 >= Self.calmFactor } ?? isBeyond
        }
    }

    /// Below this a latency is as usual, whatever a fixed limit says.
    private static let calmFactor = 1.2
    /// As many requests as the built-in rules ask for.
    private static let fewestToCompare = 50

    private func addFeature(
        _ id: VersionID, _ alert: AlertStatus, at instant: Timestamp, to place: inout MeasuredPlace
    ) {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key].map({ versions[$0] }),
            let state = version.features.first(where: { $0.name == alert.labels["feature"] }),
            let reference = state.reference, state.grid.total > 0
        else { return }
        let counts = state.counts(
            at: instant, windowMilliseconds: Self.ruleWindowMilliseconds, exact: false,
            clocks: clocks)
        let measure = FeatureMeasure(counts, reference)
        let constant = comparison(alert)?.constant
        switch watched(alert) {
        case .drift:
            (place.value, place.usual) = (
                measure.drift.value, constant ?? measure.drift.threshold
            )
        case .nulls:
            (place.value, place.usual) = (measure.nulls.value, constant ?? measure.nulls.limit)
        default:
            (place.value, place.usual) = (measure.unseen.value, constant ?? measure.unseen.limit)
        }
    }
}

extension AlertStatus {
    /// It no longer holds: over, or over and not yet seen by anybody.
    var isOver: Bool { condition == .resolved }
}
