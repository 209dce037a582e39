internal import Alerting
internal import DequeModule
internal import Telemetry

extension Engine {
    /// Restates what registries, pipelines and sources say, as series.
    mutating func recordFacts(at time: Timestamp) {
        var gauges = sourceGauges
        recordSources(&gauges, at: time)
        recordStages(&gauges, at: time)
        for version in versions {
            guard let facts = registry[version.model, version.version] else { continue }
            var labels = ["model": version.model, "version": facts.version]
            labels["role"] = registry.role(version.model, version.version)
            labels["stage"] = facts.stage
            labels["run"] = facts.run
            labels["dataset"] = facts.dataset
            gauges.state("model_version_info", labels, 1, at: time, in: &store)
        }
        recordRetirements(&gauges, at: time)
        gauges.finish(at: time, in: &store)
        sourceGauges = gauges
    }

    /// That nobody waits for what is retired, also where no log tells of it any more and an alert
    /// does: it may have been rotated away while nobody looked.
    private mutating func recordRetirements(_ gauges: inout FactGauges, at time: Timestamp) {
        // At every instant, also of the past: most have no registry to ask.
        guard !registry.models.isEmpty else { return }
        for record in book.records where record.instance.isActive {
            let labels = record.instance.labels
            guard let model = labels["model"], let version = labels["version"],
                registry.isRetired(model, version)
            else { continue }
            let key = DeploymentKey(model: model, version: version, target: labels["target"])
            guard deploymentIndex[key] == nil else { continue }
            gauges.state(
                "model_silence_limit_seconds", key.labels, .infinity, at: time, in: &store)
        }
    }

    private mutating func recordSources(_ gauges: inout FactGauges, at time: Timestamp) {
        let newest = newestOfFamilies()
        for name in sources.keys.sorted() {
            guard let source = sources[name], source.state.kind != .ignored else { continue }
            let labels = ["source": name]
            var isUp = true
            if case .failed = source.state.condition { isUp = false }
            gauges.state("source_up", labels, isUp ? 1 : 0, at: time, in: &store)
            for (reason, count) in source.state.rejected {
                gauges.state(
                    "source_rejected_total", ["source": name, "reason": reason], Double(count),
                    at: time, in: &store)
            }
            guard let silence = sourceSilence(source, at: time) else { continue }
            gauges.state(
                "source_lag_seconds", labels, Double(silence) / 1_000, at: time, in: &store)
            // A rotated part is not expected to grow, also when the log itself is not here.
            guard newest[source.family] == name, source.state.condition != .stale,
                let limit = sourceLimit(name, at: time, silence: silence)
            else { continue }
            gauges.state(
                "source_silence_seconds", labels, Double(silence) / 1_000, at: time, in: &store)
            gauges.state(
                "source_silence_limit_seconds", labels, Double(limit) / 1_000, at: time,
                in: &store)
        }
    }

    /// Of files that differ in digits only, the one that grew last: the others were rotated away.
    private func newestOfFamilies() -> [String: String] {
        var newest: [String: (name: String, at: Timestamp)] = [:]
        for (name, source) in sources {
            let at = source.state.newestSample ?? .distantPast
            if let known = newest[source.family], (known.at, known.name) >= (at, name) { continue }
            newest[source.family] = (name, at)
        }
        return newest.mapValues(\.name)
    }

    /// Milliseconds since an event log or metric file last grew, in event time; nil for what is
    /// state.
    func sourceSilence(_ source: SourceRecord, at time: Timestamp) -> Int64? {
        guard source.state.kind == .events else { return nil }
        let position = source.arrivals.lowerBound(clocks.grid.slot(of: time) + 1) - 1
        guard position >= 0 else { return nil }
        let end = clocks.grid.end(of: source.arrivals.slots[position])
        if let newest = source.state.newestSample, newest <= time { return time - newest }
        return max(0, time - end)
    }

    private mutating func sourceLimit(
        _ name: String, at time: Timestamp, silence: Int64
    ) -> Int64? {
        guard silence >= 600_000, let source = sources[name] else { return 600_000 }
        if let computed = source.limitComputedAt, time >= computed, time - computed < 600_000 {
            return source.silenceLimitSeconds < 0 ? nil : Int64(source.silenceLimitSeconds * 1_000)
        }
        let gap = MedianGap.milliseconds(
            zip(source.arrivals.slots, source.arrivals.values).lazy.map {
                (slot: $0, count: Int64($1))
            }, width: clocks.grid.widthMilliseconds)
        let limit = gap.map { max(600_000, 10 * $0) }
        sources[name]?.silenceLimitSeconds = limit.map { Double($0) / 1_000 } ?? -1
        sources[name]?.limitComputedAt = time
        return limit
    }

    private mutating func recordStages(_ gauges: inout FactGauges, at time: Timestamp) {
        for key in workflow.events.keys {
            guard let state = workflow.state(key, at: time) else { continue }
            var labels = ["model": key.model, "stage": key.stage.rawValue]
            gauges.state(
                "workflow_stage_age_seconds", labels, state.sinceSuccessSeconds, at: time,
                in: &store)
            if let every = state.plan?.expectedEverySeconds {
                gauges.state(
                    "workflow_stage_expected_seconds", labels, every, at: time, in: &store)
            }
            if let running = state.runningSeconds {
                gauges.state(
                    "workflow_stage_running_seconds", labels, running, at: time, in: &store)
            }
            if let most = state.plan?.maxDurationSeconds {
                gauges.state(
                    "workflow_stage_max_duration_seconds", labels, most, at: time, in: &store)
            }
            labels["status"] = state.statusWord
            gauges.state("workflow_stage_status", labels, 1, at: time, in: &store)
        }
    }
}

extension StageState {
    /// The contract's word for the latest status.
    var statusWord: String {
        switch latest.status {
        case .started: "running"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .waiting: "waiting"
        }
    }
}
