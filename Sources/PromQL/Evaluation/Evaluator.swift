import Telemetry

/// One evaluation of one expression: what was loaded for it, and what is to be said about it.
///
/// Lives only while an evaluation runs, on one thread. A range is evaluated instant by instant
/// over series that were selected once.
final class Evaluator {
    let text: String
    let source: any SeriesSource
    let options: EvaluationOptions
    let bounds: QueryBounds
    /// What each selector needs over the whole query, by its slot.
    var loaded: [[SeriesSamples]]
    var sampleCount = 0
    private(set) var annotations: [Annotation] = []
    private var seenAnnotations: Set<Annotation> = []
    /// Results of subqueries' inner evaluations, kept while a range query slides over them.
    var subqueryResults: [ObjectIdentifier: [Int64: [Element]]] = [:]
    /// What earlier instants left, and later ones will find; of a range only the labels are kept.
    var memory: EvaluationMemory
    let remembers: Bool

    init(
        _ expression: Expression, _ source: any SeriesSource, _ bounds: QueryBounds,
        _ options: EvaluationOptions, _ memory: EvaluationMemory? = nil
    ) {
        text = expression.text
        self.source = source
        self.bounds = bounds
        self.options = options
        loaded = Array(repeating: [], count: expression.selectorCount)
        self.memory = memory ?? EvaluationMemory()
        remembers = memory != nil
    }

    /// What a selector reads can be taken from the last evaluation's, as far as that goes.
    func followed(_ selector: SyntaxNode.Selector) -> (any FollowedSource)? {
        // Wider windows look beyond their edges.
        guard remembers, selector.extent == .plain else { return nil }
        return source.followed(for: selector.matchers)
    }

    func note(_ level: Annotation.Level, _ message: String, at range: SourceRange) {
        note(Annotation(level: level, message: message, range: range))
    }

    func note(_ annotation: Annotation) {
        if seenAnnotations.insert(annotation).inserted { annotations.append(annotation) }
    }

    /// Takes out what was said so far.
    func forgetAnnotations() -> [Annotation] {
        defer {
            annotations = []
            seenAnnotations = []
        }
        return annotations
    }

    /// The elements of a node of vector type.
    func vector(_ node: SyntaxNode, at time: Timestamp) throws(EvaluationError) -> [Element] {
        switch node.kind {
        case .selector(let selector): return instant(selector, at: time).map(\.element)
        case .parentheses(let inner), .affirmation(let inner): return try vector(inner, at: time)
        case .negation(let inner):
            return try renamed(vector(inner, at: time), node) { -$0 }
        case .binary(let binary): return try vectorBinary(binary, node, at: time)
        case .aggregation(let aggregation): return try aggregate(aggregation, at: time)
        case .call(let call): return try vectorCall(call, node, at: time)
        case .number, .string, .subquery:
            preconditionFailure("the type check lets no \(node.type) stand for a vector")
        }
    }

    /// The value of a node of scalar type.
    func scalar(_ node: SyntaxNode, at time: Timestamp) throws(EvaluationError) -> Double {
        switch node.kind {
        case .number(let value): return value
        case .parentheses(let inner), .affirmation(let inner): return try scalar(inner, at: time)
        case .negation(let inner): return -(try scalar(inner, at: time))
        case .binary(let binary):
            return binary.operation.apply(
                try scalar(binary.left, at: time), try scalar(binary.right, at: time))
        case .call(let call): return try scalarCall(call, at: time)
        case .string, .selector, .subquery, .aggregation:
            preconditionFailure("the type check lets no \(node.type) stand for a scalar")
        }
    }

    /// The text of a node of string type.
    func string(_ node: SyntaxNode) -> SyntaxNode.StringLiteral {
        guard case .string(let literal) = node.unwrapped.kind else {
            preconditionFailure("the type check lets no \(node.type) stand for a string")
        }
        return literal
    }

