/// How right a version is, from predictions whose truth has arrived.
///
/// Classes are told from numbers by their look (`measures`, `OutcomeKind`).
///
/// Of two classes one is positive if it is called 1, true, yes or positive; otherwise, and for more
/// than two, precision, recall and F1 are means over the classes.
package enum QualityMeasures {
    package static let accuracy = "accuracy"
    package static let precision = "precision"
    package static let recall = "recall"
    package static let f1 = "f1"
    package static let areaUnderCurve = "roc_auc"
    package static let logLoss = "log_loss"
    package static let meanAbsoluteError = "mae"
    package static let rootMeanSquaredError = "rmse"
    package static let meanAbsolutePercentageError = "mape"

    /// Those between 0 and 1 that are better the higher they are.
    package static let shares: Set<String> = [accuracy, precision, recall, f1, areaUnderCurve]

    private static let positiveNames = ["1", "yes", "positive"]

    /// Every measure that can be known, by name.
    ///
    /// Text is classes, a fraction a number; one in a hundred of the other kind went astray and
    /// counts for nothing.
    ///
    /// - Parameter kind: what more predictions than these say about whole numbers.
    package static func measures(
        of pairs: [LabelledPair], kind: OutcomeKind? = nil
    ) -> [String: Double] {
        guard !pairs.isEmpty else { return [:] }
        func isFew(_ count: Int) -> Bool { count * 100 <= pairs.count || count == 1 }
        let words = pairs.count { $0.label.isWord || $0.prediction?.isWord == true }
        guard isFew(words), words < pairs.count else { return classification(pairs) }
        let numbers = pairs.filter { !$0.label.isWord && $0.prediction?.isWord != true }
        let whole = numbers.filter { $0.label.isWhole && $0.prediction?.isWhole != false }
        guard !whole.isEmpty, isFew(numbers.count - whole.count),
            (kind ?? OutcomeKind(whole)).countsAsClasses
        else { return regression(numbers) }
        return classification(whole)
    }

    private static func classification(_ pairs: [LabelledPair]) -> [String: Double] {
        let labels = Set(pairs.map(\.label.className))
        let predictions = Set(pairs.compactMap(\.prediction?.className))
        let positive = positive(among: labels.union(predictions).sorted())
        let classes = labels.union(predictions).union(positive.map { [$0] } ?? []).sorted()
        var measures: [String: Double?] = [:]
        // Labels in one language and predictions in another say nothing about each other.
        if !labels.isDisjoint(with: predictions) {
            let matrix = matrix(pairs, classes)
            measures[accuracy] = matrix.accuracy
            let number = positive.flatMap { classes.firstIndex(of: $0) }
            measures[precision] = number.map(matrix.precision) ?? matrix.macroPrecision
            measures[recall] = number.map(matrix.recall) ?? matrix.macroRecall
            measures[f1] = number.map(matrix.f1) ?? matrix.macroF1
        }
        if let positive = Self.positive(among: labels.sorted()) ?? positive {
            let scored = pairs.filter { $0.score.isFinite }
            let positives = scored.filter { $0.label.className == positive }.map(\.score)
            let negatives = scored.filter { $0.label.className != positive }.map(\.score)
            measures[areaUnderCurve] = ScoreQuality.areaUnderCurve(
                positives: positives, negatives: negatives)
            if scored.allSatisfy({ (0...1).contains($0.score) }) {
                measures[logLoss] = ScoreQuality.logLoss(
                    positives: positives, negatives: negatives)
            }
        }
        return measures.compactMapValues { $0 }
    }

    private static func matrix(_ pairs: [LabelledPair], _ classes: [String]) -> ConfusionMatrix {
        var numbers: [String: Int] = [:]
        for (number, name) in classes.enumerated() { numbers[name] = number }
        var matrix = ConfusionMatrix(classes: classes.count)
        for pair in pairs {
            guard let prediction = pair.prediction, let row = numbers[pair.label.className],
                let column = numbers[prediction.className]
            else { continue }
            matrix.add(truth: row, prediction: column)
        }
        return matrix
    }

    /// The positive one of at most two classes; nil when none says so or there are more.
    private static func positive(among classes: [String]) -> String? {
        guard classes.count <= 2 else { return nil }
        if let named = positiveNames.first(where: classes.contains) { return named }
        return classes == ["0"] ? "1" : nil
    }

    private static func regression(_ pairs: [LabelledPair]) -> [String: Double] {
        var errors = ErrorSize()
        for pair in pairs {
            guard let truth = pair.label.number, let prediction = pair.prediction?.number else {
                continue
            }
            errors.add(truth: truth, prediction: prediction)
        }
        return [
            meanAbsoluteError: errors.mean, rootMeanSquaredError: errors.rootMeanSquare,
            meanAbsolutePercentageError: errors.meanPercentage,
        ].compactMapValues { $0 }
    }
}

extension LabelledPair.Value {
    fileprivate var isWord: Bool { if case .category = self { true } else { false } }

    /// Whether it can be a class by number.
    fileprivate var isWhole: Bool {
        if case .number(let number) = self { number == number.rounded() } else { false }
    }
}
