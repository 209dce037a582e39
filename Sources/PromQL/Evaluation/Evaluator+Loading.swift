internal import Telemetry

extension Evaluator {
    /// Selects, once for the whole query, what every selector below a node reads when the node is
    /// evaluated from the one instant through the other.
    func load(
        _ node: SyntaxNode, from start: Timestamp, through end: Timestamp
    ) throws(EvaluationError) {
        switch node.kind {
        case .selector(let selector): try load(selector, node, from: start, through: end)
        case .subquery(let subquery):
            let shifted = shift(subquery.timing, start, end)
            let range = milliseconds(subquery.range)
            try load(subquery.operand, from: shifted.start - range, through: shifted.end)
            if remembers {
                memory.keepSteps(of: node, subquery.operand, after: shifted.start - range)
            }
        case .call(let call):
            for (index, argument) in call.arguments.enumerated() {
                // The second argument of `info` is a description of labels, not a selector.
                if case .special(.info) = call.function.body, index == 1 { continue }
                try load(argument, from: start, through: end)
            }
        default:
            for child in node.children { try load(child, from: start, through: end) }
        }
    }

    private func load(
        _ selector: SyntaxNode.Selector, _ node: SyntaxNode, from start: Timestamp,
        through end: Timestamp
    ) throws(EvaluationError) {
        let shifted = shift(selector.timing, start, end)
        let reach = selector.range.map(milliseconds) ?? options.lookback.milliseconds
        if reach <= 0, selector.range != nil {
            throw EvaluationError("duration must be greater than 0", at: node.range)
        }
        if let source = followed(selector) {
            let isInstant = selector.range == nil && shifted.start == shifted.end
            let after = shifted.start - reach
            loaded[selector.slot] =
                isInstant
                ? memory.selectors[selector.slot, default: SelectorMemory()].newest(
                    selector.matchers, in: source, after: after, through: shifted.end)
                : memory.selectors[selector.slot, default: SelectorMemory()].series(
                    selector.matchers, in: source, after: after, through: shifted.end,
                    keepsStale: selector.range == nil)
            try count(loaded[selector.slot], node)
            return
        }
        memory.selectors[selector.slot] = nil
        var after = shifted.start - reach
        var through = shifted.end
        if selector.extent != .plain, selector.range != nil {
            after = after - options.lookback.milliseconds
        }
        if selector.extent == .smoothed { through = through + options.lookback.milliseconds }
        var series = source.select(selector.matchers, after: after, through: through)
        let stale = Sample.staleBits
        for index in series.indices {
            if selector.range != nil,
                series[index].samples.contains(where: { $0.value.bitPattern == stale })
            {
                series[index].samples.removeAll { $0.value.bitPattern == stale }
            }
        }
        try count(series, node)
        loaded[selector.slot] = series
    }

    private func count(
        _ series: [SeriesSamples], _ node: SyntaxNode
    ) throws(EvaluationError) {
        for one in series { sampleCount += one.samples.count }
        if sampleCount > options.maximumSamples {
            throw EvaluationError(
                "query processing would load too many samples into memory in query execution",
                at: node.range)
        }
    }

    /// The instants a selector or subquery looks at, seen from those it is evaluated at.
    func shift(
        _ timing: SyntaxNode.Timing, _ start: Timestamp, _ end: Timestamp
    ) -> (start: Timestamp, end: Timestamp) {
        let offset = timing.offset.map(milliseconds) ?? 0
        switch timing.fixed {
        case nil: return (start - offset, end - offset)
        case .time(let time): return (time - offset, time - offset)
        case .queryStart: return (bounds.start - offset, bounds.start - offset)
        case .queryEnd: return (bounds.end - offset, bounds.end - offset)
        }
    }

    func milliseconds(_ duration: DurationTree) -> Int64 {
        let seconds = duration.seconds(step: bounds.stepSeconds, range: bounds.rangeSeconds)
        let milliseconds = (seconds * 1_000).rounded()
        // Past the bounds of time itself nothing is stored anyway.
        return milliseconds.magnitude < 9e15 ? Int64(milliseconds) : 0
    }

    /// A series' element together with the time of the sample it came from.
    struct Sighting {
        var element: Element
        var time: Timestamp
    }

