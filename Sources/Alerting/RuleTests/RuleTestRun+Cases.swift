internal import PromQL
internal import Telemetry

extension RuleTestRun {
    /// Whether an expression gives exactly the expected elements.
    func verdict(
        _ expected: RuleTest.ExpressionCase, in source: any SeriesSource
    ) -> RuleTestOutcome.Verdict {
        var options = EvaluationOptions()
        options.subqueryStep = PromDuration(milliseconds: intervalMilliseconds)
        let elements: [VectorElement]
        do {
            let expression = try Expression(parsing: expected.expression)
            let value = try expression.evaluate(
                at: start + expected.atMilliseconds + shift(at: expected.atMilliseconds),
                in: source,
                options: options
            ).value
            guard let found = value.elements else {
                return .failed(.init(message: "the result is neither a vector nor a scalar"))
            }
            elements = found
        } catch let error as ExpressionError {
            return .failed(.init(message: error.rendered))
        } catch let error as EvaluationError {
            return .failed(.init(message: error.rendered(in: expected.expression)))
        } catch {
            return .failed(.init(message: "\(error)"))
        }
        var rest = elements
        let agrees =
            elements.count == expected.expected.count
            && expected.expected.allSatisfy { one in
                guard
                    let place = rest.firstIndex(where: {
                        $0.labels == one.labels && agree($0.value, one.value)
                    })
                else { return false }
                rest.remove(at: place)
                return true
            }
        if agrees { return .passed }
        return .failed(
            .init(
                expected: expected.expected.map { Self.text($0.labels, $0.value) }.sorted(),
                got: elements.map { Self.text($0.labels, $0.value) }.sorted()))
    }

    /// How much more the clock showed at a time after the start: expressions are looked at in the
    /// end, when it may have jumped again.
    private func shift(at elapsed: Int64) -> Int64 {
        test.actions.reduce(0) { sum, action in
            guard case .clock(let milliseconds) = action.kind, action.atMilliseconds <= elapsed
            else { return sum }
            return sum + milliseconds
        }
    }

    /// Exactly equal, or neighbours where the file allows it; NaN equals nothing, as in promtool.
    private func agree(_ left: Double, _ right: Double) -> Bool {
        left == right || (isFuzzy && (left.nextUp == right || left.nextDown == right))
    }

    private static func text(_ labels: Labels, _ value: Double) -> String {
        "\(LabelText.braces(labels)) \(GoNumber.general(value))"
    }

    /// Whether the alerts stand as expected at the moment.
    func verdict(_ expected: RuleTest.AlertCase) -> RuleTestOutcome.Verdict {
        if let firing = expected.firing, let failure = difference(firing, of: expected.name) {
            return .failed(failure)
        }
        let now = moment(expected.atMilliseconds)
        for state in expected.states {
            if let failure = difference(state, of: expected.name, at: now) {
                return .failed(failure)
            }
        }
        return expected.quiet.flatMap(breach).map(RuleTestOutcome.Verdict.failed) ?? .passed
    }

    /// The firing alerts of every rule of a name against the expected ones; nil when equal.
    private func difference(
        _ expected: [RuleTest.AlertCase.Alert], of name: String
    ) -> RuleTestOutcome.Failure? {
        let wanted = expected.map { alert in
            RuleTest.AlertCase.Alert(
                labels: alert.labels.merging(["alertname": name]) { $1 },
                annotations: alert.annotations)
        }
        let found = book.records.filter { $0.rule == name && $0.instance.isFiring }.map {
            RuleTest.AlertCase.Alert(
                labels: $0.instance.labels.dictionary, annotations: $0.instance.annotations)
        }
        var rest = found
        let agrees =
            found.count == wanted.count
            && wanted.allSatisfy { alert in
                guard let place = rest.firstIndex(of: alert) else { return false }
                rest.remove(at: place)
                return true
            }
        if agrees { return nil }
        return .init(
            expected: wanted.map(\.text).sorted(), got: found.map(\.text).sorted())
    }

    /// Every alert of the name with these labels, and at least one, stands so; nil when it does.
    private func difference(
        _ expected: StateExpectation, of name: String, at now: Timestamp
    ) -> RuleTestOutcome.Failure? {
        let found = book.alerts(at: now).filter { alert in
            alert.rule == name && expected.labels.allSatisfy { alert.labels[$0.key] == $0.value }
        }
        let holds = found.allSatisfy { alert in expected.words.allSatisfy { $0.holds(for: alert) } }
        if holds, !found.isEmpty || expected.words == [.none] { return nil }
        let labels = expected.labels.isEmpty ? "" : LabelText.braces(Labels(expected.labels)) + " "
        return .init(
            expected: ["\(labels)\(expected.text)"],
            got: found.isEmpty
                ? ["no alert"]
                : found.map { alert in
                    let text = LabelText.braces(alert.labels)
                    let flapping = alert.flapping != nil ? ", flapping" : ""
                    return "\(text) \(alert.condition.rawValue), \(alert.attention.rawValue)"
                        + flapping
                })
    }

    /// What fires though it must not.
    private func breach(_ quiet: RuleTest.AlertCase.Quiet) -> RuleTestOutcome.Failure? {
        let firing = book.records.filter { record in
            guard record.instance.isFiring else { return false }
            switch quiet {
            case .all: return true
            case .rules(let names): return names.contains(record.rule)
            }
        }
        if firing.isEmpty { return nil }
        return .init(
            message: "fires and must not",
            got: firing.map { LabelText.braces($0.instance.labels) }.sorted())
    }
}

extension RuleTest.AlertCase.Alert {
    /// Labels, and annotations where there are any.
    fileprivate var text: String {
        let pairs = [labels, annotations].map { texts in
            texts.sorted { $0.key < $1.key }
                .map { "\(LabelText.name($0.key))=\(GoString.quoted($0.value))" }
                .joined(separator: ", ")
        }
        return "{\(pairs[0])}" + (annotations.isEmpty ? "" : " annotations {\(pairs[1])}")
    }
}
