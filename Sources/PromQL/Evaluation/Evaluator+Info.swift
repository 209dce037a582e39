import Telemetry

extension Evaluator {
    /// Adds the labels of info series (`target_info` unless named otherwise) that share the
    /// identifying labels `instance` and `job`.
    func info(
        _ call: SyntaxNode.Call, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let elements = try vector(call.arguments[0], at: time)
        let wanted = InfoMatchers(call.arguments.count > 1 ? call.arguments[1] : nil)
        let timing = Self.timing(of: call.arguments[0])
        let at = shift(timing, time, time).end
        let series = source.select(
            wanted.selecting, after: at - options.lookback.milliseconds, through: at)
        var sources: [(labels: Labels, time: Timestamp)] = []
        for one in series {
            guard let sample = one.samples.last(where: { $0.time <= at }), !sample.isStale,
                sample.time > at - options.lookback.milliseconds
            else { continue }
            sources.append((one.labels, sample.time))
        }
        let byIdentity = Dictionary(grouping: sources) { Self.identity($0.labels) }
        var result: [Element] = []
        for element in elements {
            if wanted.describes(element.labels) {
                result.append(element)
                continue
            }
            let matching = byIdentity[Self.identity(element.labels)] ?? []
            let added = try wanted.added(to: element.labels, from: matching, node)
            if added.isEmpty, !wanted.acceptsNothing { continue }
            var enriched = element
            enriched.labels = Labels(
                element.labels.pairs.map { ($0.name, $0.value) }
                    + added.filter { element.labels[$0.key] == nil }.map { ($0.key, $0.value) })
            result.append(enriched)
        }
        try Self.requireDistinct(result.map(\.labels), node.range)
        return result
    }

    private static func identity(_ labels: Labels) -> Labels { labels.keeping(identifying) }

    fileprivate static let identifying = ["instance", "job"]

    /// The `offset` and `@` of the series to enrich hold for the info series too.
    private static func timing(of node: SyntaxNode) -> SyntaxNode.Timing {
        if case .selector(let selector) = node.unwrapped.kind { return selector.timing }
        for child in node.children {
            let timing = timing(of: child)
            if timing.offset != nil || timing.fixed != nil { return timing }
        }
        return .init()
    }
}

/// What the second argument of `info` asks for.
private struct InfoMatchers {
    private let names: [LabelMatcher]
    private let labels: [LabelMatcher]

    init(_ node: SyntaxNode?) {
        var all: [LabelMatcher] = []
        if case .selector(let selector) = node?.kind { all = selector.matchers }
        let named = all.filter { $0.name == Labels.metricName }
        names = named.isEmpty ? [LabelMatcher(Labels.metricName, .equal, "target_info")] : named
        labels = all.filter { $0.name != Labels.metricName }
    }

    /// What selects the info series; never everything there is.
    var selecting: [LabelMatcher] {
        let suffix = LabelMatcher(
            Labels.metricName, .matches, ".+_info", pattern: { $0.hasSuffix("_info") })
        return (isOpen ? names + [suffix] : names) + labels
    }

    /// Whether a series is itself an info series: it is passed on unchanged.
    func describes(_ series: Labels) -> Bool {
        !isOpen && names.allSatisfy { $0.accepts(series) }
    }

    /// Whether the names are only told by what they are not.
    private var isOpen: Bool {
        names.allSatisfy { $0.operation == .notEqual || $0.operation == .doesNotMatch }
    }

    /// Whether a series without any info series stays.
    var acceptsNothing: Bool { labels.allSatisfy { $0.accepts(value: "") } }

    /// Labels to add; the newest series of each info metric speaks for it.
    func added(
        to labels: Labels, from sources: [(labels: Labels, time: Timestamp)], _ node: SyntaxNode
    ) throws(EvaluationError) -> [String: String] {
        var newest: [String: (labels: Labels, time: Timestamp)] = [:]
        for source in sources {
            let name = source.labels.metric ?? ""
            if let known = newest[name], known.time >= source.time { continue }
            newest[name] = source
        }
        var added: [String: String] = [:]
        let chosen = Set(self.labels.map(\.name))
        for (_, source) in newest.sorted(by: { $0.key < $1.key }) {
            for pair in source.labels.pairs where !MetadataLabels.contains(pair.name) {
                guard !Evaluator.identifying.contains(pair.name) || chosen.contains(pair.name),
                    chosen.isEmpty || chosen.contains(pair.name)
                else { continue }
                if let other = added[pair.name], other != pair.value, labels[pair.name] == nil {
                    throw EvaluationError(
                        "conflicting label \(GoString.quoted(pair.name)): "
                            + "\(GoString.quoted(other)) and \(GoString.quoted(pair.value))",
                        at: node.range)
                }
                added[pair.name] = pair.value
            }
        }
        return added
    }
}
