import Telemetry

/// Runs one evaluation of a script and compares.
struct ScriptRunner {
    private let evaluation: ScriptEvaluation
    private let store: ScriptStore
    private let functions: FunctionTable
    private let alsoAsRange: Bool
    private let options: EvaluationOptions

    init(
        _ evaluation: ScriptEvaluation, _ store: ScriptStore, _ functions: FunctionTable,
        alsoAsRange: Bool
    ) {
        self.evaluation = evaluation
        self.store = store
        self.functions = functions
        self.alsoAsRange = alsoAsRange
        var options = EvaluationOptions()
        // Prometheus runs its scripts with this feature on.
        options.dropsNamesLate = true
        // A selection that meets a native histogram is noticed by the store.
        options.nativeFunctionsFindNothing = true
        self.options = options
    }

    func verdict() -> Script.Outcome.Verdict {
        do {
            let expression = try Expression(parsing: evaluation.text, functions: functions)
            return try verdict(of: expression)
        } catch let error as ExpressionError {
            if error.needsNativeHistograms { return .skipped(error.message) }
            return failure(error.message, shown: error.rendered)
        } catch let error as EvaluationError {
            if let reason = store.unsupported { return .skipped(reason) }
            return failure(error.message, shown: error.rendered(in: evaluation.text))
        } catch {
            return .failed("\(error)")
        }
    }

    private func verdict(of expression: Expression) throws -> Script.Outcome.Verdict {
        var problem: String?
        let annotations: [Annotation]
        switch evaluation.time {
        case .instant(let time):
            let result = try expression.evaluate(at: time, in: store, options: options)
            annotations = result.annotations
            problem = ScriptComparison(evaluation).problem(with: result.value)
            if problem == nil, alsoAsRange, store.unsupported == nil {
                problem = try rangeProblem(expression, at: time, result.value)
            }
        case .range(let start, let end, let step):
            let result = try expression.evaluate(
                from: start, through: end, step: step, in: store, options: options)
            annotations = result.annotations
            problem = ScriptComparison(evaluation).problem(
                with: result.series, from: start, through: end, step: step)
        }
        if let reason = store.unsupported { return .skipped(reason) }
        if evaluation.failure != nil {
            return .failed("expected the evaluation to fail, but it gave a result")
        }
        problem = problem ?? annotationProblem(annotations)
        return problem.map(Script.Outcome.Verdict.failed) ?? .passed
    }

    /// The same instant as the middle one of three: nothing may depend on the others.
    private func rangeProblem(
        _ expression: Expression, at time: Timestamp, _ value: Value
    ) throws -> String? {
        guard let elements = value.elements, evaluation.rangeVector == nil,
            !expression.asksForQuery
        else { return nil }
        let minute = PromDuration(milliseconds: 60_000)
        let series = try expression.evaluate(
            from: time - minute.milliseconds, through: time + minute.milliseconds, step: minute,
            in: store, options: options
        ).series
        var found: [Labels: Double] = [:]
        for one in series {
            if let sample = one.samples.first(where: { $0.time == time }) {
                found[one.labels] = sample.value
            }
        }
        guard found.count == elements.count else {
            return "as part of a range it has \(found.count) series, not \(elements.count)"
        }
        for element in elements {
            guard let value = found[element.labels],
                ScriptComparison.isClose(value, element.value)
            else {
                return "as part of a range \(LabelText.series(element.labels)) is "
                    + "\(found[element.labels].map { GoNumber.general($0) } ?? "absent"), not "
                    + GoNumber.general(element.value)
            }
        }
        return nil
    }

    /// - Parameter shown: the message with the place it is about.
    private func failure(_ message: String, shown: String) -> Script.Outcome.Verdict {
        guard let expected = evaluation.failure else {
            return .failed("evaluation failed: \(shown)")
        }
        return Self.holds(expected, message)
            ? .passed : .failed("failed with another message: \(message)")
    }

    private func annotationProblem(_ annotations: [Annotation]) -> String? {
        let warnings = annotations.filter { $0.level == .warning }
            .map { $0.text(in: evaluation.text) }
        let infos = annotations.filter { $0.level == .info }.map { $0.text(in: evaluation.text) }
        if evaluation.forbidsWarnings, let first = warnings.first {
            return "unexpected warning: \(first)"
        }
        if evaluation.forbidsInfos, let first = infos.first { return "unexpected info: \(first)" }
        return Self.problem("warning", evaluation.warnings, warnings)
            ?? Self.problem("info", evaluation.infos, infos)
    }

    /// Every expectation must be met, and everything said must be expected.
    private static func problem(
        _ kind: String, _ expected: [ScriptEvaluation.TextExpectation], _ found: [String]
    ) -> String? {
        if expected.isEmpty { return nil }
        for one in expected where !found.contains(where: { holds(one, $0) }) {
            return "expected \(kind) not found, there is: \(found)"
        }
        for text in found where !expected.contains(where: { holds($0, text) }) {
            return "unexpected \(kind): \(text)"
        }
        return nil
    }

    private static func holds(
        _ expectation: ScriptEvaluation.TextExpectation, _ text: String
    ) -> Bool {
        switch expectation {
        case .any: return true
        case .message(let message):
            // Scripts of before annotations had a position say none.
            return message == text || message == text.withoutPosition
        case .pattern(let pattern): return pattern.matches(text)
        }
    }
}

extension String {
    /// Without the ` (1:25)` that an annotation ends with.
    fileprivate var withoutPosition: Substring {
        guard hasSuffix(")"), let open = lastIndex(of: "("), open > startIndex,
            self[open...].dropFirst().dropLast().allSatisfy({ $0.isNumber || $0 == ":" })
        else { return self[...] }
        return self[..<open].dropLast()
    }
}
