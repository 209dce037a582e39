internal import PromQL

/// Whether the sides of an operator can match, by the labels that series always or never have: our
/// own by what they are, others by those that the sources at hand have.
struct LabelMatches {
    /// Names of ours that somebody else brings too: of those nothing is certain but what is seen.
    var foreign: Set<String>
    /// What is seen of the names that nobody records.
    var catalog: SeriesCatalog?

    /// A label that every series of one side has and none of the other, so that no two ever match;
    /// nil when they may.
    func obstacle(_ binary: SyntaxNode.Binary) -> (label: String, isLeft: Bool)? {
        guard binary.left.type == .instantVector, binary.right.type == .instantVector,
            binary.operation != .or, binary.operation != .unless,
            binary.matching.fillLeft == nil, binary.matching.fillRight == nil
        else { return nil }
        let matching = binary.matching
        for label in CanonicalMetric.ownLabels + seenLabels(binary)
        where matching.labels.contains(label) == matching.isOn {
            if always(binary.left, label), never(binary.right, label) { return (label, true) }
            if always(binary.right, label), never(binary.left, label) { return (label, false) }
        }
        return nil
    }

    /// The labels that sources gave to what is read, in order.
    private func seenLabels(_ binary: SyntaxNode.Binary) -> [String] {
        guard let catalog else { return [] }
        let names = Set((binary.left.metrics + binary.right.metrics))
        return Set(names.flatMap { catalog.labels[$0]?.keys.map { $0 } ?? [] })
            .subtracting(CanonicalMetric.ownLabels).sorted()
    }

    /// Whether every element has the label.
    private func always(_ node: SyntaxNode, _ label: String) -> Bool {
        switch node.kind {
        case .number, .string: return false
        case .selector(let selector):
            guard let name = selector.metric else { return false }
            return own(name)?.contains(label) ?? seen(name)?.everywhere.contains(label) ?? false
        case .subquery(let subquery): return always(subquery.operand, label)
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return always(inner, label)
        case .aggregation(let aggregation):
            let grouping = aggregation.grouping
            let isKept =
                aggregation.operation.selects
                || grouping.labels.contains(label) != grouping.isWithout
            return isKept && always(aggregation.operand, label)
        case .call(let call):
            // What makes labels of its own, or takes them away, says nothing here.
            guard !Self.relabelling.contains(call.function.name) else { return false }
            let vectors = call.arguments.filter {
                $0.type == .instantVector || $0.type == .rangeVector
            }
            return vectors.count == 1 && always(vectors[0], label)
        case .binary(let binary): return always(binary, label)
        }
    }

    private func always(_ binary: SyntaxNode.Binary, _ label: String) -> Bool {
        if binary.left.type == .scalar { return always(binary.right, label) }
        if binary.right.type == .scalar { return always(binary.left, label) }
        let (left, right) = (always(binary.left, label), always(binary.right, label))
        if binary.operation == .or { return left && right }
        if binary.operation.isSet { return left }
        switch binary.matching.cardinality {
        case .oneToOne:
            return left && binary.matching.labels.contains(label) == binary.matching.isOn
        // A label taken over from the other side goes where that one lacks it.
        case .manyToOne: return binary.matching.include.contains(label) ? right : left
        case .oneToMany: return binary.matching.include.contains(label) ? left : right
        }
    }

    /// Whether no element can have the label: none of the series that it is made of has it.
    private func never(_ node: SyntaxNode, _ label: String) -> Bool {
        if !ResultLabels.of(node).mayHave(label) { return true }
        if case .selector(let selector) = node.kind {
            guard let name = selector.metric else { return false }
            if let own = own(name) {
                return !own.contains(label) && CanonicalMetric.ownLabels.contains(label)
            }
            return seen(name).map { !$0.anywhere.contains(label) } ?? false
        }
        if case .call(let call) = node.kind, Self.relabelling.contains(call.function.name) {
            return false
        }
        if case .aggregation(let aggregation) = node.kind,
            aggregation.operation == .countValues
        {
            return false
        }
        return node.children.filter { $0.type == .instantVector || $0.type == .rangeVector }
            .allSatisfy { never($0, label) }
    }

    private static let relabelling: Set<String> = [
        "label_replace", "label_join", "absent", "absent_over_time", "vector", "info",
        "histogram_quantile", "histogram_quantiles", "histogram_fraction",
    ]

    /// The labels that a metric's series have besides model, version and target; nil for what is
    /// not ours alone.
    private func own(_ name: String) -> Set<String>? {
        foreign.contains(name) ? nil : CanonicalMetric.labels[name]
    }

    /// The labels that all its series at hand have, and those that any has.
    private func seen(_ name: String) -> (everywhere: Set<String>, anywhere: Set<String>)? {
        guard let catalog, let labels = catalog.labels[name] else { return nil }
        // What is there only while it is true has other labels at another time; what we compute
        // depends on what a log says.
        if let known = CanonicalMetric.byName[name] {
            guard !known.isState, catalog.imported.contains(name) else { return nil }
        }
        return (catalog.everywhere[name] ?? [], Set(labels.keys))
    }
}

extension SyntaxNode {
    /// The names of the series it reads.
    fileprivate var metrics: [String] {
        if case .selector(let selector) = kind { return [selector.metric].compactMap(\.self) }
        return children.flatMap(\.metrics)
    }
}

extension CanonicalMetric {
    /// The labels that a series of ours always has, besides `model`, `version` and `target`, which
    /// a log may lack.
    static let labels: [String: Set<String>] = {
        var result: [String: Set<String>] = [
            "model_requests_total": ["outcome"],
            "model_request_duration_seconds_bucket": ["le"],
            "model_request_duration_seconds_sum": [], "model_request_duration_seconds_count": [],
            "model_latency_seconds": ["quantile"], "model_prediction_ratio": ["class"],
            "model_quality": ["metric"], "model_drift": ["feature", "method"],
            "model_drift_threshold": ["feature", "method"],
            "source_rejected_total": ["source", "reason"],
            "workflow_stage_status": ["stage", "status"],
        ]
        for name in [
            "model_drift_window_values", "model_feature_window_values",
            "model_feature_null_ratio", "model_feature_null_limit", "model_feature_unseen_ratio",
            "model_feature_unseen_limit",
        ] {
            result[name] = ["feature"]
        }
        for name in byName.keys where result[name] == nil {
            if name.hasPrefix("source_") { result[name] = ["source"] }
            if name.hasPrefix("workflow_") { result[name] = ["stage"] }
        }
        for name in [
            "model_latency_baseline_seconds", "model_error_ratio", "model_window_requests",
            "model_requests_per_second", "model_traffic_share", "model_silence_seconds",
            "model_silence_limit_seconds", "model_quality_window_labels",
        ] {
            result[name] = []
        }
        return result
    }()

    /// All of them, the most telling first.
    static let ownLabels = [
        "quantile", "feature", "method", "metric", "class", "outcome", "le", "source", "stage",
        "status", "reason",
    ]
}
