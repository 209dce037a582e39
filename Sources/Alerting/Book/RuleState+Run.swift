internal import Telemetry

extension RuleState {
    /// One evaluation of an alerting rule.
    ///
    /// - Parameters:
    ///   - isSteady: false shortly after the clock jumped: what is missing then has not cleared,
    ///     and a rule that asks for what is absent cannot be asked.
    ///   - isBetween: judged between two instants of the group: only a change is a result of its
    ///     flap window.
    ///   - keepsThrough: what is missing of alerts that are no younger has not cleared.
    mutating func run(
        _ rule: AlertingRule, group: RuleGroup, external: ExternalIdentity,
        at instant: Timestamp, isSteady: Bool, isBetween: Bool, keepsThrough: Timestamp?,
        in source: any SeriesSource
    ) throws(AlertFault) -> [AlertTransition] {
        var evidence = evidence
        if !isSteady {
            evidence = EvidenceSource(unsteady: rule)
            if evidence == nil { return [] }
        }
        let reading = instant - group.queryOffsetMilliseconds
        let elements = try rule.expression.evaluate(
            at: reading, in: source, memory: &memory, notes: &notes)
        var candidates = elements.map { element in
            rule.candidate(for: element, external: external, at: reading) { text in
                try Self.query(text, like: rule.expression, at: reading, in: source)
            }
        }
        if let coverage = evidence?.coverage(at: reading, in: source) {
            candidates.removeAll { !coverage.isEnough(for: $0.series) }
        }
        let settings = AlertMachine.Settings(
            holdMilliseconds: rule.holdMilliseconds,
            keepFiringMilliseconds: rule.keepFiringMilliseconds, limit: group.limit,
            noData: isSteady && keepsThrough == nil ? rule.operations?.noData ?? .ok : .keep,
            flap: rule.operations?.flap, isBetween: isBetween)
        var answers: EvidenceSource.Reading?
        if let evidence, evidence.hasSides, !candidates.isEmpty {
            let reading = evidence.reading(at: reading, in: source)
            answers = reading
            for index in candidates.indices {
                candidates[index].sides = reading.sides(of: candidates[index].series)
            }
        }
        if let keepsThrough, let lastEvaluation {
            machine.excusePending(
                through: keepsThrough, milliseconds: instant - lastEvaluation,
                but: Set(candidates.map(\.labels)))
        }
        return try machine.evaluate(candidates, at: instant, settings: settings) {
            instance in
            if let keepsThrough, instance.activeAt <= keepsThrough { return .vanished }
            guard let evidence else { return .cleared }
            let reading = answers ?? evidence.reading(at: reading, in: source)
            answers = reading
            return reading.evidence(for: instance)
        }
    }

    private static func query(
        _ text: String, like expression: RuleExpression, at time: Timestamp,
        in source: any SeriesSource
    ) throws -> [(labels: Labels, value: Double)] {
        do {
            return try expression.other(text).evaluate(at: time, in: source)
                .map { ($0.labels, $0.value) }
        } catch let fault as RuleExpression.Fault {
            throw TemplateFault(fault.message)
        }
    }

    /// The flap windows that moved since they stood so.
    func flaps(since before: [Labels: FlapWindow]) -> [FlapRecord] {
        guard !before.isEmpty || !machine.flaps.isEmpty else { return [] }
        return Set(before.keys).union(machine.flaps.keys).sorted(by: AlertMachine.precedes)
            .filter { before[$0] != machine.flaps[$0] }
            .map(flap)
    }

    /// One flap window as it is kept.
    func flap(_ labels: Labels) -> FlapRecord {
        FlapRecord(
            rule: rule.name, labels: labels, window: machine.flaps[labels],
            expression: rule.expression.source)
    }

    /// One evaluation of a recording rule.
    mutating func run(
        _ rule: RecordingRule, group: RuleGroup, at instant: Timestamp,
        in source: any SeriesSource
    ) throws(AlertFault) -> [SeriesSamples] {
        let reading = instant - group.queryOffsetMilliseconds
        var seen: Set<Labels> = []
        var result: [SeriesSamples] = []
        let elements = try rule.expression.evaluate(
            at: reading, in: source, memory: &memory, notes: &notes)
        for element in elements {
            let pairs =
                element.labels.pairs.map { ($0.name, $0.value) } + rule.labels
                + [(Labels.metricName, rule.record)]
            let labels = Labels(pairs)
            guard seen.insert(labels).inserted else { throw .duplicateLabels(labels) }
            result.append(
                SeriesSamples(
                    labels: labels, samples: [Sample(time: reading, value: element.value)]))
        }
        if group.limit > 0, result.count > group.limit {
            throw .overLimit(limit: group.limit, count: result.count, what: "series")
        }
        return result
    }

    /// A sample of its is not kept, since something else gave the series another value.
    ///
    /// It fails, as in Prometheus; an alerting rule has been judged all the same, and only says so.
    mutating func refuse(
        _ series: SeriesSamples, at instant: Timestamp, group: String,
        into evaluation: inout RuleEvaluation
    ) {
        returned.remove(series.labels)
        let message = AlertFault.duplicateSample(series.labels).description
        evaluation.faults.append(
            .init(group: group, rule: rule.name, message: message, at: instant))
        guard isAlerting else {
            health = .bad
            lastError = message
            return
        }
        if !notes.contains(message) { notes.append(message) }
    }

    /// `ALERTS` and `ALERTS_FOR_STATE` of every active alert.
    mutating func alertSeries(at time: Timestamp) -> [SeriesSamples] {
        guard case .alerting(let alerting) = rule else { return [] }
        var result: [SeriesSamples] = []
        var names: [Labels: AlertSeriesLabels] = [:]
        for instance in machine.instances.values where instance.isActive {
            let own = seriesLabels[instance.labels] ?? AlertSeriesLabels(instance.labels, alerting)
            names[instance.labels] = own
            result.append(
                SeriesSamples(
                    labels: instance.isFiring ? own.firing : own.pending,
                    samples: [Sample(time: time, value: 1)]))
            let activeSeconds = (instance.activeAt.seconds).rounded(.down)
            result.append(
                SeriesSamples(
                    labels: own.since, samples: [Sample(time: time, value: activeSeconds)]))
        }
        seriesLabels = names
        return result
    }

    /// Staleness markers for what the last evaluation returned and this one did not.
    mutating func markVanished(
        after samples: [SeriesSamples], at time: Timestamp
    ) -> [SeriesSamples] {
        let now = Set(samples.map(\.labels))
        let gone = returned.subtracting(now)
        returned = now
        return gone.map { SeriesSamples(labels: $0, samples: [.stale(at: time)]) }
    }
}
