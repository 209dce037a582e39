import Detection
import Testing

/// Expected values: scikit-learn 1.9.1 on the same numbers.
@Suite struct QualityMeasuresTests {
    private func expect(
        _ measures: [String: Double], _ expected: [String: Double],
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(Set(measures.keys) == Set(expected.keys), sourceLocation: location)
        for (name, value) in expected {
            let answer = measures[name] ?? .nan
            #expect(
                abs(answer - value) <= 1e-12 * abs(value), "\(name) \(answer)",
                sourceLocation: location)
        }
    }

    @Test("One stray number among a classifier's answers ends nothing; several are a regression")
    func stray() {
        func pairs(_ strays: Int) -> [LabelledPair] {
            (0..<500).map { number in
                LabelledPair(
                    label: .number(number % 4 == 0 ? 1 : 0),
                    prediction: .number(number < strays ? 0.5 : 0), score: .nan)
            }
        }
        // 124 of the 499 whose answer is a class are 1: 375 / 499 are right.
        #expect(QualityMeasures.measures(of: pairs(1))["accuracy"] == 375.0 / 499)
        #expect(QualityMeasures.measures(of: pairs(0))["accuracy"] == 0.75)
        #expect(QualityMeasures.measures(of: pairs(50))["accuracy"] == nil)
    }

    private func loans(as value: (Int) -> LabelledPair.Value) -> [LabelledPair] {
        var draws = Draws(seed: 71)
        return (0..<400).map { _ in
            let label = draws.uniform() < 0.3 ? 1 : 0
            let raw = 0.25 + 0.4 * Double(label) + 0.8 * (draws.uniform() - 0.5)
            _ = draws.uniform()
            let score = (min(max(raw, 0.01), 0.99) * 100).rounded(.toNearestOrEven) / 100
            return LabelledPair(
                label: .number(Double(label)), prediction: value(score >= 0.5 ? 1 : 0),
                score: score)
        }
    }
    private let loanMeasures = [
        "accuracy": 0.79, "precision": 0.6015625, "recall": 0.7, "f1": 0.6470588235294118,
        "roc_auc": 0.868025078369906, "log_loss": 0.4046555668224794,
    ]

    @Test func twoClassesAreMeasuredByThePositiveOne() {
        expect(QualityMeasures.measures(of: loans { .number(Double($0)) }), loanMeasures)
    }

    @Test func aClassIsTheSameHoweverItIsWritten() {
        expect(
            QualityMeasures.measures(of: loans { .category($0 == 1 ? "True" : "False") }),
            loanMeasures)
        expect(QualityMeasures.measures(of: loans { .category("\($0).0") }), loanMeasures)
    }

    @Test func moreClassesAreMeasuredByTheirMean() {
        var draws = Draws(seed: 72)
        let names = ["approve", "deny", "review", "stop"]
        let pairs = (0..<500).map { _ in
            let u = draws.uniform()
            let truth = u <= 0.5 ? 0 : u <= 0.8 ? 1 : u <= 0.95 ? 2 : 3
            let prediction = draws.uniform() < 0.7 ? truth : (truth + 1) % 4
            return LabelledPair(
                label: .category(names[truth]), prediction: .category(names[prediction]))
        }
        expect(
            QualityMeasures.measures(of: pairs),
            [
                "accuracy": 0.686, "precision": 0.6182849897952872, "recall": 0.675626988583193,
                "f1": 0.6314113739419704,
            ])
    }

    @Test func numbersAreMeasuredByTheirErrors() {
        var draws = Draws(seed: 73)
        let pairs = (0..<300).map { _ in
            let truth = 20 + 5 * draws.normal()
            return LabelledPair(label: .number(truth), prediction: .number(truth + draws.normal()))
        }
        expect(
            QualityMeasures.measures(of: pairs),
            [
                "mae": 0.8257039604927137, "rmse": 1.0371411693627133,
                "mape": 0.04534161653822829,
            ])
    }

    @Test func manyWholeNumbersAreNumbers() {
        let pairs = (0..<30).map {
            LabelledPair(label: .number(Double($0)), prediction: .number(Double($0 + 1)))
        }
        let measures = QualityMeasures.measures(of: pairs)
        #expect(measures["mae"] == 1)
        #expect(measures["accuracy"] == nil)
    }

    @Test("fifty numbered classes are classes, and few counts of a regression stay numbers")
    func wholeNumbers() {
        // sklearn.metrics.accuracy_score: three of four are right.
        let classes = (0..<500).map { number -> LabelledPair in
            let answer = number % 4 == 0 ? number + 7 : number
            return LabelledPair(
                label: .number(Double(number % 50)), prediction: .number(Double(answer % 50)))
        }
        #expect(QualityMeasures.measures(of: classes)["accuracy"] == 0.75)
        /// Rented bicycles: a hundred by day, ten by night, guessed two off.
        func bicycles(_ most: Int) -> [LabelledPair] {
            (0..<500).map {
                LabelledPair(
                    label: .number(Double($0 % most)), prediction: .number(Double($0 % most + 2)))
            }
        }
        #expect(QualityMeasures.measures(of: bicycles(90))["mae"] == 2)
        var kind = OutcomeKind(bicycles(90))
        for pair in bicycles(10) { kind.add(pair) }
        #expect(QualityMeasures.measures(of: bicycles(10), kind: kind)["mae"] == 2)
        #expect(QualityMeasures.measures(of: bicycles(10), kind: kind)["accuracy"] == nil)
        #expect(QualityMeasures.measures(of: bicycles(300))["mae"] == 2)
        // Once they are classes they stay so, and a good count model's third of hits is none.
        var known = OutcomeKind(classes)
        let wrong = (0..<500).map {
            LabelledPair(
                label: .number(Double($0 % 50)), prediction: .number(Double(($0 + 1) % 50)))
        }
        for pair in wrong { known.add(pair) }
        #expect(QualityMeasures.measures(of: wrong, kind: known)["accuracy"] == 0)
        let near = (0..<500).map { number -> LabelledPair in
            let count = number % 60
            let answer = count + number % 3 - 1
            return LabelledPair(label: .number(Double(count)), prediction: .number(Double(answer)))
        }
        #expect(QualityMeasures.measures(of: near)["accuracy"] == nil)
    }

    @Test("one label that went astray changes neither kind")
    func strayLabels() {
        var regression = (0..<500).map {
            LabelledPair(label: .number(Double($0) + 0.5), prediction: .number(Double($0)))
        }
        regression[7].label = .category("n/a")
        #expect(QualityMeasures.measures(of: regression)["mae"] == 0.5)
        var classes = (0..<500).map {
            LabelledPair(label: .number($0 % 5 == 0 ? 1 : 0), prediction: .number(0))
        }
        classes[8].label = .number(0.5)
        #expect(QualityMeasures.measures(of: classes)["accuracy"] == 399.0 / 499)
        let words = (0..<40).map { LabelledPair(label: .category("a\($0 % 2)"), prediction: nil) }
        #expect(QualityMeasures.measures(of: words)["mae"] == nil)
    }

    @Test func whatCannotBeKnownIsAbsent() {
        #expect(QualityMeasures.measures(of: []).isEmpty)
        let negatives = (0..<5).map { _ in
            LabelledPair(label: .number(0), prediction: .number(0), score: 0.2)
        }
        let measures = QualityMeasures.measures(of: negatives)
        #expect(measures["accuracy"] == 1)
        #expect(measures["precision"] == nil, "never predicted")
        #expect(measures["recall"] == nil, "never occurred")
        #expect(measures["roc_auc"] == nil)
        let foreign = [LabelledPair(label: .number(1), prediction: .category("deny"), score: 0.7)]
        #expect(QualityMeasures.measures(of: foreign)["accuracy"] == nil)
        let unpredicted = [LabelledPair(label: .number(2.5), prediction: nil)]
        #expect(QualityMeasures.measures(of: unpredicted).isEmpty)
    }

    @Test func scoresAloneRankTheClasses() {
        let pairs = [(1, 0.9), (0, 0.2), (1, 0.4), (0, 0.4), (0, 7.0)].map {
            LabelledPair(label: .number($0.0), prediction: nil, score: $0.1)
        }
        let measures = QualityMeasures.measures(of: pairs)
        // Of six pairings: 0.9 beats two, 0.4 beats one and ties one.
        #expect(measures["roc_auc"] == 3.5 / 6)
        #expect(measures["log_loss"] == nil, "7 is no probability")
    }

    @Test func certaintyThatIsWrongCostsAFiniteAmount() {
        #expect((ScoreQuality.logLoss(positives: [0], negatives: [1]) ?? .infinity) < 40)
    }
}
