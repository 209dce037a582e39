/// Why a line was not used.
///
/// The raw value is the `reason` label of `source_rejected_total`, and stable.
package enum RejectReason: String, CaseIterable, Sendable {
    case notJSON = "not_json"
    case notObject = "not_object"
    case invalidUTF8 = "invalid_utf8"
    case tooLong = "too_long"
    /// A hole of NUL bytes was skipped, or a line holds a NUL.
    case nul
    case noTime = "no_time"
    /// A time, and nothing that a model writes: a line of another kind in the log.
    case notEvent = "not_event"
    case badTime = "bad_time"
    /// More than ten minutes beyond the wall clock.
    case future
    case wrongType = "wrong_type"
    /// A latency below zero or not finite.
    case badLatency = "bad_latency"
    case badCSV = "bad_csv"
    /// A metric line that is not the exposition format.
    case badMetric = "bad_metric"
    /// A workflow line without model, stage or status, or with an unknown one.
    case badStage = "bad_stage"
    /// More series or rows than are kept.
    case pastLimit = "past_limit"
}

/// Counts of rejected lines by reason, and the first of each.
package struct Rejections: Hashable, Sendable {
    package private(set) var counts: [String: Int64] = [:]
    package private(set) var examples: [String: String] = [:]

    package init() {}

    /// - Parameter example: `byte 812, column 14: …`; built only for the first of a reason.
    package mutating func count(_ reason: RejectReason, _ example: @autoclosure () -> String) {
        counts[reason.rawValue, default: 0] += 1
        if examples[reason.rawValue] == nil { examples[reason.rawValue] = example() }
    }

    package var total: Int64 { counts.values.reduce(0, +) }

    /// A short excerpt that is safe on a terminal: printable ASCII and letters, the rest escaped.
    package static func excerpt(_ bytes: UnsafeRawBufferPointer, limit: Int = 48) -> String {
        "`" + SafeText.escaped(bytes, limit: limit) + "`"
    }
}