    /// The windows of a node of range type.
    func windows(_ node: SyntaxNode, at time: Timestamp) throws(EvaluationError) -> [Window] {
        switch node.unwrapped.kind {
        case .selector(let selector): return windows(of: selector, at: time)
        case .subquery(let subquery): return try windows(of: subquery, node.unwrapped, at: time)
        default: preconditionFailure("the type check lets no \(node.type) stand for a range")
        }
    }

    /// New values for all elements, whose names are dropped.
    func renamed(
        _ elements: [Element], _ node: SyntaxNode, _ change: (Double) -> Double
    ) throws(EvaluationError) -> [Element] {
        var result = elements
        for index in result.indices {
            result[index].value = change(result[index].value)
            dropName(&result[index])
        }
        if !Self.shareName(elements.lazy.map(\.labels)) { try requireDistinct(result, node) }
        return result
    }

    /// Whether all series have one metric's name: dropping it cannot then make two of them equal.
    static func shareName(_ series: some Sequence<Labels>) -> Bool {
        var first: String??
        for labels in series {
            let metric = labels.metric
            if let known = first, known != metric { return false }
            // A type or unit is dropped with the name, and may be all that differs.
            if labels.pairs.count(where: { MetadataLabels.contains($0.name) }) > 1 { return false }
            first = metric
        }
        return true
    }

    /// Drops the metric's name, or marks it for the end of the evaluation.
    func dropName(_ element: inout Element) {
        if options.dropsNamesLate {
            element.dropsName = true
        } else {
            element.labels = withoutName(element.labels)
        }
    }

    /// The labels without name, type and unit; remembered when many instants are evaluated.
    func withoutName(_ labels: Labels) -> Labels {
        guard bounds.isRange || remembers else { return MetadataLabels.removed(from: labels) }
        return memory.withoutName(labels)
    }

    /// Two elements with equal labels are an error, as in Prometheus.
    func requireDistinct(_ elements: [Element], _ node: SyntaxNode) throws(EvaluationError) {
        if options.dropsNamesLate || elements.count < 2 { return }
        try Self.requireDistinct(elements.map(\.labels), node.range)
    }

    static func requireDistinct(
        _ labels: [Labels], _ range: SourceRange
    ) throws(EvaluationError) {
        var seen = Set<Labels>(minimumCapacity: labels.count)
        for one in labels where !seen.insert(one).inserted {
            throw EvaluationError(
                "vector cannot contain metrics with the same labelset", at: range)
        }
    }

    /// Elements as a caller sees them: marked names dropped.
    func finished(
        _ elements: [Element], _ node: SyntaxNode
    ) throws(EvaluationError) -> [VectorElement] {
        let result = elements.map { element in
            VectorElement(
                labels: element.dropsName ? withoutName(element.labels) : element.labels,
                value: element.value)
        }
        if elements.contains(where: \.dropsName) {
            try Self.requireDistinct(result.map(\.labels), node.range)
        }
        return result
    }
}

/// One series' value while an evaluation runs.
struct Element {
    var labels: Labels
    var value: Double
    /// Set while names are dropped late: the name is still in the labels, but will go.
    var dropsName = false
}

/// The instants of a query.
struct QueryBounds {
    var start: Timestamp
    var end: Timestamp
    /// Nil at an instant.
    var step: PromDuration?

    var isRange: Bool { step != nil }
    var stepSeconds: Double { step?.seconds ?? 0 }
    var rangeSeconds: Double { Double(end - start) / 1_000 }
}

/// Labels that describe a metric and not a series: gone as soon as the value is another one.
enum MetadataLabels {
    static func contains(_ name: String) -> Bool {
        // All three have eight letters, and counting is much cheaper than comparing.
        name.utf8.count == 8
            && (name == Labels.metricName || name == "__type__" || name == "__unit__")
    }

    static func removed(from labels: Labels) -> Labels {
        guard labels.pairs.contains(where: { contains($0.name) }) else { return labels }
        return Labels(sorted: labels.pairs.filter { !contains($0.name) })
    }
}
