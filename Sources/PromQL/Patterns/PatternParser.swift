/// Reads RE2's syntax: no look-around, no back-references, so that matching takes linear time.
struct PatternParser {
    private struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = true
        var swapsGreed = false
    }

    private let source: String
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var flags = Flags()
    private var depth = 0
    /// Between `\Q` and `\E` everything stands for itself.
    private var isQuoting = false
    private(set) var groupNames: [String?] = [nil]

    /// Deeper nesting is refused, as in RE2.
    private static let maximumDepth = 200
    /// More repetitions are refused, as in RE2.
    private static let maximumRepeat = 1_000

    init(_ source: String) {
        self.source = source
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(PatternProblem) -> PatternNode {
        let node = try alternatives()
        if position < scalars.count { throw problem("unexpected )", source) }
        return node
    }

    private mutating func alternatives() throws(PatternProblem) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth { throw problem("expression nests too deeply", source) }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek(), isQuoting || (next != "|" && next != ")") {
            let start = position
            guard let atom = try atom() else { continue }
            parts.append(try repeated(atom, from: start))
        }
        return parts.count == 1 ? parts[0] : (parts.isEmpty ? .empty : .sequence(parts))
    }

    private mutating func repeated(
        _ atom: PatternNode, from start: Int
    ) throws(PatternProblem) -> PatternNode {
        guard !isQuoting, let (minimum, maximum) = try quantifier() else { return atom }
        let isLazy = take("?")
        let node = PatternNode.repetition(
            atom, minimum: minimum, maximum: maximum, isGreedy: isLazy == flags.swapsGreed)
        let end = position
        if try quantifier() != nil {
            throw problem("invalid nested repetition operator", text(from: end))
        }
        position = end
        return node
    }

    private mutating func quantifier() throws(PatternProblem) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{") else { return nil }
        let low = digits()
        var high = low
        if take(",") { high = digits() }
        let hasComma = position > start + 1 && scalars[start..<position].contains(",")
        guard let low, take("}") else {
            position = start
            return nil
        }
        let maximum = hasComma ? high : low
        if low > Self.maximumRepeat || (maximum ?? 0) > Self.maximumRepeat
            || (maximum.map { $0 < low } ?? false)
        {
            throw problem("invalid repeat count", text(from: start))
        }
        return (low, maximum)
    }

    private mutating func digits() -> Int? {
        let start = position
        while let next = peek(), next.value >= 0x30, next.value <= 0x39 { position += 1 }
        return Int(text(from: start))
    }

    /// One thing that can be repeated; nil for a change of flags or an empty quote.
    private mutating func atom() throws(PatternProblem) -> PatternNode? {
        if isQuoting, take("\\E") {
            isQuoting = false
            return nil
        }
        let start = position
        let scalar = scalars[position]
        position += 1
        if isQuoting {
            isQuoting = !take("\\E")
            return literal(scalar)
        }
        switch scalar {
        case "(": return try group()
        case "[":
            position = start
            return .scalar(try bracketClass())
        case ".": return .any(matchesNewline: flags.dotMatchesNewline)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw problem("missing argument to repetition operator", "\(scalar)")
        case "{":
            position = start
            if try quantifier() != nil {
                throw problem("missing argument to repetition operator", text(from: start))
            }
            position = start + 1
            return literal(scalar)
        case "\\": return try escape()
        default: return literal(scalar)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .scalar(ScalarClass(scalar, ignoringCase: flags.ignoresCase))
    }

    private mutating func group() throws(PatternProblem) -> PatternNode? {
        let start = position - 1
        let outer = flags
        var index: Int?
        if take("?") {
            if take("P<") || (!peekIs("<=") && !peekIs("<!") && take("<")) {
                let nameStart = position
                while let next = peek(), next != ">" { _ = next; position += 1 }
                let name = text(from: nameStart)
                guard take(">"), LabelText.isLegacyLabelName(name), !groupNames.contains(name)
                else { throw problem("invalid named capture", text(from: start)) }
                groupNames.append(name)
                index = groupNames.count - 1
            } else if try groupFlags(from: start) {
                return nil
            }
        } else {
            groupNames.append(nil)
            index = groupNames.count - 1
        }
        let inner = try alternatives()
        guard take(")") else { throw problem("missing closing )", source) }
        flags = outer
        return index.map { .group(index: $0, inner) } ?? inner
    }

    /// Reads `i`, `m`, `s`, `U`, `-`; true when the group ends at once and the flags stay.
    private mutating func groupFlags(from start: Int) throws(PatternProblem) -> Bool {
        var value = true
        while let next = peek() {
            position += 1
            switch next {
            case "i": flags.ignoresCase = value
            case "m": flags.isMultiline = value
            case "s": flags.dotMatchesNewline = value
            case "U": flags.swapsGreed = value
            case "-": value = false
            case ":": return false
            case ")": return true
            default: throw problem("invalid or unsupported Perl syntax", text(from: start))
            }
        }
        throw problem("missing closing )", source)
    }

    private mutating func escape() throws(PatternProblem) -> PatternNode? {
        let start = position - 1
        guard let next = peek() else {
            throw problem("trailing backslash at end of expression", "")
        }
        position += 1
        switch next {
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.notWordBoundary)
        case "Q":
            isQuoting = true
            return nil
        default:
            position = start
            var set = ScalarClass()
            try insertEscape(into: &set)
            return .scalar(set)
        }
    }

    private mutating func bracketClass() throws(PatternProblem) -> ScalarClass {
        let start = position
        position += 1
        var set = ScalarClass()
        set.isNegated = take("^")
        var isFirst = true
        while let next = peek(), next != "]" || isFirst {
            isFirst = false
            if peekIs("[:"), try insertPosixClass(into: &set) { continue }
            let itemStart = position
            guard let low = try classScalar(into: &set) else { continue }
            var high = low
            if peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                var dummy = ScalarClass()
                guard let top = try classScalar(into: &dummy), top.value >= low.value else {
                    throw problem("invalid character class range", text(from: itemStart))
                }
                high = top
            }
            set.insert(low.value...high.value, ignoringCase: flags.ignoresCase)
        }
        guard take("]") else { throw problem("missing closing ]", text(from: start)) }
        return set
    }

    /// One code point of a class; nil when an escape added a whole set instead.
    private mutating func classScalar(
        into set: inout ScalarClass
    ) throws(PatternProblem) -> Unicode.Scalar? {
        guard let next = peek() else { throw problem("missing closing ]", source) }
        guard next == "\\" else {
            position += 1
            return next
        }
        var single = ScalarClass()
        let isSet = try insertEscape(into: &single)
        if isSet {
            set.ranges += single.ranges
            set.categories += single.categories
            return nil
        }
        return single.ranges.first.flatMap { Unicode.Scalar($0.lowerBound) }
    }

    private mutating func insertPosixClass(
        into set: inout ScalarClass
    ) throws(PatternProblem) -> Bool {
        let start = position
        position += 2
        let isNegated = take("^")
        let nameStart = position
        while let next = peek(), next.properties.isAlphabetic { position += 1 }
        let name = text(from: nameStart)
        guard take(":]") else {
            position = start
            return false
        }
        guard let ranges = PatternClasses.posix[name] else {
            throw problem("invalid character class range", text(from: start))
        }
        set.ranges += isNegated ? PatternClasses.complement(of: ranges) : ranges
        return true
    }

    /// Reads an escape at the cursor; true when it stands for a set, false for one code point.
    @discardableResult
    private mutating func insertEscape(into set: inout ScalarClass) throws(PatternProblem) -> Bool {
        let start = position
        position += 1
        guard let next = peek() else {
            throw problem("trailing backslash at end of expression", "")
        }
        position += 1
        if let ranges = PatternClasses.perl[next] {
            set.ranges += ranges
            return true
        }
        if next == "p" || next == "P" {
            set.categories.append(try category(isNegated: next == "P", from: start))
            return true
        }
        guard let scalar = try escapedScalar(next, from: start) else {
            throw problem("invalid escape sequence", text(from: start))
        }
        set.insert(scalar.value...scalar.value, ignoringCase: flags.ignoresCase)
        return false
    }

    private mutating func escapedScalar(
        _ next: Unicode.Scalar, from start: Int
    ) throws(PatternProblem) -> Unicode.Scalar? {
        switch next {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x":
            let hex: String
            if take("{") {
                let from = position
                while let digit = peek(), digit != "}" { _ = digit; position += 1 }
                hex = text(from: from)
                _ = take("}")
            } else {
                let from = position
                position = min(position + 2, scalars.count)
                hex = text(from: from)
            }
            return UInt32(hex, radix: 16).flatMap(Unicode.Scalar.init)
        case "0"..."7":
            guard next == "0" else { return nil }
            let from = position - 1
            while position - from < 3, let digit = peek(), ("0"..."7").contains(digit) {
                position += 1
            }
            return UInt32(text(from: from), radix: 8).flatMap(Unicode.Scalar.init)
        default:
            let isPunctuation =
                next.isASCII && !next.properties.isAlphabetic
                && !("0"..."9").contains(next)
            return isPunctuation ? next : nil
        }
    }

    private mutating func category(
        isNegated: Bool, from start: Int
    ) throws(PatternProblem) -> ScalarClass.Category {
        var name: String
        if take("{") {
            let from = position
            while let next = peek(), next != "}" { _ = next; position += 1 }
            name = text(from: from)
            _ = take("}")
        } else {
            name = peek().map(String.init) ?? ""
            position += 1
        }
        var negated = isNegated
        if name.hasPrefix("^") {
            name.removeFirst()
            negated.toggle()
        }
        guard PatternClasses.categoryNames.contains(name) else {
            throw problem("invalid character class range", text(from: start))
        }
        return .init(name: name, isNegated: negated, ignoresCase: flags.ignoresCase)
    }

    private func peek() -> Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private func peekIs(_ expected: String) -> Bool {
        scalars[position...].starts(with: expected.unicodeScalars)
    }

    private mutating func take(_ expected: String) -> Bool {
        guard peekIs(expected) else { return false }
        position += expected.unicodeScalars.count
        return true
    }

    private func text(from start: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<min(position, scalars.count)])
        return String(text)
    }

    private func problem(_ what: String, _ part: String) -> PatternProblem {
        PatternProblem("error parsing regexp: \(what): `\(part)`")
    }
}
