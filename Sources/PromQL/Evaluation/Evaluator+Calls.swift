import Telemetry

extension Evaluator {
    /// A call of a function that returns a vector.
    func vectorCall(
        _ call: SyntaxNode.Call, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        switch call.function.body {
        case .eachValue(let body):
            return try renamed(vector(call.arguments[0], at: time), node, body)
        case .eachTime(let body): return try timePart(call, node, body, at: time)
        case .eachWindow(let body):
            return try eachWindow(call.arguments[0], node, keepsName: false, at: time, body)
        case .eachWindowNamed(let body):
            return try eachWindow(call.arguments[0], node, keepsName: true, at: time, body)
        case .special(let special): return try vectorSpecial(special, call, node, at: time)
        case .nativeHistogram where options.nativeFunctionsFindNothing: return []
        case .nativeHistogram:
            throw EvaluationError(
                "\(call.function.name) reads native histograms, which are not supported; "
                    + "classic histograms have _count and _sum series", at: node.range,
                needsNativeHistograms: true)
        case .domain(let body): return try domainCall(call, body, node, at: time)
        }
    }

    /// A call of a function that returns a number.
    func scalarCall(
        _ call: SyntaxNode.Call, at time: Timestamp
    ) throws(EvaluationError) -> Double {
        switch call.function.body {
        case .special(.time): return time.seconds
        case .special(.pi): return .pi
        case .special(.queryStart): return bounds.start.seconds
        case .special(.queryEnd): return bounds.end.seconds
        case .special(.queryStep): return bounds.stepSeconds
        case .special(.queryRange): return bounds.rangeSeconds
        case .special(.scalar):
            let elements = try vector(call.arguments[0], at: time)
            return elements.count == 1 ? elements[0].value : .nan
        case .special(.smallerOf):
            return GoMath.minimum(
                try scalar(call.arguments[0], at: time), try scalar(call.arguments[1], at: time))
        case .special(.largerOf):
            return GoMath.maximum(
                try scalar(call.arguments[0], at: time), try scalar(call.arguments[1], at: time))
        case .domain(let body):
            return try domainCall(call, body, nil, at: time).first?.value ?? .nan
        default: preconditionFailure("\(call.function.name) is not declared to return a scalar")
        }
    }

    private func vectorSpecial(
        _ special: Function.Special, _ call: SyntaxNode.Call, _ node: SyntaxNode,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let arguments = call.arguments
        switch special {
        case .clamp, .clampMinimum, .clampMaximum:
            return try clamp(special, call, node, at: time)
        case .round:
            let nearest = arguments.count > 1 ? try scalar(arguments[1], at: time) : 1
            return try renamed(vector(arguments[0], at: time), node) {
                GoMath.round($0, to: nearest)
            }
        case .vector:
            return [Element(labels: .empty, value: try scalar(arguments[0], at: time))]
        case .timestamp: return try timestamps(arguments[0], node, at: time)
        case .absent:
            let isEmpty = try vector(arguments[0], at: time).isEmpty
            return isEmpty ? [Element(labels: absentLabels(arguments[0]), value: 1)] : []
        case .absentOverTime:
            let isEmpty = try windows(arguments[0], at: time).isEmpty
            return isEmpty ? [Element(labels: absentLabels(arguments[0]), value: 1)] : []
        case .rate, .predictLinear, .doubleExponentialSmoothing, .quantileOverTime:
            return try windowSpecial(special, call, node, at: time)
        case .histogramQuantile, .histogramQuantiles, .histogramFraction:
            return try histogram(special, call, node, at: time)
        case .labelReplace, .labelJoin, .sort, .sortByLabel:
            return try labelCall(special, call, node, at: time)
        case .info: return try info(call, node, at: time)
        case .scalar, .time, .pi, .queryStart, .queryEnd, .queryRange, .queryStep, .smallerOf,
            .largerOf:
            preconditionFailure("\(call.function.name) is not declared to return a vector")
        }
    }

    private func windowSpecial(
        _ special: Function.Special, _ call: SyntaxNode.Call, _ node: SyntaxNode,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let arguments = call.arguments
        switch special {
        case .rate(let kind):
            return try eachWindow(arguments[0], node, keepsName: false, at: time) { window in
                if kind.isCounter { noteIfNoCounter(window.labels, at: arguments[0].range) }
                return changeOver(kind, window, arguments[0])
            }
        case .predictLinear:
            let ahead = try scalar(arguments[1], at: time)
            return try eachWindow(arguments[0], node, keepsName: false, at: time) { window in
                guard window.samples.count > 1 else { return nil }
                let line = Regression.linear(window.samples, intercept: time)
                return line.slope * ahead + line.value
            }
        case .doubleExponentialSmoothing:
            let smoothing = try scalar(arguments[1], at: time)
            let trend = try scalar(arguments[2], at: time)
            for (name, short, value) in [("smoothing", "sf", smoothing), ("trend", "tf", trend)]
            where value <= 0 || value >= 1 {
                throw EvaluationError(
                    "invalid \(name) factor. Expected: 0 < \(short) < 1, got: "
                        + GoNumber.general(value), at: node.range)
            }
            return try eachWindow(arguments[0], node, keepsName: false, at: time) { window in
                Regression.doubleExponentialSmoothing(
                    window.samples, smoothing: smoothing, trend: trend)
            }
        default:
            let q = try scalar(arguments[0], at: time)
            let windows = try windows(arguments[1], at: time)
            if !windows.isEmpty { noteInvalidQuantile(q, at: arguments[0].range) }
            return try eachWindow(windows, node, keepsName: false) { Quantile.of($0.values, q) }
        }
    }

