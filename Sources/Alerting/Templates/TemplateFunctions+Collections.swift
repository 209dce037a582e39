extension TemplateFunctions {
    /// Functions over query results, maps and lists.
    static func collection(
        _ name: String, _ arguments: [TemplateValue]
    ) throws -> TemplateValue {
        switch name {
        case "first":
            guard case .list(let values) = try argument(arguments, 0, of: name) else {
                throw TemplateFault("first() needs a query's result")
            }
            guard let first = values.first else {
                throw TemplateFault("first() called on vector with no elements")
            }
            return first
        case "value": return try field("Value", of: argument(arguments, 0, of: name))
        case "label":
            return try label(text(arguments, 0, of: name), of: argument(arguments, 1, of: name))
        case "strvalue": return try label("__value__", of: argument(arguments, 0, of: name))
        case "sortByLabel":
            let name = try text(arguments, 0, of: "sortByLabel")
            guard case .list(let values) = try argument(arguments, 1, of: "sortByLabel") else {
                throw TemplateFault("sortByLabel() needs a query's result")
            }
            return .list(try sorted(values, by: name))
        case "args":
            let named = arguments.enumerated().map { ("arg\($0.offset)", $0.element) }
            return .map(Dictionary(uniqueKeysWithValues: named))
        case "len": return .integer(Int64(try length(argument(arguments, 0, of: name))))
        case "index":
            var value = try argument(arguments, 0, of: name)
            for key in arguments.dropFirst() { value = try element(key, of: value) }
            return value
        default: return try slice(arguments)
        }
    }

    private static func field(_ name: String, of value: TemplateValue) throws -> TemplateValue {
        guard case .record(let record) = value, let found = record[name] else {
            throw TemplateFault("can't evaluate field \(name) in \(GoFormat.text(value))")
        }
        return found
    }

    private static func label(_ name: String, of value: TemplateValue) throws -> TemplateValue {
        guard case .map(let labels) = try field("Labels", of: value) else { return .text("") }
        return labels[name] ?? .text("")
    }

    private static func sorted(
        _ values: [TemplateValue], by name: String
    ) throws -> [TemplateValue] {
        var keyed: [(String, TemplateValue)] = []
        for value in values { keyed.append((GoFormat.text(try label(name, of: value)), value)) }
        return keyed.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func length(_ value: TemplateValue) throws -> Int {
        switch value {
        case .text(let text): return text.utf8.count
        case .list(let values): return values.count
        case .map(let entries): return entries.count
        case .null, .bool, .integer, .number, .record, .moment, .format:
            throw TemplateFault("len of \(GoFormat.text(value))")
        }
    }

    private static func element(
        _ key: TemplateValue, of value: TemplateValue
    ) throws -> TemplateValue {
        switch (value, key) {
        case (.map(let entries), .text(let name)): return entries[name] ?? .text("")
        case (.list(let values), .integer(let index)):
            guard index >= 0, index < values.count else {
                throw TemplateFault("index out of range: \(index)")
            }
            return values[Int(index)]
        case (.text(let text), .integer(let index)):
            let bytes = Array(text.utf8)
            guard index >= 0, index < bytes.count else {
                throw TemplateFault("index out of range: \(index)")
            }
            return .integer(Int64(bytes[Int(index)]))
        default: throw TemplateFault("can't index \(GoFormat.text(value))")
        }
    }

    private static func slice(_ arguments: [TemplateValue]) throws -> TemplateValue {
        let value = try argument(arguments, 0, of: "slice")
        let count = try length(value)
        func bound(_ index: Int, otherwise: Int) throws -> Int {
            guard index < arguments.count else { return otherwise }
            guard case .integer(let bound) = arguments[index], bound >= 0, bound <= count else {
                throw TemplateFault("index out of range: \(GoFormat.text(arguments[index]))")
            }
            return Int(bound)
        }
        let (from, to) = (try bound(1, otherwise: 0), try bound(2, otherwise: count))
        guard from <= to else { throw TemplateFault("invalid slice index: \(from) > \(to)") }
        switch value {
        case .text(let text):
            return .text(String(decoding: Array(text.utf8)[from..<to], as: UTF8.self))
        case .list(let values): return .list(Array(values[from..<to]))
        case .null, .bool, .integer, .number, .map, .record, .moment, .format:
            throw TemplateFault("slice of \(GoFormat.text(value))")
        }
    }
}
