/// What all the labelled predictions that a version ever had say of the question whether it answers
/// with classes or with numbers: what the newest 500 look like may change from night to day.
///
/// Of whole numbers at most 20 different labels are classes. Up to 100, the most classes that are
/// told apart anywhere, are classes once half of 200 predictions in a row have hit exactly, which a
/// regression's rounded ones do not, and stay so however bad they become.
package struct OutcomeKind: Hashable, Sendable {
    private static let fewClasses = 20
    private static let mostClasses = 100
    private static let block = 200

    private var labels: Set<Double> = []
    private var answered = 0
    private var hits = 0
    private var hasHit = false

    package init() {}

    package init(_ pairs: some Sequence<LabelledPair>) {
        for pair in pairs { add(pair) }
    }

    package mutating func add(_ pair: LabelledPair) {
        guard case .number(let label) = pair.label, label == label.rounded() else { return }
        if labels.count <= Self.mostClasses { labels.insert(label) }
        guard !hasHit, let prediction = pair.prediction else { return }
        answered += 1
        if prediction == pair.label { hits += 1 }
        guard answered == Self.block else { return }
        hasHit = hits * 2 >= answered
        (answered, hits) = (0, 0)
    }

    /// Whether whole numbers are classes.
    package var countsAsClasses: Bool {
        labels.count <= Self.fewClasses || labels.count <= Self.mostClasses && hasHit
    }
}
