package import Telemetry

/// One command of a test script, with the line it stands on.
package enum ScriptCommand: Sendable {
    case clear
    case load(Load)
    case evaluate(ScriptEvaluation)
    /// A command with a line that cannot be read: counts as failed.
    case unreadable(ScriptError, text: String)

    /// `load 5m` and the series below it.
    package struct Load: Sendable {
        package var step: PromDuration
        package var series: [SeriesNotation]
        /// `load_with_nhcb`: classic histograms are also loaded as native ones.
        package var withNativeHistograms: Bool
        /// Names of series given start timestamps (`@st`), which are not supported.
        package var startTimestamped: [Labels]
    }
}

/// `eval …`: an expression, when to evaluate it, and what is expected.
package struct ScriptEvaluation: Sendable {
    package enum Time: Sendable {
        case instant(Timestamp)
        case range(from: Timestamp, through: Timestamp, step: PromDuration)
    }

    /// What a text must be: anything, equal to, or found by an expression.
    package enum TextExpectation: Sendable {
        case any
        case message(String)
        case pattern(AnchoredPattern)
    }

    /// From 1.
    package var line: Int
    package var text: String
    package var time: Time
    package var isOrdered = false
    package var failure: TextExpectation?
    package var warnings: [TextExpectation] = []
    package var infos: [TextExpectation] = []
    package var forbidsWarnings = false
    package var forbidsInfos = false
    package var string: String?
    /// `expect range vector from A to B step S`: the times of the expected points.
    package var rangeVector: (from: Timestamp, through: Timestamp, step: PromDuration)?
    package var scalar: Double?
    package var series: [SeriesNotation] = []
}

/// A line of a script that cannot be read.
package struct ScriptError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    /// In bytes, from 1.
    package let column: Int
    package let message: String
    package var description: String { "line \(line), column \(column): \(message)" }
}
