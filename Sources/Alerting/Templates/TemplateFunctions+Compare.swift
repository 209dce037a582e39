extension TemplateFunctions {
    private enum Order { case less, same, more, none }

    /// Go's comparisons: of one kind only, so that a value and `1`, a float and an integer, are an
    /// error.
    static func compare(_ name: String, _ arguments: [TemplateValue]) throws -> TemplateValue {
        let left = arguments[0]
        if name == "eq" || name == "ne" {
            guard arguments.count > 1 else {
                throw TemplateFault("error calling eq: missing argument for comparison")
            }
            for right in arguments.dropFirst() where try isEqual(left, right, name) {
                return .bool(name == "eq")
            }
            return .bool(name != "eq")
        }
        let order = try order(left, arguments[1], name)
        switch name {
        case "lt": return .bool(order == .less)
        case "le": return .bool(order == .less || order == .same)
        // As Go has it: what is not at most the other, NaN too.
        case "gt": return .bool(!(order == .less || order == .same))
        default: return .bool(order != .less)
        }
    }

    private static func isEqual(
        _ left: TemplateValue, _ right: TemplateValue, _ name: String
    ) throws -> Bool {
        switch (left, right) {
        case (.text(let a), .text(let b)): return a == b
        case (.bool(let a), .bool(let b)): return a == b
        case (.integer(let a), .integer(let b)): return a == b
        case (.number(let a), .number(let b)): return a == b
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.text, _), (.bool, _), (.integer, _), (.number, _), (_, .text), (_, .bool),
            (_, .integer), (_, .number):
            throw TemplateFault("error calling \(name): incompatible types for comparison")
        default:
            throw TemplateFault("error calling \(name): non-comparable type \(left.typeName)")
        }
    }

    private static func order(
        _ left: TemplateValue, _ right: TemplateValue, _ name: String
    ) throws -> Order {
        switch (left, right) {
        case (.text(let a), .text(let b)):
            return a == b ? .same : a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .more
        case (.integer(let a), .integer(let b)): return a == b ? .same : a < b ? .less : .more
        case (.number(let a), .number(let b)):
            return a == b ? .same : a < b ? .less : a > b ? .more : .none
        case (.text, .integer), (.text, .number), (.integer, .text), (.integer, .number),
            (.number, .text), (.number, .integer), (.bool, .text), (.bool, .integer),
            (.bool, .number), (.text, .bool), (.integer, .bool), (.number, .bool):
            throw TemplateFault("error calling \(name): incompatible types for comparison")
        default: throw TemplateFault("error calling \(name): invalid type for comparison")
        }
    }
}