    private func changeOver(
        _ kind: RateKind, _ window: Window, _ argument: SyntaxNode
    ) -> Double? {
        if case .selector(let selector) = argument.unwrapped.kind, selector.extent != .plain {
            return ExtendedRange.change(kind, window)
        }
        return RateFunctions.extrapolated(kind, window)
    }

    private func noteIfNoCounter(_ labels: Labels, at range: SourceRange) {
        guard let metric = labels.metric else { return }
        if let type = labels["__type__"] {
            guard type != "counter", type != "histogram" else { return }
            note(
                .info,
                "metric might not be a counter, __type__ label is not set to \"counter\" or "
                    + "\"histogram\", got \(GoString.quoted(type)): \(GoString.quoted(metric))",
                at: range)
            return
        }
        let suffixes = ["_total", "_sum", "_count", "_bucket"]
        if suffixes.contains(where: metric.hasSuffix) { return }
        note(
            .info,
            "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                + GoString.quoted(metric), at: range)
    }

    private func eachWindow(
        _ argument: SyntaxNode, _ node: SyntaxNode, keepsName: Bool, at time: Timestamp,
        _ body: (Window) -> Double?
    ) throws(EvaluationError) -> [Element] {
        try eachWindow(windows(argument, at: time), node, keepsName: keepsName, body)
    }

    private func eachWindow(
        _ windows: [Window], _ node: SyntaxNode, keepsName: Bool, _ body: (Window) -> Double?
    ) throws(EvaluationError) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(windows.count)
        for window in windows {
            guard let value = body(window) else { continue }
            var element = Element(
                labels: window.labels, value: value, dropsName: window.dropsName)
            if !keepsName { dropName(&element) }
            result.append(element)
        }
        if !keepsName, !Self.shareName(windows.lazy.map(\.labels)) {
            try requireDistinct(result, node)
        }
        return result
    }

    private func timePart(
        _ call: SyntaxNode.Call, _ node: SyntaxNode, _ body: (CivilTime) -> Double,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        func part(_ seconds: Double) -> Double {
            guard seconds.magnitude < 9e15 else { return .nan }
            return body(CivilTime(unixSeconds: Int64(seconds)))
        }
        if call.arguments.isEmpty { return [Element(labels: .empty, value: part(time.seconds))] }
        return try renamed(vector(call.arguments[0], at: time), node, part)
    }

    private func clamp(
        _ special: Function.Special, _ call: SyntaxNode.Call, _ node: SyntaxNode,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let elements = try vector(call.arguments[0], at: time)
        let first = try scalar(call.arguments[1], at: time)
        switch special {
        case .clampMinimum: return try renamed(elements, node) { GoMath.maximum(first, $0) }
        case .clampMaximum: return try renamed(elements, node) { GoMath.minimum(first, $0) }
        default:
            let last = try scalar(call.arguments[2], at: time)
            if last < first { return [] }
            return try renamed(elements, node) {
                GoMath.maximum(first, GoMath.minimum(last, $0))
            }
        }
    }

    /// The time of the sample a selector found; the evaluation's own for anything computed.
    private func timestamps(
        _ argument: SyntaxNode, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        guard case .selector(let selector) = argument.unwrapped.kind else {
            return try renamed(vector(argument, at: time), node) { _ in time.seconds }
        }
        var result = instant(selector, at: time).map { sighting in
            var element = sighting.element
            element.value = sighting.time.seconds
            return element
        }
        for index in result.indices { dropName(&result[index]) }
        try requireDistinct(result, node)
        return result
    }

    /// The labels that a selector fixes to one value; none for anything else.
    private func absentLabels(_ argument: SyntaxNode) -> Labels {
        guard case .selector(let selector) = argument.unwrapped.kind else { return .empty }
        var values: [String: String] = [:]
        var seen: Set<String> = []
        for matcher in selector.matchers where matcher.name != Labels.metricName {
            if matcher.operation == .equal, seen.insert(matcher.name).inserted {
                values[matcher.name] = matcher.value
            } else {
                values[matcher.name] = nil
            }
        }
        return Labels(values)
    }

    private func domainCall(
        _ call: SyntaxNode.Call, _ body: DomainFunction.Body, _ node: SyntaxNode?,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        var arguments: [DomainFunction.Argument] = []
        for argument in call.arguments {
            switch argument.type {
            case .scalar: arguments.append(.scalar(try scalar(argument, at: time)))
            case .string: arguments.append(.string(string(argument).value))
            case .instantVector:
                arguments.append(.vector(try finished(vector(argument, at: time), argument)))
            case .rangeVector:
                let series = try windows(argument, at: time).map { window in
                    SeriesSamples(labels: window.labels, samples: Array(window.samples))
                }
                arguments.append(.range(series))
            }
        }
        let elements: [VectorElement]
        do {
            elements = try body(arguments, time)
        } catch let error as EvaluationError {
            throw error
        } catch {
            throw EvaluationError("\(call.function.name): \(error)", at: node?.range)
        }
        if let node { try Self.requireDistinct(elements.map(\.labels), node.range) }
        return elements.map { Element(labels: $0.labels, value: $0.value) }
    }
}
