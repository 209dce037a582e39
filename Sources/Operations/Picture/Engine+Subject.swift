internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Fills in what only the subject's own screens show, and would cost too much for every
    /// version.
    func addSubjectFacts(
        _ id: VersionID, _ hours: Hours, at: Timestamp, to models: inout [ModelStatus]
    ) {
        guard let index = versionIndex[hours.key],
            let model = models.firstIndex(where: { $0.name == id.model }),
            let place = models[model].versions.firstIndex(where: { $0.id == id })
        else { return }
        var status = models[model].versions[place]
        status.labelDelaySeconds = labels.delaySeconds(index, at: at)?.median
        status.labelCoverage = labels.coverage(index, at: at)
        addReference(versions[index], to: &status)
        addService(index, at: at, among: models[model].versions, to: &status)
        for feature in status.drift.indices {
            let name = status.drift[feature].feature
            let history = strip(.drift(name), hours).values
            status.drift[feature].history = history.contains { $0 != nil } ? history : []
            status.drift[feature].weight = Self.weight(of: name, status)
        }
        models[model].versions[place] = status
    }

    private func addReference(_ version: VersionState, to status: inout VersionStatus) {
        guard let reference = version.reference else { return }
        let file = reference.location.split(separator: "/").last.map(String.init)
        status.referenceWords =
            "\(Words.grouped(reference.rows)) rows of \(file ?? reference.location)"
        guard let column = reference.predictionColumn, let shares = reference.features[column],
            shares.kind == .categorical, shares.rows.values > 0
        else { return }
        var names: [String: String] = [:]
        for name in status.predictionRatios.keys { names[CategoryName.canonical(name)] = name }
        for bin in shares.bins {
            guard case .category(let name) = bin.content else { continue }
            status.referencePredictionRatios[names[name] ?? name] =
                Double(bin.count) / Double(shares.rows.values)
        }
    }

    /// Since when it serves, and which versions did before and do after it in the same places.
    private func addService(
        _ index: Int, at: Timestamp, among all: [VersionStatus], to status: inout VersionStatus
    ) {
        guard let own = firstServed(index) else { return }
        let change = timeline.moves.last {
            $0.model == status.id.model && $0.version == status.id.version && $0.at <= at
                && ($0.words == "role \(status.role ?? "")"
                    || $0.words == "alias \(status.role ?? "")")
        }
        status.servingSince = Moment(change?.at ?? own.at)
        status.servingSinceOrEarlier = change == nil && !own.isKnown
        let targets = Set(versions[index].deployments.map { deployments[$0].key.target })
        var before: [(last: Timestamp, id: VersionID)] = []
        var after: [(first: Timestamp, id: VersionID)] = []
        for other in versions.indices where other != index {
            let version = versions[other]
            let places = version.deployments.map { deployments[$0].key.target }
            guard version.model == status.id.model, !targets.isDisjoint(with: places),
                let first = firstServed(other)
            else { continue }
            let id = VersionID(model: version.model, version: version.version)
            let last = version.deployments.map { deployments[$0].lastSeen }.max() ?? first.at
            let isFirst =
                own.isKnown || first.isKnown
                ? first.at < own.at : Self.versionOrder(version.version, status.id.version)
            if isFirst { before.append((last, id)) } else { after.append((first.at, id)) }
        }
        let previous = before.max { $0.last < $1.last }?.id
        let next = after.min { $0.first < $1.first }?.id
        status.servedBefore = previous.flatMap { id in
            all.first { $0.id == id }.map { serviceWords($0, at: at) }
        }
        status.servedAfter =
            next.flatMap { id in all.first { $0.id == id }.map { serviceWords($0, at: at) } }
            ?? nothingAfter(status.id.model, at: at)
    }

    /// `7, at 90 %`, or `2, until 3 d ago`.
    private func serviceWords(_ version: VersionStatus, at: Timestamp) -> String {
        let name = version.id.version ?? "no version"
        guard let seen = version.lastSeenAt else { return name }
        if let requests = version.requests, requests > 0 {
            guard let share = version.trafficShare, version.role != "shadow" else {
                return "\(name), \(version.role ?? "serving")"
            }
            return "\(name), at \(Words.percent(share))"
        }
        return "\(name), until \(SpanWords.age(Moment(at).seconds(since: seen))) ago"
    }

    private func nothingAfter(_ model: String, at: Timestamp) -> String {
        let key = WorkflowBook.Key(model: model, stage: .modelRetraining)
        switch workflow.state(key, at: at)?.latest.status {
        case .failed: return "none, retraining ✗"
        case .started: return "none, retraining ◐"
        default: return "none"
        }
    }

    /// How much a feature counts, when the registry has it as a metric, parameter or tag.
    private static func weight(of feature: String, _ status: VersionStatus) -> Double? {
        for prefix in ["feature_importance", "importance", "weight"] {
            for separator in [".", "_", "/"] {
                let name = prefix + separator + feature
                let text = status.tags[name] ?? status.params[name]
                if let weight = status.trainingMetrics[name] ?? text.flatMap(Double.init) {
                    return weight
                }
            }
        }
        return nil
    }
}
