internal import PromQL
package import Telemetry

/// Label matchers people write for silences and inhibition: `{model="fraud", version=~"7|8"}`.
///
/// Braces may be left out. All matchers must hold; an absent label counts as empty.
package struct LabelSelector: Hashable, Sendable, CustomStringConvertible {
    package struct Matcher: Hashable, Sendable {
        package var name: String
        package var operation: LabelMatcher.Operation
        package var value: String
        package init(_ name: String, _ operation: LabelMatcher.Operation, _ value: String) {
            self.name = name
            self.operation = operation
            self.value = value
        }
    }
    /// Never empty.
    package let matchers: [Matcher]
    private let compiled: [LabelMatcher]

    /// What is wrong with the text, in words.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
    }

    package init(_ matchers: [Matcher]) throws(Fault) {
        guard !matchers.isEmpty else { throw Fault(message: "no matcher: nothing is selected") }
        var compiled: [LabelMatcher] = []
        for matcher in matchers { compiled.append(try Self.compile(matcher)) }
        guard !compiled.allSatisfy({ $0.accepts(value: "") }) else {
            throw Fault(message: "every matcher accepts an absent label: it would match everything")
        }
        self.matchers = matchers
        self.compiled = compiled
    }

    /// What has all labels of an alert, whatever its severity is or becomes.
    package init(quieting labels: Labels) throws(Fault) {
        try self.init(
            labels.removing(["severity"]).pairs.map { Matcher($0.name, .equal, $0.value) })
    }

    /// Parses `name="value"` and its three relatives, separated by commas.
    package init(parsing text: String) throws(Fault) {
        var scanner = SelectorScanner(text)
        try self.init(try scanner.matchers())
    }

    package func accepts(_ labels: Labels) -> Bool { compiled.allSatisfy { $0.accepts(labels) } }

    /// Whether it is about one rule or one model, and not about whatever stands somewhere.
    var namesSubject: Bool {
        matchers.contains { $0.operation == .equal && ["alertname", "model"].contains($0.name) }
    }

    package var description: String {
        let inner = matchers.map { matcher in
            let value = matcher.value.map { character in
                switch character {
                case "\\": "\\\\"
                case "\"": "\\\""
                case "\n": "\\n"
                default: String(character)
                }
            }
            return matcher.name + matcher.operation.rawValue + "\"" + value.joined() + "\""
        }
        return "{" + inner.joined(separator: ",") + "}"
    }

    private static func compile(_ matcher: Matcher) throws(Fault) -> LabelMatcher {
        switch matcher.operation {
        case .equal, .notEqual: return LabelMatcher(matcher.name, matcher.operation, matcher.value)
        case .matches, .doesNotMatch:
            guard let pattern = try? AnchoredPattern(matcher.value) else {
                throw Fault(message: "\"\(matcher.value)\" is no regular expression")
            }
            return LabelMatcher(
                matcher.name, matcher.operation, matcher.value, pattern: { pattern.matches($0) })
        }
    }

    package static func == (left: Self, right: Self) -> Bool { left.matchers == right.matchers }
    package func hash(into hasher: inout Hasher) { hasher.combine(matchers) }
}

/// Reads matchers from text.
private struct SelectorScanner {
    private var rest: Substring
    init(_ text: String) { rest = text[...] }

    mutating func matchers() throws(LabelSelector.Fault) -> [LabelSelector.Matcher] {
        skipSpace()
        let braced = take("{")
        var found: [LabelSelector.Matcher] = []
        skipSpace()
        while !rest.isEmpty, rest.first != "}" {
            found.append(try matcher())
            skipSpace()
            guard take(",") else { break }
            skipSpace()
        }
        if braced, !take("}") { throw .init(message: "expected \"}\" at the end") }
        skipSpace()
        guard rest.isEmpty else {
            throw .init(message: "expected a comma or the end before \"\(rest.prefix(20))\"")
        }
        return found
    }

    private mutating func matcher() throws(LabelSelector.Fault) -> LabelSelector.Matcher {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        guard !name.isEmpty else {
            throw .init(message: "expected a label's name before \"\(rest.prefix(20))\"")
        }
        rest = rest.dropFirst(name.count)
        skipSpace()
        let operation: LabelMatcher.Operation
        if take("=~") {
            operation = .matches
        } else if take("!~") {
            operation = .doesNotMatch
        } else if take("!=") {
            operation = .notEqual
        } else if take("=") {
            operation = .equal
        } else {
            throw .init(message: "expected =, !=, =~ or !~ after \"\(name)\"")
        }
        skipSpace()
        return LabelSelector.Matcher(String(name), operation, try value())
    }

    private mutating func value() throws(LabelSelector.Fault) -> String {
        guard take("\"") else {
            throw .init(message: "expected a value in double quotes before \"\(rest.prefix(20))\"")
        }
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            if character == "\\", let escaped = rest.popFirst() {
                text.append(escaped == "n" ? "\n" : escaped)
            } else {
                text.append(character)
            }
        }
        throw .init(message: "the value's closing quote is missing")
    }

    private mutating func take(_ prefix: String) -> Bool {
        guard rest.hasPrefix(prefix) else { return false }
        rest = rest.dropFirst(prefix.count)
        return true
    }
    private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }
}