    /// The newest sample of every series within the lookback, unless it marks the series' end.
    func instant(_ selector: SyntaxNode.Selector, at time: Timestamp) -> [Sighting] {
        let at = shift(selector.timing, time, time).end
        let after = at - options.lookback.milliseconds
        var result: [Sighting] = []
        result.reserveCapacity(loaded[selector.slot].count)
        for series in loaded[selector.slot] {
            if selector.extent == .smoothed {
                guard let value = ExtendedRange.interpolated(series.samples, at: at, after: after)
                else { continue }
                result.append(
                    Sighting(element: Element(labels: series.labels, value: value), time: at))
                continue
            }
            let index = series.samples.firstIndex(after: at) - 1
            guard index >= 0 else { continue }
            let sample = series.samples[index]
            guard sample.time > after, !sample.isStale else { continue }
            result.append(
                Sighting(
                    element: Element(labels: series.labels, value: sample.value),
                    time: sample.time))
        }
        return result
    }

    /// The samples of every series within the range; series without any are left out.
    func windows(of selector: SyntaxNode.Selector, at time: Timestamp) -> [Window] {
        let end = shift(selector.timing, time, time).end
        let start = end - (selector.range.map(milliseconds) ?? 0)
        var result: [Window] = []
        result.reserveCapacity(loaded[selector.slot].count)
        for series in loaded[selector.slot] {
            if selector.extent != .plain {
                let samples = ExtendedRange.samples(
                    series.samples, from: start, through: end, selector.extent,
                    lookback: options.lookback.milliseconds)
                guard !samples.isEmpty else { continue }
                result.append(
                    Window(labels: series.labels, samples: samples[...], start: start, end: end))
                continue
            }
            let lower = series.samples.firstIndex(after: start)
            let upper = series.samples.firstIndex(after: end)
            guard lower < upper else { continue }
            result.append(
                Window(
                    labels: series.labels, samples: series.samples[lower..<upper], start: start,
                    end: end))
        }
        return result
    }

    /// A subquery's operand at every step of its range.
    func windows(
        of subquery: SyntaxNode.Subquery, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Window] {
        let end = shift(subquery.timing, time, time).end
        let start = end - milliseconds(subquery.range)
        let step = subquery.step.map(milliseconds) ?? options.subqueryStep.milliseconds
        guard step > 0 else {
            throw EvaluationError("subquery step must be greater than 0", at: node.range)
        }
        guard (end - start) / step < options.maximumSteps else {
            throw EvaluationError(
                "exceeded maximum resolution of \(options.maximumSteps) points", at: node.range)
        }
        // Steps stand at multiples of themselves, so that they do not move with the query.
        var at = step * (start.milliseconds / step)
        while at <= start.milliseconds { at += step }
        var byLabels: [Labels: Int] = [:]
        var series: [(element: Element, samples: [Sample])] = []
        while at <= end.milliseconds {
            let now = Timestamp(milliseconds: at)
            for element in try inner(subquery.operand, node, at: now) {
                let sample = Sample(time: now, value: element.value)
                if let index = byLabels[element.labels] {
                    series[index].samples.append(sample)
                    if element.dropsName { series[index].element.dropsName = true }
                } else {
                    byLabels[element.labels] = series.count
                    series.append((element, [sample]))
                }
            }
            at += step
        }
        forget(node, before: start)
        return series.map { one in
            Window(
                labels: one.element.labels, samples: one.samples[...], start: start, end: end,
                dropsName: one.element.dropsName)
        }
    }

    private func inner(
        _ operand: SyntaxNode, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let key = ObjectIdentifier(node)
        if let known = subqueryResults[key]?[time.milliseconds] { return known }
        if let step = memory.subqueries[key]?.steps[time.milliseconds] {
            for annotation in step.annotations { note(annotation) }
            return step.elements
        }
        let said = forgetAnnotations()
        let elements = try vector(operand, at: time)
        memory.subqueries[key]?.steps[time.milliseconds] = SubqueryMemory.Step(
            elements: elements, annotations: annotations)
        for annotation in said + forgetAnnotations() { note(annotation) }
        sampleCount += elements.count
        if sampleCount > options.maximumSamples {
            throw EvaluationError(
                "query processing would load too many samples into memory in query execution",
                at: node.range)
        }
        if bounds.isRange { subqueryResults[key, default: [:]][time.milliseconds] = elements }
        return elements
    }

    /// Steps that no later instant of the query can reach need not be kept.
    private func forget(_ node: SyntaxNode, before start: Timestamp) {
        let key = ObjectIdentifier(node)
        guard bounds.isRange, let results = subqueryResults[key], results.count > 1_024 else {
            return
        }
        subqueryResults[key] = results.filter { $0.key > start.milliseconds }
    }
}
