internal import PromQL

/// The unit of an expression's value, by the suffixes that Prometheus's names end with.
enum MeasureUnit: Equatable, Sendable {
    case seconds, milliseconds, ratio, percent, bytes
    /// Events in a second.
    case perSecond
    /// Seconds of work in a second and the like: said as what it is.
    case plain

    /// - Parameter limit: what it is compared with; likes over likes are a share only where that is
    ///   one (tokens over requests are none).
    init(_ node: SyntaxNode, limit: Double? = nil) {
        let unit = Self.unit(of: node) ?? .plain
        self = unit == .ratio && limit.map { abs($0) > 1 } == true ? .plain : unit
    }

    /// How a value of about this size is said: its unit, and what it is multiplied by for it.
    func scale(near value: Double) -> (unit: String, factor: Double) {
        let size = abs(value)
        switch self {
        case .seconds:
            if size < 1, size > 0 { return ("ms", 1_000) }
            if size < 600 { return ("s", 1) }
            // Ten years: a moment in Unix time and no duration.
            if size > 315_360_000 { return ("", 1) }
            return size < 10_800 ? ("m", 1.0 / 60) : ("h", 1.0 / 3_600)
        case .milliseconds: return ("ms", 1)
        case .ratio: return ("%", 100)
        case .percent: return ("%", 1)
        case .bytes:
            if size < 1e3 { return ("B", 1) }
            if size < 1e6 { return ("kB", 1e-3) }
            return size < 1e9 ? ("MB", 1e-6) : ("GB", 1e-9)
        case .perSecond: return ("/s", 1)
        case .plain: return ("", 1)
        }
    }

    /// `214 ms`, `4.1 %`, `2.3 GB`, `22.2`.
    func words(_ value: Double) -> String {
        let (unit, factor) = scale(near: value)
        return Words.number(value * factor) + (unit.isEmpty ? "" : " " + unit)
    }

    /// The same in a narrow column: three digits, `918 k`, `1.2 M`.
    func short(_ value: Double) -> String {
        let (unit, factor) = scale(near: value)
        let scaled = value * factor
        let size = abs(scaled)
        guard size >= 9_999.5, size.isFinite else { return words(value) }
        let steps = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
        let (step, letter) = steps.first { size >= $0.0 * 0.9995 } ?? (1, "")
        return [Words.number(scaled / step), letter + unit].joined(separator: " ")
    }

    private static func unit(of node: SyntaxNode) -> MeasureUnit? {
        switch node.kind {
        case .number, .string: return nil
        case .selector(let selector): return unit(ofMetric: selector.metric ?? "")
        case .subquery(let subquery): return unit(of: subquery.operand)
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return unit(of: inner)
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .count, .group, .countValues, .stdvar: return .plain
            default: return unit(of: aggregation.operand)
            }
        case .call(let call): return unit(of: call)
        case .binary(let binary): return unit(of: binary)
        }
    }

    private static func unit(ofMetric name: String) -> MeasureUnit {
        let words = name.split(separator: "_").map(String.init)
        let kept = words.reversed().drop { ["sum", "bucket", "total"].contains($0) }
        switch kept.first {
        case "seconds": return .seconds
        case "ratio": return .ratio
        case "bytes": return .bytes
        default: return .plain
        }
    }

    private static func unit(of call: SyntaxNode.Call) -> MeasureUnit? {
        let vectors = call.arguments.filter { $0.type != .scalar && $0.type != .string }
        switch call.function.name {
        case "rate", "irate":
            let inner = vectors.first.flatMap { unit(of: $0) }
            return inner == .plain ? .perSecond : .plain
        case "time", "timestamp": return .seconds
        case "histogram_quantile":
            return call.arguments.last?.firstMetric.map(unit(ofMetric:))
        case "absent", "absent_over_time", "changes", "resets", "count_over_time",
            "stdvar_over_time", "deriv", "exp", "ln", "log2", "log10", "sgn":
            return .plain
        default: return vectors.last.flatMap { unit(of: $0) }
        }
    }

    private static func unit(of binary: SyntaxNode.Binary) -> MeasureUnit? {
        let (left, right) = (unit(of: binary.left), unit(of: binary.right))
        // Whether something holds: 0 or 1.
        if binary.returnsBool { return .plain }
        switch binary.operation {
        case .divide: return quotient(binary, left, right)
        case .multiply:
            guard let left, let right else {
                return scaled(left ?? right, by: binary.left.constant ?? binary.right.constant)
            }
            return left == .ratio ? right : right == .ratio ? left : .plain
        case .add, .subtract, .remainder:
            return left == right ? left : left ?? right ?? .plain
        case .power, .atan2: return .plain
        default: return left ?? right
        }
    }

    /// A number before it may change the unit: `100 *` a ratio is a percentage.
    private static func scaled(_ unit: MeasureUnit?, by factor: Double?) -> MeasureUnit? {
        switch (unit, factor) {
        case (.ratio, 100): .percent
        case (.seconds, 1_000): .milliseconds
        case (_, let factor?) where factor >= 60 || factor <= 1.0 / 60: .plain
        default: unit
        }
    }

    /// A sum over its own count is in the sum's unit; like over like is a ratio.
    private static func quotient(
        _ binary: SyntaxNode.Binary, _ left: MeasureUnit?, _ right: MeasureUnit?
    ) -> MeasureUnit? {
        guard right != nil else { return scaled(left, by: binary.right.constant.map { 1 / $0 }) }
        guard let above = binary.left.firstMetric, let below = binary.right.firstMetric else {
            return .plain
        }
        if above.hasSuffix("_sum"), below.hasSuffix("_count"),
            above.dropLast(4) == below.dropLast(6)
        {
            return unit(ofMetric: above)
        }
        return left == right && left != .plain || above == below ? .ratio : .plain
    }
}
