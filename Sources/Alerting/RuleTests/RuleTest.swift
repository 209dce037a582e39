package import PromQL
package import Telemetry

/// One test: series, what is done meanwhile, and what is expected when.
package struct RuleTest: Sendable {
    /// Empty without one.
    package var name = ""
    /// From 1.
    package var line = 1
    /// From one sample of the input series to the next.
    package var intervalMilliseconds: Int64 = 60_000
    package var series: [SeriesNotation] = []
    /// Logs and metric files, read as the dashboard reads them.
    package var inputFiles: [RuleTestFile.Reference] = []
    package var external = ExternalIdentity()
    /// When the test begins; nil: 1970, or with input files their first event.
    package var start: Timestamp?
    package var expressions: [ExpressionCase] = []
    package var alerts: [AlertCase] = []
    package var actions: [RuleTestAction] = []

    /// What an expression must give, at a time after the test's start.
    package struct ExpressionCase: Sendable {
        package struct Element: Hashable, Sendable {
            package var labels: Labels
            package var value: Double
        }
        package var line: Int
        package var expression: String
        package var atMilliseconds: Int64
        package var expected: [Element]
        /// Native histograms are expected, which this engine does not read.
        package var expectsHistograms = false
    }

    /// What the alerts of one name must be, at a time after the test's start.
    package struct AlertCase: Sendable {
        package struct Alert: Hashable, Sendable {
            package var labels: [String: String]
            package var annotations: [String: String]
        }
        package var line: Int
        package var atMilliseconds: Int64
        /// Empty for a case that only says what must not fire.
        package var name: String
        /// The firing ones; nil when nothing is said of them.
        package var firing: [Alert]?
        package var states: [StateExpectation] = []
        package var quiet: Quiet?

        /// `exp_no_alerts`: what must not fire.
        package enum Quiet: Hashable, Sendable {
            case all
            case rules([String])
        }
    }

    /// How the last thing asked for lies after the start.
    var lengthMilliseconds: Int64 {
        let moments =
            expressions.map(\.atMilliseconds) + alerts.map(\.atMilliseconds)
            + actions.map { $0.atMilliseconds }
        return moments.max() ?? 0
    }
}

/// `exp_state`: how every alert with these labels must stand, on both axes.
package struct StateExpectation: Hashable, Sendable {
    /// A word of one of the axes.
    package enum Word: Hashable, Sendable {
        case condition(BookAlert.Condition)
        case attention(BookAlert.Attention)
        case flapping
        /// No such alert is active, nor without data.
        case none

        init?(_ text: String) {
            if let condition = BookAlert.Condition(rawValue: text) {
                self = .condition(condition)
            } else if let attention = BookAlert.Attention(rawValue: text) {
                self = .attention(attention)
            } else if text == "flapping" {
                self = .flapping
            } else if text == "none" {
                self = .none
            } else {
                return nil
            }
        }

        /// Every word there is, for error messages.
        static let known = [
            "pending", "firing", "recovering", "resolved", "no_data", "error", "new", "acked",
            "snoozed", "silenced", "inhibited", "returned", "flapping", "none",
        ]

        func holds(for alert: BookAlert) -> Bool {
            switch self {
            case .condition(let condition): alert.condition == condition
            case .attention(let attention): alert.attention == attention
            case .flapping: alert.flapping != nil
            case .none: !alert.instance.isActive && alert.condition != .noData
            }
        }
    }
    /// A part of the labels is enough.
    package var labels: [String: String] = [:]
    package var words: [Word] = []
    /// As written, for messages.
    package var text = ""
}
