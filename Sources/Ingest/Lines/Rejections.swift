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

    /// Where the last hole of NUL bytes ended.
    private var holeEnd: Int64 = -1
    private var isBehindHole = false

    package init() {}

    /// The next count is about what begins here: behind a hole it is the hole's line, and counted.
    mutating func begin(at offset: Int64) {
        isBehindHole = offset == holeEnd
        holeEnd = -1
    }

    mutating func countNuls(at offset: Int64, _ count: Int64) {
        begin(at: offset)
        self.count(.nul, "byte \(offset): a hole of \(count) NUL bytes")
        holeEnd = offset + count
    }

    /// - Parameter example: `byte 812, column 14: …`; built only for the first of a reason.
    package mutating func count(_ reason: RejectReason, _ example: @autoclosure () -> String) {
        if isBehindHole { return }
        counts[reason.rawValue, default: 0] += 1
        if examples[reason.rawValue] == nil { examples[reason.rawValue] = example() }
    }

    package var total: Int64 { counts.values.reduce(0, +) }

    /// A short excerpt that is safe on a terminal: printable ASCII and letters, the rest escaped.
    package static func excerpt(_ bytes: UnsafeRawBufferPointer, limit: Int = 48) -> String {
        "`" + SafeText.escaped(bytes, limit: limit) + "`"
    }
}
