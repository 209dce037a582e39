/// A test script of Prometheus's expression engine: loads, evaluations, expectations.
package struct Script: Sendable {
    package let commands: [ScriptCommand]

    /// - Throws: the first line that cannot be read, when no command can: then it is no script.
    package init(parsing text: String) throws(ScriptError) {
        var parser = ScriptParser(text)
        commands = parser.commands()
        if let first = problems.first, problems.count == commands.count { throw first }
    }

    /// Every line that cannot be read; each counts as a failed evaluation when the script is run.
    package var problems: [ScriptError] {
        commands.compactMap { if case .unreadable(let error, _) = $0 { error } else { nil } }
    }

    /// How one evaluation came out.
    package struct Outcome: Sendable {
        package enum Verdict: Hashable, Sendable {
            case passed
            /// What was expected and what came, in words.
            case failed(String)
            /// It read what this engine does not support: native histograms, start timestamps.
            case skipped(String)
        }

        /// From 1.
        package let line: Int
        /// Where a line that cannot be read is wrong, in bytes from 1; nil for an evaluation.
        package var column: Int?
        package let expression: String
        package let verdict: Verdict
    }

    /// What came of a whole script.
    package struct Report: Sendable {
        package let outcomes: [Outcome]

        package var passed: Int { outcomes.count { $0.verdict == .passed } }
        package var failures: [Outcome] {
            outcomes.filter { if case .failed = $0.verdict { true } else { false } }
        }
        package var skipped: [Outcome] {
            outcomes.filter { if case .skipped = $0.verdict { true } else { false } }
        }

        /// `N passed, M failed`, and how many were skipped if any were.
        package var summary: String {
            let line = "\(passed) passed, \(failures.count) failed"
            return skipped.isEmpty ? line : line + ", \(skipped.count) skipped"
        }
    }

    /// Runs every command in order; no evaluation influences another.
    ///
    /// - Parameter alsoAsRange: evaluate what is expected of an instant a second time as the
    ///   middle of a range, as Prometheus's own runner does.
    package func run(
        functions: FunctionTable = .standard, alsoAsRange: Bool = false
    ) -> Report {
        let store = ScriptStore()
        var outcomes: [Outcome] = []
        for command in commands {
            switch command {
            case .clear: store.clear()
            case .load(let load): store.load(load)
            case .unreadable(let error, let text):
                outcomes.append(
                    Outcome(
                        line: error.line, column: error.column, expression: text,
                        verdict: .failed(error.message)))
            case .evaluate(let evaluation):
                store.resetUnsupported()
                let runner = ScriptRunner(evaluation, store, functions, alsoAsRange: alsoAsRange)
                outcomes.append(
                    Outcome(
                        line: evaluation.line, expression: evaluation.text,
                        verdict: runner.verdict()))
            }
        }
        return Report(outcomes: outcomes)
    }
}
