extension DocumentNode {
    package var isNull: Bool { if case .null = content { true } else { false } }

    /// Text of a scalar; throws for anything else.
    package func string(_ what: String = "text") throws(DocumentError) -> String {
        guard case .scalar(let text, _) = content else {
            throw error("expected \(what), found \(kind)")
        }
        return text
    }

    /// A finite number.
    package func double(_ what: String = "a number") throws(DocumentError) -> Double {
        guard case .scalar(let text, false) = content, let number = Double(text), number.isFinite
        else { throw error("expected \(what), found \(kind)") }
        return number
    }

    package func integer(_ what: String = "a whole number") throws(DocumentError) -> Int {
        guard case .scalar(let text, false) = content, let number = Int(text) else {
            throw error("expected \(what), found \(kind)")
        }
        return number
    }

    /// A whole number as YAML has them: `0x10`, `0o17`, `017`, `0b11`, `1_000`; of one with a
    /// fraction the whole part.
    package func wholeNumber(_ what: String = "a whole number") throws(DocumentError) -> Int {
        guard case .scalar(let text, false) = content, let number = Self.whole(text) else {
            throw error("expected \(what), found \(kind)")
        }
        return number
    }

    private static func whole(_ text: String) -> Int? {
        let plain = text.filter { $0 != "_" }
        if plain.first == "_" { return nil }
        let isNegative = plain.hasPrefix("-")
        let body = isNegative || plain.hasPrefix("+") ? plain.dropFirst() : plain[...]
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2), ("0", 8)]
        where body.count > prefix.count && body.hasPrefix(prefix) {
            guard let number = Int(body.dropFirst(prefix.count), radix: radix) else { continue }
            return isNegative ? -number : number
        }
        if let number = Int(plain) { return number }
        guard body.first?.isNumber == true || body.first == ".", let number = Double(plain) else {
            return nil
        }
        return Int(exactly: number.rounded(.towardZero))
    }

    /// `true`/`false`, also `yes`/`no` and `on`/`off`.
    package func bool() throws(DocumentError) -> Bool {
        if case .scalar(let text, false) = content {
            switch text.lowercased() {
            case "true", "yes", "on": return true
            case "false", "no", "off": return false
            default: break
            }
        }
        throw error("expected true or false, found \(kind)")
    }

    /// The members of a list; nothing counts as an empty list.
    package func sequence(_ what: String = "a list") throws(DocumentError) -> [DocumentNode] {
        switch content {
        case .null: return []
        case .sequence(let nodes): return nodes
        default:
            throw error(
                "expected \(what), found \(kind)", hint: "write each entry on a line with \"- \"")
        }
    }

    /// A list of texts; a single text counts as a list of one.
    package func strings(_ what: String = "a list of texts") throws(DocumentError) -> [String] {
        if case .scalar(let text, _) = content { return [text] }
        var texts: [String] = []
        for node in try sequence(what) { texts.append(try node.string()) }
        return texts
    }

    /// A mapping with free keys, in order of writing; nothing counts as empty.
    package func entries(_ what: String = "a mapping") throws(DocumentError) -> [DocumentEntry] {
        switch content {
        case .null: return []
        case .mapping(let entries): return entries
        default:
            throw error("expected \(what), found \(kind)", hint: "write it as \"key: value\" lines")
        }
    }

    /// A mapping whose keys are all known; an unknown key is an error naming the nearest.
    package func mapping(
        of what: String, keys: [String]
    ) throws(DocumentError) -> DocumentMapping {
        var faults: [DocumentError] = []
        let mapping = try mapping(of: what, keys: keys) { faults.append($0) }
        if let first = faults.first { throw first }
        return mapping
    }

    /// The same for a reader that goes on: every unknown key is handed to `note`.
    package func mapping(
        of what: String, keys: [String], unknown note: (DocumentError) -> Void
    ) throws(DocumentError) -> DocumentMapping {
        let entries = try entries(what)
        for entry in entries where !keys.contains(entry.name) {
            let hint =
                Nearest.match(for: entry.name, in: keys).map { "did you mean \"\($0)\"?" }
                ?? "known here: " + keys.joined(separator: ", ")
            note(entry.key.error("unknown key \"\(entry.name)\" in \(what)", hint: hint))
        }
        return DocumentMapping(node: self, what: what, entries: entries)
    }

    /// One of a closed set of words.
    package func choice<Value: RawRepresentable & CaseIterable>(
        _ what: String, _ type: Value.Type
    ) throws(DocumentError) -> Value where Value.RawValue == String {
        let text = try string(what)
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        let hint =
            Nearest.match(for: text, in: known).map { "did you mean \"\($0)\"?" }
            ?? "one of: " + known.joined(separator: ", ")
        throw error("\"\(text.prefix(40))\" is no \(what)", hint: hint)
    }

    /// A length of time such as `90s`, `5m`, `1h30m`, `7d`, `2w`, `500ms`, in seconds.
    package func duration(_ what: String = "a duration such as 5m") throws(DocumentError) -> Double
    {
        guard case .scalar(let text, _) = content, let seconds = Self.seconds(of: text) else {
            throw error(
                "expected \(what), found \(kind)", hint: "write for example 30s, 5m, 2h or 7d")
        }
        guard seconds <= Self.longestSeconds else {
            throw error("duration out of range: \(kind)", hint: "292y is the longest there is")
        }
        return seconds
    }

    /// As in Prometheus, whose durations are nanoseconds in 64 bits.
    package static let longestSeconds = 9_223_372_036.0

    /// Prometheus's duration syntax, units in falling order, each at most once.
    package static func seconds(of text: String) -> Double? {
        let units: [(String, Double)] = [
            ("y", 31_536_000), ("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
            ("ms", 0.001),
        ]
        if text == "0" { return 0 }
        var rest = Substring(text)
        var total = 0.0
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Double(digits), digits.count <= 15 else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            guard let index = units[next...].firstIndex(where: { $0.0 == unit }) else { return nil }
            total += number * units[index].1
            next = index + 1
            rest = rest.dropFirst(unit.count)
        }
        return text.isEmpty ? nil : total
    }
}
