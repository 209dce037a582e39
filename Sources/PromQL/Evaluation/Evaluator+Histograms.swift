import Telemetry

extension Evaluator {
    /// Quantiles and fractions of classic histograms: series that differ only in `le`.
    func histogram(
        _ special: Function.Special, _ call: SyntaxNode.Call, _ node: SyntaxNode,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let arguments = call.arguments
        var result: [Element] = []
        switch special {
        case .histogramQuantile:
            let q = try scalar(arguments[0], at: time)
            noteInvalidQuantile(q, at: arguments[0].range)
            for histogram in try histograms(arguments[1], at: time) {
                noteForced(histogram, at: arguments[1].range)
                result.append(
                    element(histogram, HistogramBuckets.quantile(q, of: histogram.buckets)))
            }
        case .histogramFraction:
            let lower = try scalar(arguments[0], at: time)
            let upper = try scalar(arguments[1], at: time)
            for histogram in try histograms(arguments[2], at: time) {
                let value = histogram.buckets?.fraction(from: lower, to: upper) ?? .nan
                result.append(element(histogram, value))
            }
        default: result = try quantiles(call, at: time)
        }
        try requireDistinct(result, node)
        return result
    }

    private func quantiles(
        _ call: SyntaxNode.Call, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let label = string(call.arguments[1])
        guard label.isValidUTF8, !label.value.isEmpty else {
            throw EvaluationError(
                "invalid label name \(GoString.quoted(label.bytes))", at: call.arguments[1].range)
        }
        var shares: [Double] = []
        for argument in call.arguments.dropFirst(2) {
            let q = try scalar(argument, at: time)
            noteInvalidQuantile(q, at: argument.range)
            shares.append(q)
        }
        var result: [Element] = []
        for histogram in try histograms(call.arguments[0], at: time) {
            noteForced(histogram, at: call.arguments[0].range)
            for q in shares {
                var one = element(
                    histogram, HistogramBuckets.quantile(q, of: histogram.buckets))
                one.labels = one.labels.setting(label.value, GoNumber.openMetrics(q))
                result.append(one)
            }
        }
        // Two shares that write the same label would be the same series.
        try Self.requireDistinct(result.map(\.labels), call.arguments[1].range)
        return result
    }

    private struct ClassicHistogram {
        var labels: Labels
        var metric: String?
        /// Nil without a bucket up to +Inf.
        var buckets: HistogramBuckets?
    }

    private func histograms(
        _ argument: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [ClassicHistogram] {
        var order: [Labels] = []
        var byLabels: [Labels: [HistogramBuckets.Bucket]] = [:]
        for element in try vector(argument, at: time) {
            let written = element.labels["le"] ?? ""
            guard let bound = GoNumber.parse(written), !bound.isNaN else {
                noteBadBound(written, element.labels.metric, at: argument.range)
                continue
            }
            let labels = element.labels.removing(["le"])
            if byLabels[labels] == nil { order.append(labels) }
            byLabels[labels, default: []].append(
                .init(upperBound: bound, count: element.value))
        }
        return order.map { labels in
            ClassicHistogram(
                labels: labels, metric: labels.metric,
                buckets: byLabels[labels].flatMap(HistogramBuckets.init))
        }
    }

    private func element(_ histogram: ClassicHistogram, _ value: Double) -> Element {
        var element = Element(labels: histogram.labels, value: value)
        dropName(&element)
        return element
    }

    private func noteBadBound(_ bound: String, _ metric: String?, at range: SourceRange) {
        note(
            .warning,
            "bucket label \"le\" is missing or has a malformed value of "
                + GoString.quoted(bound) + Self.forMetric(metric), at: range)
    }

    private func noteForced(_ histogram: ClassicHistogram, at range: SourceRange) {
        guard histogram.buckets?.wasForcedMonotonic == true else { return }
        note(
            .info,
            "input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/"
                + "#histogram_quantile)" + Self.forMetric(histogram.metric), at: range)
    }

    private static func forMetric(_ metric: String?) -> String {
        metric.map { " for metric name \(GoString.quoted($0))" } ?? ""
    }
}
