package import PromQL
package import Telemetry

/// Something that happens during a test: a person's action, a restart, a clock, a late sample.
package struct RuleTestAction: Sendable {
    package enum Kind: Sendable {
        /// On every alert that the selector finds.
        case handle(LabelSelector, AlertAction.Kind)
        /// A snooze, its end counted from the action.
        case snooze(LabelSelector, milliseconds: Int64, comment: String?)
        case silence(
            LabelSelector, milliseconds: Int64, comment: String, endsWhenUnmatched: Bool)
        /// Ends the silences with these matchers.
        case unsilence(LabelSelector)
        /// The program ends, and comes back after a while with what the journal kept; what came
        /// meanwhile is then judged, unless it cannot be read any more (nil: as real logs can, and
        /// series of the test's own, like a metrics file, cannot).
        case restart(downMilliseconds: Int64, replays: Bool?)
        /// From now on the clock shows so much more, to the rules and to whoever writes samples.
        case clock(milliseconds: Int64)
        /// A sample that arrives now and belongs elsewhere.
        case lateSample(Labels, value: SeriesNotation.Point, atMilliseconds: Int64)
    }
    package var line: Int
    /// After the test's start.
    package var atMilliseconds: Int64
    package var by: String
    package var kind: Kind
    /// Part of the sentence with which the action must be refused; nil when it must succeed.
    package var refusal: String?
}
