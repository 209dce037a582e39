package import Telemetry

/// One sample line of the Prometheus text format or of OpenMetrics.
package struct ExpositionSample: Hashable, Sendable {
    package var labels: Labels
    package var value: Double
    /// nil when the line has none: the time of the scrape counts.
    package var time: Timestamp?
}

/// What one line is.
package enum ExpositionLine: Sendable {
    case sample(ExpositionSample)
    /// `# TYPE name counter`.
    case type(metric: String, MetricType)
    /// Empty, or a comment: HELP, UNIT, EOF or free.
    case comment
    case malformed(column: Int, expected: String)
}

/// Reads lines of the Prometheus text format 0.0.4 and of OpenMetrics 1.0, tolerant of what real
/// exporters write: a comma behind the last label, empty label sets, names that begin with a colon,
/// quoted UTF-8 names, exemplars.
package struct ExpositionParser {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    package static func line(_ bytes: UnsafeRawBufferPointer) -> ExpositionLine {
        var parser = ExpositionParser(bytes: bytes)
        return parser.line()
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private struct Fault: Error {
        let expected: String
    }

    private mutating func line() -> ExpositionLine {
        skipSpace()
        guard at < bytes.count else { return .comment }
        if bytes[at] == UInt8(ascii: "#") { return comment() }
        do throws(Fault) {
            return .sample(try sample())
        } catch {
            return .malformed(column: at + 1, expected: error.expected)
        }
    }

    private mutating func comment() -> ExpositionLine {
        at += 1
        skipSpace()
        guard word({ $0 > 0x20 }) == "TYPE" else { return .comment }
        skipSpace()
        let isQuoted = peek == UInt8(ascii: "\"")
        guard let name = isQuoted ? try? quoted() : word(Self.isNameByte), !name.isEmpty else {
            return .comment
        }
        skipSpace()
        return MetricType(rawValue: word { $0 > 0x20 }).map { .type(metric: name, $0) } ?? .comment
    }

    private mutating func sample() throws(Fault) -> ExpositionSample {
        var pairs: [(String, String)] = []
        let name = word(Self.isNameByte)
        skipSpace()
        if peek == UInt8(ascii: "{") {
            at += 1
            try labels(&pairs)
        } else if name.isEmpty {
            throw Fault(expected: "a metric name")
        }
        if !name.isEmpty { pairs.append((Labels.metricName, name)) }
        guard pairs.contains(where: { $0.0 == Labels.metricName }) else {
            throw Fault(expected: "a metric name")
        }
        let value = try value()
        return ExpositionSample(labels: Labels(pairs), value: value, time: try time())
    }

    private mutating func labels(_ pairs: inout [(String, String)]) throws(Fault) {
        while true {
            skipSpace()
            if take(UInt8(ascii: "}")) { return }
            let isQuoted = peek == UInt8(ascii: "\"")
            let name = isQuoted ? try quoted() : word(Self.isNameByte)
            guard !name.isEmpty else { throw Fault(expected: "a label name or }") }
            skipSpace()
            if isQuoted, peek != UInt8(ascii: "=") {
                // `{"my.metric", …}`: the metric's own name.
                pairs.append((Labels.metricName, name))
            } else {
                guard take(UInt8(ascii: "=")) else {
                    throw Fault(expected: "= behind a label name")
                }
                skipSpace()
                guard peek == UInt8(ascii: "\"") else { throw Fault(expected: "a quoted value") }
                pairs.append((name, try quoted()))
            }
            skipSpace()
            if !take(UInt8(ascii: ",")), peek != UInt8(ascii: "}") {
                throw Fault(expected: ", or } behind a label")
            }
        }
    }

    /// Quoted text with `\\`, `\"` and `\n` undone; other backslashes stand for themselves.
    private mutating func quoted() throws(Fault) -> String {
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), at < bytes.count else {
                text.append(byte)
                continue
            }
            switch bytes[at] {
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): text.append(bytes[at])
            default: text += [byte, bytes[at]]
            }
            at += 1
        }
        throw Fault(expected: "a closing quote")
    }

    private mutating func value() throws(Fault) -> Double {
        skipSpace()
        let start = at
        let token = token()
        if let number = DecimalNumber.parse(token) { return number }
        switch String(decoding: token, as: UTF8.self).lowercased() {
        case "nan": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default:
            at = start
            throw Fault(expected: "a value")
        }
    }

    /// Milliseconds in the text format, seconds in OpenMetrics: the magnitude tells.
    private mutating func time() throws(Fault) -> Timestamp? {
        skipSpace()
        guard at < bytes.count, peek != UInt8(ascii: "#") else { return nil }
        let start = at
        guard let time = EpochTime.parse(token()) else {
            at = start
            throw Fault(expected: "a time or the line's end")
        }
        skipSpace()
        guard at == bytes.count || peek == UInt8(ascii: "#") else {
            throw Fault(expected: "the line's end or an exemplar")
        }
        return time
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    }

    private mutating func word(_ belongs: (UInt8) -> Bool) -> String {
        let start = at
        while at < bytes.count, belongs(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func token() -> UnsafeRawBufferPointer {
        let start = at
        while at < bytes.count, bytes[at] != 0x20, bytes[at] != 0x09 { at += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<at])
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        // Dots come from converted OpenTelemetry names; bytes above ASCII from careless exporters.
        case 0x2E, 0x80...: true
        default: false
        }
    }
}
