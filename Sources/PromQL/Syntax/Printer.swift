import Telemetry

extension SyntaxNode {
    /// As Prometheus spells it: equal for texts that mean the same.
    package var spelling: String { Printer.text(of: self) }
}

/// Writes a syntax tree as Prometheus spells it.
enum Printer {
    static func text(of node: SyntaxNode) -> String {
        switch node.kind {
        case .number(let value): return GoNumber.general(value)
        case .string(let literal): return GoString.quoted(literal.bytes)
        case .parentheses(let inner): return "(\(text(of: inner)))"
        case .negation(let inner): return "-\(text(of: inner))"
        case .affirmation(let inner): return "+\(text(of: inner))"
        case .selector(let selector): return text(of: selector)
        case .subquery(let subquery):
            let step = subquery.step?.text ?? ""
            return "\(text(of: subquery.operand))[\(subquery.range.text):\(step)]"
                + text(of: subquery.timing)
        case .aggregation(let aggregation): return text(of: aggregation)
        case .binary(let binary): return text(of: binary)
        case .call(let call):
            let arguments = call.arguments.map(text).joined(separator: ", ")
            return "\(call.function.name)(\(arguments))"
        }
    }

    private static func text(of selector: SyntaxNode.Selector) -> String {
        var matchers = selector.matchers
        var result = ""
        if let name = selector.writtenName {
            result = name
            matchers.removeFirst()
        }
        if !matchers.isEmpty || result.isEmpty {
            let inner = matchers.map { matcher in
                if matcher.name == Labels.metricName, matcher.operation == .equal,
                    !LabelText.isLegacyMetricName(matcher.value)
                {
                    return GoString.quoted(matcher.value)
                }
                return LabelText.name(matcher.name) + matcher.operation.rawValue
                    + GoString.quoted(matcher.value)
            }
            result += "{\(inner.joined(separator: ","))}"
        }
        if let range = selector.range { result += "[\(range.text)]" }
        if selector.extent != .plain { result += " \(selector.extent.rawValue)" }
        return result + text(of: selector.timing)
    }

    private static func text(of timing: SyntaxNode.Timing) -> String {
        var result = ""
        switch timing.fixed {
        case nil: break
        case .time(let time):
            let milliseconds = time.milliseconds.magnitude % 1_000
            let fraction = String(1_000 + milliseconds).dropFirst()
            let sign = time.milliseconds < 0 ? "-" : ""
            result += " @ \(sign)\(time.milliseconds.magnitude / 1_000).\(fraction)"
        case .queryStart: result += " @ start()"
        case .queryEnd: result += " @ end()"
        }
        if let offset = timing.offset { result += " offset \(offset.text)" }
        return result
    }

    private static func text(of aggregation: SyntaxNode.Aggregation) -> String {
        var result = aggregation.operation.rawValue
        let grouping = aggregation.grouping
        if grouping.isExplicit {
            let names = grouping.labels.map(LabelText.name).joined(separator: ", ")
            result += " \(grouping.isWithout ? "without" : "by") (\(names)) "
        }
        let parameter = aggregation.parameter.map { text(of: $0) + ", " } ?? ""
        return result + "(\(parameter)\(text(of: aggregation.operand)))"
    }

    private static func text(of binary: SyntaxNode.Binary) -> String {
        let matching = binary.matching
        var sign = binary.operation.rawValue
        if binary.returnsBool { sign += " bool" }
        if matching.isExplicit {
            let names = matching.labels.map(LabelText.name).joined(separator: ", ")
            sign += " \(matching.isOn ? "on" : "ignoring") (\(names))"
            if matching.cardinality != .oneToOne {
                let include = matching.include.map(LabelText.name).joined(separator: ", ")
                sign += matching.cardinality == .manyToOne ? " group_left" : " group_right"
                sign += " (\(include))"
            }
        }
        if let left = matching.fillLeft { sign += " fill_left (\(GoNumber.general(left)))" }
        if let right = matching.fillRight { sign += " fill_right (\(GoNumber.general(right)))" }
        return "\(text(of: binary.left)) \(sign) \(text(of: binary.right))"
    }
}
