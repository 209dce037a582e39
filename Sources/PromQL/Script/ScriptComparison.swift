import Telemetry

/// Compares what an evaluation gave with what a script expects.
struct ScriptComparison {
    private let evaluation: ScriptEvaluation

    init(_ evaluation: ScriptEvaluation) { self.evaluation = evaluation }

    /// Equal within a relative 1e-6; NaN equals NaN.
    static func isClose(_ left: Double, _ right: Double) -> Bool {
        if left.isNaN || right.isNaN { return left.isNaN && right.isNaN }
        if left == right { return true }
        let difference = (left - right).magnitude
        let sum = left.magnitude + right.magnitude
        if left == 0 || right == 0 || sum < Double.leastNormalMagnitude {
            return difference < 1e-6 * Double.leastNormalMagnitude
        }
        return difference / min(sum, Double.greatestFiniteMagnitude) < 1e-6
    }

    /// What is wrong with an instant's value; nil when nothing is.
    func problem(with value: Value) -> String? {
        switch value {
        case .string(let text):
            guard let expected = evaluation.string else { return "got a string" }
            return text == expected
                ? nil : "got \(GoString.quoted(text)), expected \(GoString.quoted(expected))"
        case .scalar(let value):
            guard let expected = evaluation.scalar else {
                return "got the scalar \(GoNumber.general(value)), expected a vector"
            }
            return Self.isClose(value, expected)
                ? nil : "got \(GoNumber.general(value)), expected \(GoNumber.general(expected))"
        case .vector(let elements): return problem(with: elements)
        case .matrix(let series):
            guard let times = evaluation.rangeVector else { return "got a range vector" }
            return problem(
                with: series, from: times.from, through: times.through, step: times.step)
        }
    }

    private func problem(with elements: [VectorElement]) -> String? {
        if evaluation.scalar != nil || evaluation.string != nil { return "got a vector" }
        var positions: [Labels: Int] = [:]
        for (index, expected) in evaluation.series.enumerated() {
            positions[expected.labels] = index
        }
        for (index, element) in elements.enumerated() {
            let name = LabelText.series(element.labels)
            guard let position = positions.removeValue(forKey: element.labels) else {
                return "unexpected series \(name) \(GoNumber.general(element.value))"
            }
            if evaluation.isOrdered, position != index {
                return "\(name) is number \(index + 1), expected number \(position + 1)"
            }
            let points = evaluation.series[position].points
            guard points.count == 1, case .value(let expected) = points[0],
                Self.isClose(element.value, expected)
            else {
                let wanted = points.prefix(3).map(\.text).joined(separator: " ")
                return "\(name) is \(GoNumber.general(element.value)), expected "
                    + (wanted.isEmpty ? "nothing" : wanted)
            }
        }
        let missing = positions.keys.first { !evaluation.series[positions[$0] ?? 0].points.isEmpty }
        return missing.map { "expected series \(LabelText.series($0)) not found" }
    }

    /// What is wrong with series over a range; nil when nothing is.
    func problem(
        with series: [SeriesSamples], from start: Timestamp, through end: Timestamp,
        step: PromDuration
    ) -> String? {
        var expected: [Labels: [Timestamp: Double]] = [:]
        for one in evaluation.series {
            for sample in one.samples(from: start, step: step) where sample.time <= end {
                expected[one.labels, default: [:]][sample.time] = sample.value
            }
        }
        for one in series {
            let name = LabelText.series(one.labels)
            guard let points = expected.removeValue(forKey: one.labels) else {
                return "unexpected series \(name) \(Self.text(one.samples))"
            }
            guard points.count == one.samples.count,
                one.samples.allSatisfy({ sample in
                    points[sample.time].map { Self.isClose($0, sample.value) } ?? false
                })
            else {
                let wanted = points.map { Sample(time: $0.key, value: $0.value) }
                    .sorted { $0.time < $1.time }
                return "\(name) is \(Self.text(one.samples)), expected \(Self.text(wanted))"
            }
        }
        return expected.keys.first.map { "expected series \(LabelText.series($0)) not found" }
    }

    private static func text(_ samples: [Sample]) -> String {
        samples.prefix(40).map { sample in
            let time = PromDuration(milliseconds: sample.time.milliseconds)
            return "\(GoNumber.general(sample.value))@\(time)"
        }.joined(separator: " ")
    }
}
