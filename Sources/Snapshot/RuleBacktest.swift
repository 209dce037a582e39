/// How often, how long and how badly one rule would have fired over a stretch of the past.
package struct RuleBacktest: Equatable, Sendable {
    /// One stretch of firing; `to` is nil when it had not ended.
    package struct Firing: Equatable, Sendable {
        package var from: Moment
        package var to: Moment?
        package init(from: Moment, to: Moment?) {
            self.from = from
            self.to = to
        }
    }

    /// One label set of the rule.
    package struct LabelSet: Equatable, Sendable {
        package var labels: [String: String]
        package var fired = 0
        /// Times it was pending and never came to fire.
        package var pendingOnly = 0
        package var firingSeconds = 0.0
        package var longestSeconds = 0.0
        /// The first hundred.
        package var firings: [Firing] = []
        /// When it began to fire for the last time.
        package var lastFiredAt: Moment?
        /// Fires at the end of the stretch.
        package var firesNow = false
        /// Is pending at the end of the stretch.
        package var isPendingNow = false
        /// The value farthest beyond the limit, as words with its unit, and when.
        package var worst: Double?
        package var worstWords = ""
        package var worstAt: Moment?
        package init(labels: [String: String]) { self.labels = labels }

        package var firstFiredAt: Moment? { firings.first?.from }

        /// What tells it from the rule's others: `model=churn version=3`.
        package var words: String {
            let pairs = labels.filter { $0.key != "alertname" && $0.key != "severity" }
            return pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: " ")
        }
    }

    package var rule: String
    package var group: String
    package var severity: String
    package var builtIn = false
    /// The first and the last instant judged; nil when there was none.
    package var from: Moment?
    package var to: Moment?
    package var evaluations = 0
    /// Evaluations that failed, and why the last did.
    package var failures = 0
    package var error: String?
    /// PromQL's warnings and infos of the last evaluation that had any.
    package var notes: [String] = []
    /// Those that did anything, who fired most first.
    package var sets: [LabelSet] = []
    /// Label sets beyond a thousand.
    package var omittedSets = 0
    /// Series that the expression names and that never were.
    package var missing: [String] = []

    package init(rule: String, group: String, severity: String) {
        self.rule = rule
        self.group = group
        self.severity = severity
    }

    package var fired: Int { sets.reduce(0) { $0 + $1.fired } }
    package var pendingOnly: Int { sets.reduce(0) { $0 + $1.pendingOnly } }
    package var firingSeconds: Double { sets.reduce(0) { $0 + $1.firingSeconds } }
}
