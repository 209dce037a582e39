/// A regular expression in RE2's syntax that must match the whole of a text.
///
/// The dot matches newlines too. Compiled once; plain texts, lists of texts, prefixes, suffixes
/// and infixes are compared without running the engine.
package struct AnchoredPattern: Sendable {
    private enum Shape: Sendable {
        case texts(Set<String>)
        /// `prefix.*infix.*suffix`, each possibly empty, with that many code points between.
        case framed(prefix: String, suffix: String, infix: String?, minimumBetween: Int)
        case program
    }

    package let source: String
    private let shape: Shape
    private let program: PatternProgram
    private let groupNames: [String?]

    /// - Throws: what is wrong with the expression, in Prometheus's words.
    package init(_ source: String) throws(PatternProblem) {
        self.source = source
        var parser = PatternParser(source)
        let node = try parser.parse()
        groupNames = parser.groupNames
        // A match of the whole is group 0.
        program = try PatternProgram(
            .group(index: 0, node), groupCount: parser.groupNames.count)
        shape = Self.shape(of: node)
    }

    /// Every text that matches, when they are few: what an index can look up directly.
    package var exactTexts: Set<String>? {
        if case .texts(let texts) = shape { return texts }
        return nil
    }

    /// Whether the whole of `text` matches.
    package func matches(_ text: String) -> Bool {
        switch shape {
        case .texts(let texts): return texts.contains(text)
        case .framed(let prefix, let suffix, let infix, let between):
            let bytes = text.utf8
            guard bytes.count >= prefix.utf8.count + suffix.utf8.count,
                bytes.starts(with: prefix.utf8),
                bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
            else { return false }
            let middle = bytes.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
            guard let infix else { return middle.count >= between }
            return Self.contains(middle, infix)
        case .program: return program.wholeMatch(Array(text.unicodeScalars)) != nil
        }
    }

    /// `template` with `$1`, `${1}` and `$name` replaced by what the groups matched; nil when
    /// `text` does not match as a whole.
    package func expand(_ template: String, matching text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        guard let slots = program.wholeMatch(scalars) else { return nil }
        var result = String.UnicodeScalarView()
        var rest = Array(template.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$", let name = Self.groupReference(&rest) else {
                result.append(scalar)
                continue
            }
            if name == "$" {
                result.append("$")
                continue
            }
            let index = Int(name) ?? groupNames.firstIndex(of: name)
            guard let index, 2 * index + 1 < slots.count, slots[2 * index] >= 0 else { continue }
            result.append(contentsOf: scalars[slots[2 * index]..<slots[2 * index + 1]])
        }
        return String(result)
    }

    /// The name after a `$`: a word as long as possible, or anything in braces; `$` for `$$`.
    private static func groupReference(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        if rest.first == "$" {
            rest.removeFirst()
            return "$"
        }
        var name = String.UnicodeScalarView()
        if rest.first == "{" {
            guard let close = rest.firstIndex(of: "}") else { return nil }
            name.append(contentsOf: rest[(rest.startIndex + 1)..<close])
            rest = rest[(close + 1)...]
        } else {
            let word = rest.prefix { scalar in
                PatternClasses.word.contains { $0.contains(scalar.value) }
            }
            guard !word.isEmpty else { return nil }
            name.append(contentsOf: word)
            rest = rest.dropFirst(word.count)
        }
        return String(name)
    }

    private static func contains(_ bytes: Substring.UTF8View.SubSequence, _ infix: String) -> Bool {
        let needle = Array(infix.utf8)
        guard bytes.count >= needle.count else { return false }
        var window = bytes
        while window.count >= needle.count {
            if window.starts(with: needle) { return true }
            window = window.dropFirst()
        }
        return false
    }

    private static func shape(of node: PatternNode) -> Shape {
        if let texts = texts(of: node) { return .texts(Set(texts)) }
        var parts: [PatternNode] = []
        flatten(node, into: &parts)
        let wild = parts.indices.filter { isWild(parts[$0]) != nil }
        guard let first = wild.first, let last = wild.last, wild.count <= 2,
            let prefix = text(of: parts[..<first]), let suffix = text(of: parts[(last + 1)...])
        else { return .program }
        let between = wild.map { isWild(parts[$0]) ?? 0 }.reduce(0, +)
        if wild.count == 1 {
            return .framed(prefix: prefix, suffix: suffix, infix: nil, minimumBetween: between)
        }
        guard between == 0, let infix = text(of: parts[(first + 1)..<last]) else {
            return .program
        }
        return .framed(prefix: prefix, suffix: suffix, infix: infix, minimumBetween: 0)
    }

    private static func flatten(_ node: PatternNode, into parts: inout [PatternNode]) {
        switch node {
        case .sequence(let inner): for part in inner { flatten(part, into: &parts) }
        case .group(_, let inner): flatten(inner, into: &parts)
        default: parts.append(node)
        }
    }

    /// 0 for `.*`, 1 for `.+`, nil for anything else.
    private static func isWild(_ node: PatternNode) -> Int? {
        guard case .repetition(.any(matchesNewline: true), let minimum, nil, _) = node,
            minimum <= 1
        else { return nil }
        return minimum
    }

    private static func text(of parts: ArraySlice<PatternNode>) -> String? {
        guard let texts = texts(of: .sequence(Array(parts))), texts.count == 1 else { return nil }
        return texts[0]
    }

    /// Every text an expression matches, up to 128 of them.
    private static func texts(of node: PatternNode) -> [String]? {
        switch node {
        case .empty: return [""]
        case .scalar(let set): return set.fewScalars?.map { String(Character($0)) }
        case .group(_, let inner): return texts(of: inner)
        case .alternatives(let branches):
            var result: [String] = []
            for branch in branches {
                guard let texts = texts(of: branch) else { return nil }
                result += texts
            }
            return result.count <= 128 ? result : nil
        case .sequence(let parts):
            var result = [""]
            for part in parts {
                guard let texts = texts(of: part), result.count * texts.count <= 128 else {
                    return nil
                }
                result = result.flatMap { head in texts.map { head + $0 } }
            }
            return result
        default: return nil
        }
    }
}
