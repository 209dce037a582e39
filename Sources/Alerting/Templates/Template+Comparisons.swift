internal import PromQL

extension Template {
    /// A comparison that always fails: Go compares values of one kind only.
    struct BadComparison: Hashable {
        /// `gt`.
        var function: String
        var left: String
        var right: String
        /// The whole number that should be written with a fraction; nil when that is no cure.
        var whole: Int64?
    }

    /// Every comparison whose sides are certain to be of different kinds.
    var badComparisons: [BadComparison] {
        var found: [BadComparison] = []
        for node in tree.nodes { node.collectComparisons(isRoot: true, into: &found) }
        for name in tree.definitions.keys.sorted() {
            for node in tree.definitions[name] ?? [] {
                node.collectComparisons(isRoot: false, into: &found)
            }
        }
        return found
    }
}

/// What Go would call a value, as far as the text says.
private enum Kind: String {
    case whole = "a whole number"
    case float = "a floating point number"
    case text = "a text"
    case truth = "a truth value"

    private static let results: [String: Kind] = {
        var result: [String: Kind] = ["value": .float, "parseDuration": .float, "now": .float]
        result["len"] = .whole
        for name in [
            "humanize", "humanize1024", "humanizeDuration", "humanizePercentage",
            "humanizeTimestamp", "print", "printf", "title", "toUpper", "toLower", "label",
            "stripPort", "stripDomain", "reReplaceAll", "strvalue", "toDuration",
        ] {
            result[name] = .text
        }
        for name in ["eq", "ne", "lt", "le", "gt", "ge", "not", "match"] { result[name] = .truth }
        return result
    }()

    init?(_ operand: TemplateOperand, isRoot: Bool) {
        switch operand {
        case .literal(.integer): self = .whole
        case .literal(.number): self = .float
        case .literal(.text): self = .text
        case .literal(.bool): self = .truth
        case .variable("value", let fields) where fields.isEmpty: self = .float
        case .variable("", let fields) where fields == ["Value"]: self = .float
        case .dot(let fields) where isRoot && fields == ["Value"]: self = .float
        case .variable("labels", let fields) where fields.count == 1: self = .text
        case .dot(let fields) where isRoot && fields.count == 2 && fields[0] == "Labels":
            self = .text
        case .group(let pipeline, let fields) where fields.isEmpty:
            guard let last = pipeline.commands.last, case .function(let name)? = last.first else {
                guard pipeline.commands.count == 1, let only = pipeline.commands[0].first,
                    pipeline.commands[0].count == 1, let kind = Kind(only, isRoot: isRoot)
                else { return nil }
                self = kind
                return
            }
            guard let kind = Self.results[name] else { return nil }
            self = kind
        case .literal, .variable, .dot, .group, .function: return nil
        }
    }
}

extension TemplateNode {
    /// - Parameter isRoot: whether the dot is still what the template was given.
    fileprivate func collectComparisons(
        isRoot: Bool, into found: inout [Template.BadComparison]
    ) {
        switch self {
        case .text, .leaveLoop, .nextRound: break
        case .invoke(_, let pipeline): pipeline?.collectComparisons(isRoot: isRoot, into: &found)
        case .output(let pipeline): pipeline.collectComparisons(isRoot: isRoot, into: &found)
        case .conditional(let pipeline, let then, let otherwise):
            pipeline.collectComparisons(isRoot: isRoot, into: &found)
            for node in then + otherwise { node.collectComparisons(isRoot: isRoot, into: &found) }
        case .with(let pipeline, let body, let otherwise),
            .range(let pipeline, let body, let otherwise):
            pipeline.collectComparisons(isRoot: isRoot, into: &found)
            for node in body { node.collectComparisons(isRoot: false, into: &found) }
            for node in otherwise { node.collectComparisons(isRoot: isRoot, into: &found) }
        }
    }
}

extension TemplatePipeline {
    private static let comparisons: Set = ["eq", "ne", "lt", "le", "gt", "ge"]

    fileprivate func collectComparisons(
        isRoot: Bool, into found: inout [Template.BadComparison]
    ) {
        for (index, command) in commands.enumerated() {
            for case .group(let inner, _) in command {
                inner.collectComparisons(isRoot: isRoot, into: &found)
            }
            guard case .function(let name)? = command.first, Self.comparisons.contains(name) else {
                continue
            }
            var sides = Array(command.dropFirst())
            // What a pipe hands over comes last.
            if index > 0 {
                let before = TemplatePipeline(
                    variables: [], assigns: false, commands: Array(commands[..<index]))
                sides.append(.group(before, fields: []))
            }
            guard sides.count == 2, let left = Kind(sides[0], isRoot: isRoot),
                let right = Kind(sides[1], isRoot: isRoot), left != right
            else { continue }
            var whole: Int64?
            for case .literal(.integer(let number)) in sides
            where left == .float || right == .float {
                whole = number
            }
            found.append(
                .init(function: name, left: left.rawValue, right: right.rawValue, whole: whole))
        }
    }
}
