package import Telemetry

/// Labels as Prometheus prints them.
package enum LabelText {
    /// `{__name__="up", job="a"}`: how labels stand in error messages.
    package static func braces(_ labels: Labels) -> String {
        "{"
            + labels.pairs.map { "\(name($0.name))=\(GoString.quoted($0.value))" }
            .joined(separator: ", ") + "}"
    }

    /// `up{job="a"}`: how a series stands in a result.
    package static func series(_ labels: Labels) -> String {
        guard let metric = labels.metric, isLegacyMetricName(metric) else { return braces(labels) }
        let rest = labels.removing([Labels.metricName])
        return rest.isEmpty ? metric : metric + braces(rest)
    }

    /// A label name, quoted where the classic character set does not hold it.
    package static func name(_ name: String) -> String {
        isLegacyLabelName(name) ? name : GoString.quoted(name)
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`.
    package static func isLegacyLabelName(_ name: String) -> Bool {
        isWord(name, allowing: { _ in false })
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    package static func isLegacyMetricName(_ name: String) -> Bool {
        isWord(name, allowing: { $0 == UInt8(ascii: ":") })
    }

    private static func isWord(_ name: String, allowing extra: (UInt8) -> Bool) -> Bool {
        guard let first = name.utf8.first, !(first >= 0x30 && first <= 0x39) else { return false }
        return name.utf8.allSatisfy { byte in
            (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a)
                || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f || extra(byte)
        }
    }
}
