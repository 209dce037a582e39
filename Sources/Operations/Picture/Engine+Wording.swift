internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

/// What an alert is about, in words made from its rule's expression.
extension Engine {
    /// `p95 214 ms > 138 ms`: the figure and the limit it passed.
    func what(_ status: AlertStatus, at: Timestamp) -> String {
        what(status, limit: limit(of: status), from: vantage(of: status, at: at), at: at)
    }

    /// The same when it fired; empty where nobody kept it.
    func whatItFiredOn(_ status: AlertStatus) -> String {
        if watched(status) == .stageFailure, let firedAt = status.firedAt {
            return stageWords(status, at: Timestamp(firedAt))
        }
        guard let figure = firedFigures[status.id], status.firedAt == Moment(figure.at) else {
            return ""
        }
        var then = status
        // Texts were filled in with what is the case now.
        then.annotations["summary"] = nil
        then.value = figure.value
        return what(
            then, limit: figure.limit, from: Vantage(storeView, at: figure.at), at: figure.at)
    }

    private func what(
        _ status: AlertStatus, limit: Double?, from vantage: Vantage, at: Timestamp
    ) -> String {
        let feature = status.labels["feature"] ?? "a feature"
        switch watched(status) {
        case .stageFailure, .stageAge: return stageWords(status, at: at)
        case .other: return genericWhat(status, from: vantage)
        default: break
        }
        guard let value = status.value else { return status.annotations["summary"] ?? "" }
        switch watched(status) {
        case .latency(let quantile):
            let limit = limit.map { " > " + Words.latency($0) } ?? ""
            return "\(AlertMeasure.quantile(quantile)) \(Words.latency(value))\(limit)"
        case .errors:
            let limit = limit.map { " > " + MeasureUnit.ratio.words($0) } ?? ""
            return Words.percent(value) + limit
        case .drift:
            guard let limit, limit > 0 else { return feature }
            return "\(feature) \(Words.times(value / limit)) × limit"
        case .nulls: return "\(feature) \(Words.percent(value)) null"
        case .unseen: return "\(feature) \(Words.percent(value)) new"
        case .silence: return "no request for \(SpanWords.age(value))"
        case .sourceSilence: return "no new line for \(SpanWords.age(value))"
        case .stageFailure, .stageAge, .other: return ""
        }
    }

    /// `gpu_queue_length 22.2 > 10`: any rule's comparison with its present figure.
    private func genericWhat(_ status: AlertStatus, from vantage: Vantage) -> String {
        guard let reading = reading(status) else {
            return status.annotations["summary"] ?? status.value.map(Words.number) ?? ""
        }
        let name = MetricWords.name(of: reading.comparison?.left ?? reading.expression.root)
        guard let comparison = reading.comparison, var value = status.value else {
            return status.annotations["summary"] ?? name
        }
        // What the whole gives need not be what is compared: a count of series beyond a limit.
        if comparison.isTruth, let compared = comparedValue(status, reading, from: vantage) {
            value = compared
        } else if !reading.isComparisonsValue {
            return status.annotations["summary"] ?? "\(name) \(Words.number(value))"
        }
        let measure = AlertMeasure(reading, near: value)
        let sign = ReasonTerms.signs[comparison.operation] ?? comparison.operation.rawValue
        let limit =
            comparison.constant.map(measure.words) ?? MetricWords.limit(of: comparison.right)
        return "\(name) \(measure.words(value)) \(sign) \(limit)"
    }

    /// What stands before the sign, where the rule's own value is only whether it holds.
    private func comparedValue(
        _ status: AlertStatus, _ reading: RuleReading, from vantage: Vantage
    ) -> Double? {
        guard let left = reading.comparison?.left,
            let record = book.records.first(where: { $0.id == status.id })
        else { return nil }
        return Sight(reading, labels: record.instance.series, from: vantage).value(of: left)
    }

    /// The present limit beside an alert's value, from its rule or from the engine's own series.
    func limit(of status: AlertStatus) -> Double? {
        guard let reading = reading(status) else { return nil }
        if let constant = reading.comparison?.constant { return constant }
        guard let id = status.subject else { return nil }
        if let factor = reading.baselineFactor {
            let key = DeploymentKey(
                model: id.model, version: id.version, target: status.labels["target"])
            return deploymentIndex[key].flatMap { deployments[$0].baseline.current }
                .map { $0 * factor }
        }
        guard reading.watched == .drift else { return nil }
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key],
            let feature = versions[version].features.first(where: {
                $0.name == status.labels["feature"]
            }), let gauge = feature.gauges.threshold,
            case .gauge(let history) = store.storage[gauge]
        else { return nil }
        return history.latest.flatMap { $0.isStale ? nil : $0.value }
    }

    /// What is wrong, to stand behind whose trouble it is.
    func problemWords(
        _ alert: AlertStatus, _ snapshot: SystemSnapshot, short: Bool = false
    ) -> String {
        // A summary tells of a value that nobody has any more.
        if alert.dataLostAt != nil { return alert.what }
        if alert.condition == .recovering {
            return (alert.what.hasPrefix(Self.isGone) ? "has " : "is ") + alert.what
        }
        if let clearing = clearingWords(alert, at: Timestamp(snapshot.at)) {
            return "fires still: \(clearing)"
        }
        if usesOwnWords(alert) { return alert.annotations["summary"] ?? alert.what }
        switch watched(alert) {
        case .latency where !alert.members.isEmpty: return "is slow: \(alert.what)"
        case .latency(let quantile): return latencyWords(alert, quantile, snapshot, short: short)
        case .errors: return "fails: \(alert.what)"
        case .drift: return "has drifted: \(alert.what)"
        case .nulls: return "gets nulls: \(alert.what)"
        case .unseen: return "gets new values: \(alert.what)"
        case .silence: return "is silent: \(alert.what)"
        case .sourceSilence: return "stopped growing: \(alert.what)"
        case .stageFailure:
            let stage = alert.what.prefix { $0 != "," && $0 != ":" && $0 != " " }
            return alert.what.hasSuffix("failed")
                ? alert.what : stage + " failed" + alert.what.dropFirst(stage.count)
        case .stageAge: return alert.what
        case .other: return alert.what
        }
    }

    /// Whether a rule of the user's says it in their words, or nobody knows better ones.
    func usesOwnWords(_ alert: AlertStatus) -> Bool {
        if watched(alert) == .other { return true }
        let builtIn = alert.ruleNumber.flatMap { book.alertingRule(number: $0) }?.builtIn
        return builtIn == false && alert.annotations["summary"]?.isEmpty == false
    }

    private func latencyWords(
        _ alert: AlertStatus, _ quantile: String, _ snapshot: SystemSnapshot, short: Bool
    ) -> String {
        let version = alert.subject.flatMap { id in
            snapshot.models.first { $0.name == id.model }?.versions.first { $0.id == id }
        }
        let figure = alert.value.map(Words.latency) ?? "—"
        let slow = "is slow: \(AlertMeasure.quantile(quantile)) \(figure)"
        // A rule judges each target by its own usual.
        let place = version?.targets.first { $0.target == alert.labels["target"] }
        guard let usual = place?.baselineSeconds ?? version?.baselineSeconds,
            let value = alert.value, usual > 0,
            quantile == "0.95"
        else { return slow }
        let champion = version?.baselineOf.flatMap { $0 == "own" ? nil : "\($0)'s " }
        let whose = champion.map { short ? $0 : "version " + $0 } ?? ""
        return "\(slow), \(Words.times(value / usual)) × \(whose)usual"
    }
}
