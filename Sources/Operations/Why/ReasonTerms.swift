internal import PromQL
internal import Snapshot
internal import Telemetry

/// The expression as lines: each part of it with its present value for the alert, comparisons with
/// their verdicts.
struct ReasonTerms {
    /// A screen has room for fewer; what is deeper says little.
    private static let mostTerms = 40
    private static let deepest = 3
    private static let mostMembers = 2

    private var sight: Sight
    private var unit = MeasureUnit.plain
    /// What stands for a latency's usual: another version's while it has too little of its own.
    private let usual: String?
    private(set) var terms: [AlertDetail.Term] = []

    init(_ sight: Sight, usual: String?) {
        self.sight = sight
        self.usual = usual
        add(sight.reading.expression.root, prefix: "", isWanted: true)
        terms = terms.shallow(fitting: Self.mostTerms)
    }

    private mutating func add(_ node: SyntaxNode, prefix: String, isWanted: Bool) {
        if case .binary(let binary) = node.unwrapped.kind {
            if binary.operation.isSet {
                add(binary.left, prefix: prefix, isWanted: isWanted)
                let wanted = binary.operation != .unless ? isWanted : !isWanted
                add(binary.right, prefix: binary.operation.rawValue + " ", isWanted: wanted)
                return
            }
            if binary.operation.isComparison {
                if let comparison = Comparison(node.unwrapped) {
                    compare(comparison, prefix: prefix, isWanted: isWanted)
                }
                return
            }
        }
        if case .aggregation(let aggregation) = node.unwrapped.kind,
            aggregation.operand.containsComparison
        {
            add(aggregation.operand, prefix: prefix, isWanted: isWanted)
            return
        }
        let value = sight.value(of: node)
        append(
            value.map(MeasureUnit(node).short), prefix + name(of: node),
            verdict(value != nil, isWanted, yes: "there", no: "nothing"), depth: 0)
        addParts(of: node, depth: 1)
    }

    private mutating func compare(
        _ comparison: Comparison, prefix: String, isWanted: Bool
    ) {
        let (left, right) = (sight.value(of: comparison.left), sight.value(of: comparison.right))
        unit = MeasureUnit(comparison.left, limit: comparison.right.constant)
        let holds = left.flatMap { left in right.map { comparison.operation.holds(left, $0) } }
        let sign = Self.signs[comparison.operation] ?? comparison.operation.rawValue
        let said = verdict(holds, isWanted, yes: "true", no: "false")
        let own = left.map(unit.short)
        if let constant = comparison.right.constant {
            append(
                own, "\(prefix)\(name(of: comparison.left)) \(sign) \(unit.words(constant))", said,
                depth: 0)
            addParts(of: comparison.left, depth: 1)
            return
        }
        append(own, prefix + name(of: comparison.left), "", depth: 0)
        addParts(of: comparison.left, depth: 1)
        append(right.map(unit.short), "\(sign) \(limitWords(comparison.right))", said, depth: 0)
    }

    static let signs: [BinaryOperator: String] = [
        .greaterOrEqual: "≥", .lessOrEqual: "≤", .notEqual: "≠", .equal: "=",
    ]

    private func verdict(_ holds: Bool?, _ isWanted: Bool, yes: String, no: String) -> String {
        guard let holds else { return isWanted ? "— unknown" : "✓ \(no)" }
        return (holds == isWanted ? "✓ " : "✗ ") + (holds ? yes : no)
    }

    private mutating func append(
        _ value: String?, _ text: String, _ verdict: String, depth: Int
    ) {
        var term = AlertDetail.Term(value: value ?? "—", text: text, verdict: verdict)
        term.depth = depth
        terms.append(term)
    }

    /// `1.5 × 92 ms, its usual`: the limit's own parts in figures, and what they are.
    private func limitWords(_ node: SyntaxNode) -> String {
        if let usual, node.firstMetric == "model_latency_baseline_seconds" {
            return "\(figures(node)), \(usual)"
        }
        if case .binary = node.unwrapped.kind {
            let names = node.vectorLeaves.map { name(of: $0) }
            return names.isEmpty ? figures(node) : "\(figures(node)), \(names[0])"
        }
        return name(of: node)
    }

    private func figures(_ node: SyntaxNode) -> String {
        if let constant = node.constant { return Words.number(constant) }
        guard case .binary(let binary) = node.unwrapped.kind, !binary.operation.isComparison,
            !binary.operation.isSet
        else { return sight.value(of: node).map(MeasureUnit(node).words) ?? "—" }
        let sign = [BinaryOperator.multiply: "×", .divide: "/"][binary.operation]
        return "\(figures(binary.left, in: binary)) \(sign ?? binary.operation.rawValue)"
            + " \(figures(binary.right, in: binary))"
    }

