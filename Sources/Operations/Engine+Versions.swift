internal import Alerting
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Versions on several targets: their rows and charts show all targets together.
    mutating func recordVersions(
        _ sums: [WindowSum], _ regressed: Regressed, at time: Timestamp
    ) {
        for index in versions.indices where versions[index].deployments.count > 1 {
            var sum = WindowSum()
            for deployment in versions[index].deployments { sum.add(sums[deployment]) }
            var traffic = versions[index].traffic.take() ?? VersionTraffic()
            traffic.history.append(
                sum, seconds: Double(Self.ruleWindowMilliseconds) / 1_000, at: time)
            step(&traffic.baseline, of: versions[index], sum, sums, regressed, at: time)
            versions[index].traffic = traffic
        }
    }

    /// As a deployment's baseline, over all targets of the version.
    private func step(
        _ baseline: inout LatencyBaseline, of version: VersionState, _ sum: WindowSum,
        _ sums: [WindowSum], _ regressed: Regressed, at time: Timestamp
    ) {
        let own = version.deployments
        guard let firstSeen = own.lazy.map({ deployments[$0].firstSeen }).min(), firstSeen <= time
        else { return }
        let isOld = time - firstSeen >= LatencyBaseline.spanMilliseconds
        let frozen = own.contains { regressed.contains(deployments[$0].key) }
        baseline.step(
            at: time, p95: sum.latency.quantile(0.95), isOld: isOld, frozen: frozen,
            champion: isOld ? nil : champion(of: version, sums, at: time))
    }

    /// What the champions on a version's targets do together; nil when any target has none.
    private func champion(
        of version: VersionState, _ sums: [WindowSum], at time: Timestamp
    ) -> (seconds: Double, version: String)? {
        let champions = version.deployments.compactMap { champion(for: $0, at: time) }
        guard champions.count == version.deployments.count, let first = champions.first else {
            return nil
        }
        var sum = WindowSum()
        for champion in Set(champions) { sum.add(sums[champion]) }
        return sum.latency.quantile(0.95).map { ($0, deployments[first].key.version ?? "—") }
    }

    /// The baseline that a version's own p95 is compared with, over the same targets.
    func baseline(of id: VersionID) -> LatencyBaseline? {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key].map({ versions[$0] }) else { return nil }
        if version.deployments.count > 1 { return version.traffic?.baseline }
        return version.deployments.first.map { deployments[$0].baseline }
    }

    /// The lines of one version over all its targets; nil when it has served nothing.
    func traffic(_ id: VersionID) -> TrafficHistory? {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key].map({ versions[$0] }) else { return nil }
        if version.deployments.count > 1 { return version.traffic?.history }
        return version.deployments.first.flatMap { deployments[$0].gauges }.map {
            TrafficHistory($0, in: store)
        }
    }
}
