internal import Alerting
internal import Telemetry

extension Engine {
    /// Learns what each deployment's latency usually is, or lets it stand still.
    mutating func recordBaselines(
        _ sums: [WindowSum], _ regressed: Regressed, at time: Timestamp
    ) {
        let p95 = sums.map { $0.latency.quantile(0.95) }
        // Never a deployment taken out: a second owner would have its baseline copied.
        for index in deployments.indices where deployments[index].firstSeen <= time {
            let isOld = time - deployments[index].firstSeen >= LatencyBaseline.spanMilliseconds
            let key = deployments[index].key
            var frozen = regressed.contains(key)
            if let kept = frozenBaselines[key], time >= kept.frozen.since {
                let isJournalled = kept.until.map { time <= $0 } ?? isJournalled(time)
                if frozen || isJournalled {
                    // What the logs still tell of the time before may give another one.
                    deployments[index].baseline.hold(kept.frozen)
                    frozen = true
                } else {
                    frozenBaselines[key] = nil
                }
            }
            var champion: (seconds: Double, version: String)?
            if !isOld, let other = self.champion(for: index, at: time), let seconds = p95[other] {
                champion = (seconds, deployments[other].key.version ?? "—")
            }
            deployments[index].baseline.step(
                at: time, p95: p95[index], isOld: isOld, frozen: frozen, champion: champion)
            store.record(
                deployments[index].gauges?.baseline, deployments[index].baseline.current ?? .nan,
                at: time)
        }
    }

    /// What is beyond its usual latency, which stands still meanwhile.
    struct Regressed {
        fileprivate var alerts: [Labels]
        var isEmpty: Bool { alerts.isEmpty }

        func contains(_ key: DeploymentKey) -> Bool {
            guard !alerts.isEmpty else { return false }
            let labels = Labels(key.labels)
            return alerts.contains { $0.covers(labels) }
        }
    }

    func regressed(at time: Timestamp) -> Regressed {
        // Of time that the journal has, alerts say how they stand and not how they stood.
        Regressed(
            alerts: (isJournalled(time) ? shadow?.book : book)?.active(rule: Self.regression) ?? [])
    }

    private func isJournalled(_ time: Timestamp) -> Bool {
        shadow.map { time <= $0.through } ?? false
    }

    /// Takes in that usual latencies stand still from now on; what is new among them.
    mutating func freezeBaselines(at time: Timestamp) -> [FrozenBaseline] {
        let regressed = regressed(at: time)
        guard !regressed.isEmpty else { return [] }
        var new: [FrozenBaseline] = []
        for deployment in deployments
        where frozenBaselines[deployment.key] == nil && regressed.contains(deployment.key) {
            guard let seconds = deployment.baseline.current else { continue }
            let frozen = FrozenBaseline(
                labels: Labels(deployment.key.labels), seconds: seconds,
                borrowedFrom: deployment.baseline.borrowedFrom, since: time)
            frozenBaselines[deployment.key] = Frozen(frozen: frozen)
            new.append(frozen)
        }
        return new
    }

    /// A usual latency that stands still.
    struct Frozen: Sendable {
        var frozen: FrozenBaseline
        /// When its alert was over; nil while it goes on.
        var until: Timestamp?
    }

    /// Takes over what the journal kept of alerts that go on, and of those that are over: what the
    /// logs still have may begin within one, and it is no usual.
    mutating func restore(_ baselines: [FrozenBaseline], after fired: [FiredAlert]) {
        let alerts = Regressed(alerts: book.active(rule: Self.regression))
        for baseline in baselines {
            let key = DeploymentKey(
                model: baseline.labels["model"] ?? "", version: baseline.labels["version"],
                target: baseline.labels["target"])
            if alerts.contains(key) {
                frozenBaselines[key] = Frozen(frozen: baseline)
                continue
            }
            let over = fired.filter {
                $0.rule == Self.regression && $0.firedAt >= baseline.since
                    && $0.labels.covers(baseline.labels)
            }
            if let until = over.compactMap(\.endedAt).max() {
                frozenBaselines[key] = Frozen(frozen: baseline, until: until)
            }
        }
    }

    /// The rule about a latency's usual, ours or the user's of its name.
    static let regression = "LatencyRegressed"

    /// The deployment that a young one is measured against: the champion of its model on its
    /// target, by the registry, else the one that has served longest there.
    ///
    /// A champion is measured against none of its challengers, and nobody against a version that is
    /// itself on trial.
    func champion(for index: Int, at time: Timestamp) -> Int? {
        func role(_ index: Int) -> String? {
            registry.role(deployments[index].key.model, deployments[index].key.version)
        }
        let others = (neighbours[deployments[index].key.withoutVersion] ?? []).filter {
            $0 != index
        }
        guard !others.isEmpty else { return nil }
        if let named = others.first(where: { role($0) == "champion" }) { return named }
        if role(index) == "champion" { return nil }
        return others.filter {
            deployments[$0].firstSeen < deployments[index].firstSeen
                && time - deployments[$0].lastSeen < 3_600_000 && role($0) == nil
        }.min { deployments[$0].firstSeen < deployments[$1].firstSeen }
    }
}
