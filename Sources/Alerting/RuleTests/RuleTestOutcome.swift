/// How one expectation of a test came out.
package struct RuleTestOutcome: Sendable {
    package enum Verdict: Sendable {
        case passed
        case failed(Failure)
        /// It needs what this engine does not read, or could not be reached.
        case skipped(String)
    }

    /// What was expected and what came, a line an element.
    package struct Failure: Hashable, Sendable {
        /// What went wrong, when it is not a difference.
        package var message: String?
        package var expected: [String] = []
        package var got: [String] = []

        package init(message: String? = nil, expected: [String] = [], got: [String] = []) {
            self.message = message
            self.expected = expected
            self.got = got
        }
    }

    /// The test's name; empty without one.
    package var test: String
    /// From 1.
    package var line: Int
    /// From 1; nil where the line says enough.
    package var column: Int?
    /// `alertname: High, time: 5m` and the like.
    package var subject: String
    package var verdict: Verdict

    package init(test: String, line: Int, subject: String, verdict: Verdict) {
        self.test = test
        self.line = line
        self.subject = subject
        self.verdict = verdict
    }
}
