internal import DequeModule
internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Every model that a log or a registry names, with all its versions.
    func modelStatuses(at: Timestamp, window: Int64, alerts: [AlertStatus]) -> [ModelStatus] {
        var ids: [String: Set<String?>] = [:]
        for version in versions { ids[version.model, default: []].insert(version.version) }
        for (name, model) in registry.models {
            ids[name, default: []].formUnion(model.versions.map(\.version))
        }
        let grades = worstGrades(alerts)
        return ids.keys.sorted().map { name in
            var model = ModelStatus(name: name)
            model.owner = registry.models[name]?.owner ?? teams.role(owning: name)?.role.role
            model.description = registry.models[name]?.description
            let sums = trafficSums(of: name, at: at, window: window)
            // A shadow answers copies: its requests are nobody's share.
            let total = sums.filter { registry.role(name, $0.key) != "shadow" }
                .values.reduce(0) { $0 + $1.requests }
            model.versions = (ids[name] ?? [])
                .sorted { Self.versionOrder($0, $1) }
                .map { version in
                    var status = versionStatus(
                        VersionID(model: name, version: version), at: at, window: window,
                        sum: sums[version], total: total)
                    status.worst = max(
                        grades[status.id] ?? .none, status.silent ? .silent : .none)
                    return status
                }
            return model
        }
    }

    /// Numbers in order, then names; no version last.
    static func versionOrder(_ left: String?, _ right: String?) -> Bool {
        guard let left else { return false }
        guard let right else { return true }
        if let a = Int(left), let b = Int(right) { return a < b }
        return left < right
    }

    private func worstGrades(_ alerts: [AlertStatus]) -> [VersionID: AlertGrade] {
        var grades: [VersionID: AlertGrade] = [:]
        for alert in alerts where alert.isActive {
            guard let subject = alert.subject else { continue }
            let grade: AlertGrade =
                switch alert.condition {
                case .pending: .pending
                case .resolved: .none
                // What is silent says so: the word tells more than its severity.
                case _ where watched(alert) == .silence: .silent
                default: alert.isPage ? .page : .ticket
                }
            grades[subject] = max(grades[subject] ?? .none, grade)
        }
        return grades
    }

    private func trafficSums(of model: String, at: Timestamp, window: Int64)
        -> [String?: WindowSum]
    {
        var sums: [String?: WindowSum] = [:]
        for version in versions where version.model == model {
            var sum = WindowSum()
            for index in version.deployments {
                sum.add(windowSum(deployments[index], at: at, window: window))
            }
            sums[version.version] = sum
        }
        return sums
    }

    private func versionStatus(
        _ id: VersionID, at: Timestamp, window: Int64, sum: WindowSum?, total: Int64
    ) -> VersionStatus {
        var status = VersionStatus(id: id)
        addFacts(to: &status)
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let index = versionIndex[key], let sum, !versions[index].deployments.isEmpty
        else { return status }
        let version = versions[index]
        let seconds = windowSeconds(endingAt: at, window: window)
        status.requests = sum.requests
        status.requestsPerSecond = Double(sum.requests) / seconds
        status.errors = sum.withOutcome > 0 || sum.requests == 0 ? sum.errors : nil
        status.errorRatio = sum.errorRatio
        if status.role == "shadow" {
            status.trafficShare = 0
        } else {
            status.trafficShare = total > 0 ? Double(sum.requests) / Double(total) : nil
        }
        status.latency = LatencyQuantiles(sum.latency)
        addTargets(of: version, to: &status, at: at, window: window)
        addPast(of: version, to: &status, at: at)
        status.drift = featureDrifts(of: version, at: at, window: window)
        if version.features.allSatisfy({ $0.reference == nil }) {
            status.driftUnknownReason =
                "no reference for \(id.words): drift unknown — put a"
                + " reference.csv beside the log or name one in driftop.yaml"
        }
        addQuality(index, to: &status, at: at)
        return status
    }

    private func addFacts(to status: inout VersionStatus) {
        let id = status.id
        status.role = registry.role(id.model, id.version)
        guard let facts = registry[id.model, id.version] else { return }
        status.aliases = facts.aliases
        status.stage = facts.stage
        status.target = facts.target
        status.run = facts.run
        status.commit = facts.commit
        status.dataset = facts.dataset
        status.artifact = facts.artifact
        status.flavor = facts.flavor
        status.description = facts.description
        status.createdAt = facts.createdAt.map(Moment.init)
        status.author = facts.author
        status.tags = facts.tags
        status.params = facts.params
        status.trainingMetrics = facts.trainingMetrics
    }

    private func addTargets(
        of version: VersionState, to status: inout VersionStatus, at: Timestamp, window: Int64
    ) {
        let named = version.deployments.filter { deployments[$0].key.target != nil }
        if named.count > 1 {
            status.target = nil
        } else if let only = named.first {
            status.target = deployments[only].key.target
        }
        let seconds = windowSeconds(endingAt: at, window: window)
        status.targets = named.map { index in
            let deployment = deployments[index]
            let sum = windowSum(deployment, at: at, window: window)
            var target = TargetStatus(target: deployment.key.target ?? "")
            target.requests = sum.requests
            target.requestsPerSecond = Double(sum.requests) / seconds
            target.errors = sum.errors
            target.errorRatio = sum.errorRatio
            target.latency = LatencyQuantiles(sum.latency)
            target.baselineSeconds = deployment.baseline.current
            target.lastSeenAt = lastSeen(deployment, at: at).map(Moment.init)
            target.silent = isSilent(index, at: at)
            return target
        }.sorted { $0.target < $1.target }
    }

    private func addPast(
        of version: VersionState, to status: inout VersionStatus, at: Timestamp
    ) {
        let own = version.deployments.map { deployments[$0] }
        status.firstSeenAt = own.map(\.firstSeen).min().map(Moment.init)
        status.lastSeenAt = own.compactMap { lastSeen($0, at: at) }.max().map(Moment.init)
        status.silent = version.deployments.contains { isSilent($0, at: at) }
        let baseline = baseline(of: status.id)
        status.baselineSeconds = baseline?.current
        status.baselineOf = baseline.flatMap {
            $0.current == nil ? nil : $0.borrowedFrom ?? "own"
        }
        status.latencySparkline =
            traffic(status.id).map {
                chart("p95", $0.p95, from: at - 3_600_000, to: at, points: 10).values
            } ?? []
    }

    /// The newest event not after `at`.
    private func lastSeen(_ deployment: Deployment, at: Timestamp) -> Timestamp? {
        if deployment.lastSeen <= at { return deployment.lastSeen }
        let position = deployment.counters.lowerBound(clocks.grid.slot(of: at) + 1) - 1
        guard position >= 0 else { return nil }
        return min(at, clocks.grid.end(of: deployment.counters.slots[position]))
    }

    func isSilent(_ index: Int, at: Timestamp) -> Bool {
        guard let silence = silenceMilliseconds(of: index, at: at), silence >= 600_000,
            let known = deployments[index].medianGap, known.milliseconds >= 0
        else { return false }
        return silence > max(600_000, 10 * known.milliseconds)
    }

    /// Fewer labelled events say nothing about quality.
    static let leastLabels = 30

    private func addQuality(_ index: Int, to status: inout VersionStatus, at: Timestamp) {
        status.labels = labels.joinedCount[index] ?? 0
        let labelled = labels.newest(index, at: at)
        if labelled.count >= Self.leastLabels {
            status.quality = QualityMeasures.measures(
                of: labelled.map(\.pair), kind: labels.kinds[index])
        }
        let window = clocks.window.slots(
            endingAt: at, length: Int64(settings.windowSeconds * 1_000))
        status.predictionRatios = versions[index].classes.counts(in: window).classShares
    }
}

extension CounterSlot {
    var requests: UInt32 { ok &+ error &+ unknown }
}

extension LatencyQuantiles {
    /// nil when nothing was measured.
    init?(_ sketch: LatencyAccumulator) {
        guard let largest = sketch.maximum else { return nil }
        let quantiles = sketch.quantiles([0.5, 0.95, 0.99])
        self.init(
            p50: min(quantiles[0], largest), p95: min(quantiles[1], largest),
            p99: min(quantiles[2], largest), max: largest)
    }
}
