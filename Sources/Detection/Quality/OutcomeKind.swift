/// Whether a version answers with classes or with numbers, by all the labelled predictions it ever
/// had: what the newest 500 look like may change from night to day.
///
/// Text is classes, a label with a fraction a number. Whole numbers are classes while there are at
/// most 20 different labels; up to 100, the most classes that are told apart anywhere, when at
/// least a fifth of the predictions hit exactly, which a regression's rounded ones do not. One
/// prediction in a hundred with a fraction is one that went astray.
package struct OutcomeKind: Hashable, Sendable {
    private static let fewClasses = 20
    private static let mostClasses = 100

    private var hasText = false
    private var hasFraction = false
    private var labels: Set<Double> = []
    private var predictions = 0
    private var fractions = 0
    private var hits = 0

    package init() {}

    package init(_ pairs: some Sequence<LabelledPair>) {
        for pair in pairs { add(pair) }
    }

    package mutating func add(_ pair: LabelledPair) {
        switch pair.label {
        case .category: hasText = true
        case .number(let label) where label != label.rounded(): hasFraction = true
        case .number(let label):
            if labels.count <= Self.mostClasses { labels.insert(label) }
        }
        switch pair.prediction {
        case .category?: hasText = true
        case .number(let prediction)?:
            predictions += 1
            if prediction != prediction.rounded() { fractions += 1 }
            if pair.label == .number(prediction) { hits += 1 }
        case nil: break
        }
    }

    package var isClassification: Bool {
        if hasText { return true }
        if hasFraction || fractions * 100 > predictions { return false }
        if labels.count <= Self.fewClasses { return true }
        return labels.count <= Self.mostClasses && hits * 5 >= predictions && hits > 0
    }
}
