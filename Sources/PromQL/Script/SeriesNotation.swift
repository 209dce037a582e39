package import Telemetry

/// A series as test files write it: `up{job="a"} 0 1+2x3 _x2 stale`.
package struct SeriesNotation: Sendable {
    /// One place of the sequence.
    package enum Point: Hashable, Sendable {
        case value(Double)
        /// `_`: no sample at this step.
        case absent
        /// `stale`: the series ends here.
        case stale
        /// `{{…}}`: a native histogram, whose contents are not read.
        case nativeHistogram

        /// As it is written.
        var text: String {
            switch self {
            case .value(let value): GoNumber.general(value)
            case .absent: "_"
            case .stale: "stale"
            case .nativeHistogram: "{{…}}"
            }
        }
    }

    package var labels: Labels
    package var points: [Point]

    /// More points than this in one series are refused.
    package static let maximumPoints = 1_000_000

    package init(labels: Labels, points: [Point]) {
        self.labels = labels
        self.points = points
    }

    /// - Throws: what is wrong, with its place in `line`.
    package init(parsing line: String) throws(ExpressionError) {
        let (labels, rest) = try Self.labels(atStartOf: line)
        self.labels = labels
        points = try Self.points(rest.text, in: line, offset: rest.offset)
    }

    /// Reads the points alone: what promtool's `values:` holds.
    package static func points(parsing text: String) throws(ExpressionError) -> [Point] {
        try points(Substring(text), in: text, offset: 0)
    }

    /// The samples at `start`, `start + step` …; native histograms and `_` leave none.
    package func samples(from start: Timestamp, step: PromDuration) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(points.count)
        for (index, point) in points.enumerated() {
            let time = start + Int64(index) * step.milliseconds
            switch point {
            case .value(let value): samples.append(Sample(time: time, value: value))
            case .stale: samples.append(.stale(at: time))
            case .absent, .nativeHistogram: break
            }
        }
        return samples
    }

    /// The labels a line begins with, and where the points begin.
    private static func labels(
        atStartOf line: String
    ) throws(ExpressionError) -> (Labels, (text: Substring, offset: Int)) {
        let bytes = Array(line.utf8)
        var end = 0
        // A name may be followed by braces at once or after blanks; anything else is a point.
        while end < bytes.count, !isBlank(bytes[end]), bytes[end] != UInt8(ascii: "{") { end += 1 }
        var brace = end
        while brace < bytes.count, isBlank(bytes[brace]) { brace += 1 }
        if brace < bytes.count, bytes[brace] == UInt8(ascii: "{"),
            !(brace + 1 < bytes.count && bytes[brace + 1] == UInt8(ascii: "{") && brace > end)
        {
            end = try closingBrace(bytes, from: brace, line) + 1
        }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let rest = String(decoding: bytes[end...], as: UTF8.self)
        return (try labels(parsing: head, in: line), (Substring(rest), end))
    }

    private static func closingBrace(
        _ bytes: [UInt8], from open: Int, _ line: String
    ) throws(ExpressionError) -> Int {
        var quote: UInt8?
        var index = open + 1
        while index < bytes.count {
            let byte = bytes[index]
            if let mark = quote {
                if byte == UInt8(ascii: "\\"), mark != UInt8(ascii: "`") { index += 1 }
                if byte == mark { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                || byte == UInt8(ascii: "`")
            {
                quote = byte
            } else if byte == UInt8(ascii: "}") {
                return index
            }
            index += 1
        }
        throw ExpressionError("missing }", at: SourceRange(open, bytes.count), in: line)
    }

    /// `name{a="b"}` or `{…}` as a label set: only equalities, `{}` is empty.
    package static func labels(
        parsing text: String, in line: String? = nil
    ) throws(ExpressionError) -> Labels {
        let trimmed = text.filter { $0 != " " && $0 != "\t" }
        if trimmed.isEmpty || trimmed == "{}" { return .empty }
        // A label set has the grammar of a selector with `=` alone; a name of its own keeps the
        // parser from asking for a condition that excludes the empty value.
        var parser = try Parser(text, functions: .standard)
        let node =
            trimmed.hasPrefix("{")
            ? try parser.selector(name: nil) : try parser.seriesName()
        guard case .selector(let selector) = node.kind, parser.current.kind == .end else {
            throw ExpressionError("bad series name", at: node.range, in: line ?? text)
        }
        var values: [String: String] = [:]
        for matcher in selector.matchers {
            guard matcher.operation == .equal else {
                throw ExpressionError(
                    "a series has labels with \"=\" only", at: node.range, in: line ?? text)
            }
            values[matcher.name] = matcher.value
        }
        return Labels(values)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension Parser {
    /// A metric's name with or without braces, where nothing but a series may stand.
    mutating func seriesName() throws(ExpressionError) -> SyntaxNode {
        let token = current
        let lower = token.text.lowercased()
        guard token.kind == .word, !Self.reserved.contains(lower), lower != "nan", lower != "inf"
        else {
            throw unexpected("in series", wanted: "a metric name or \"{\"")
        }
        advance()
        return try selector(name: token)
    }
}