    /// A number that is added to a measure is in its unit; a sum within a product in parentheses.
    private func figures(_ side: SyntaxNode, in binary: SyntaxNode.Binary) -> String {
        let isSum = binary.operation == .add || binary.operation == .subtract
        if isSum, let constant = side.constant { return unit.words(constant) }
        guard !isSum, side.constant == nil, case .binary(let inner) = side.unwrapped.kind,
            inner.operation == .add || inner.operation == .subtract
        else { return figures(side) }
        return "(\(figures(side)))"
    }

    /// A part as it is called, or as it is written; an aggregation of one series, or of one
    /// that is gone, is that series.
    private func name(of node: SyntaxNode) -> String {
        if let words = SpokenMetric.words(of: node) { return words }
        if case .aggregation(let aggregation) = node.unwrapped.kind,
            aggregation.operand.plainSelector != nil,
            sight.members(of: aggregation.operand).count <= 1
        {
            return name(of: aggregation.operand)
        }
        return sight.reading.text(of: node.unwrapped)
    }

    /// What a value is made of: operands, arguments, and of an aggregation the members that
    /// contribute most.
    private mutating func addParts(of node: SyntaxNode, depth: Int) {
        guard depth <= Self.deepest else { return }
        switch node.unwrapped.kind {
        case .binary(let binary):
            for side in [binary.left, binary.right] where side.constant == nil {
                append(
                    sight.value(of: side).map(MeasureUnit(side).short), name(of: side), "",
                    depth: depth)
                addParts(of: side, depth: depth + 1)
            }
        case .aggregation(let aggregation): addMembers(of: aggregation, depth: depth)
        case .negation(let inner), .affirmation(let inner): addParts(of: inner, depth: depth)
        case .call(let call):
            // The buckets of a histogram are no story.
            guard !call.function.name.hasPrefix("histogram_") else { return }
            for argument in call.arguments
            where argument.type == .instantVector && argument.isCompound {
                append(
                    sight.value(of: argument).map(MeasureUnit(argument).short),
                    name(of: argument), "", depth: depth)
                addParts(of: argument, depth: depth + 1)
            }
        default: break
        }
    }

    private mutating func addMembers(of aggregation: SyntaxNode.Aggregation, depth: Int) {
        var members = sight.members(of: aggregation.operand)
        let isLeast = aggregation.operation == .min || aggregation.operation == .bottomk
        members.sort { isLeast ? $0.value < $1.value : $0.value > $1.value }
        let known = Set(sight.demands[aggregation.operand].pairs.map(\.name))
        let unit = MeasureUnit(aggregation.operand)
        let names = Set(members.flatMap { $0.labels.pairs.map(\.name) })
        let differing = names.filter { name in
            members.contains { $0.labels[name] != members[0].labels[name] }
        }
        if members.count > 1 {
            for member in members.prefix(Self.mostMembers) {
                let labels = member.labels.pairs.filter {
                    $0.name != Labels.metricName && !known.contains($0.name)
                        && differing.contains($0.name)
                }
                let words = labels.map {
                    // Several labels have room only for their values.
                    labels.count > 1 ? LabelWords.word($0.name, $0.value) : "\($0.name) \($0.value)"
                }.joined(separator: " · ")
                let rank = "of \(members.count) series"
                append(
                    unit.short(member.value), "\(words.isEmpty ? "one" : words), \(rank)", "",
                    depth: depth)
            }
        }
        guard aggregation.operand.isCompound, let first = members.first else { return }
        // The series that brought it over goes on being followed.
        var narrowed = self
        narrowed.sight.demands.narrow(
            aggregation.operand, to: first.labels.removing([Labels.metricName]))
        narrowed.addParts(of: aggregation.operand, depth: depth + (members.count > 1 ? 1 : 0))
        terms = narrowed.terms
    }
}

extension SyntaxNode {
    /// Whether a comparison that filters lies in it.
    fileprivate var containsComparison: Bool {
        if case .binary(let binary) = kind, binary.operation.isComparison { return true }
        return children.contains(where: \.containsComparison)
    }

    /// Whether it has parts with values of their own.
    fileprivate var isCompound: Bool {
        switch unwrapped.kind {
        case .binary, .aggregation, .negation: true
        case .call(let call):
            call.arguments.contains { $0.type == .instantVector && $0.isCompound }
        default: false
        }
    }

    /// The series and calls at the ends of its operators.
    fileprivate var vectorLeaves: [SyntaxNode] {
        if case .binary(let binary) = unwrapped.kind {
            return binary.left.vectorLeaves + binary.right.vectorLeaves
        }
        return constant == nil ? [unwrapped] : []
    }
}
