/// How often each class was predicted for each true class.
///
/// What cannot be known is nil: the precision of a class that was never predicted, the recall of
/// one that never occurred. Oracles are the functions of `sklearn.metrics`.
package struct ConfusionMatrix: Hashable, Sendable {
    /// Classes are numbered from 0.
    package let classes: Int
    // cells[truth * classes + prediction]
    private var cells: [Int]
    package private(set) var total = 0

    package init(classes: Int) {
        self.classes = classes
        cells = Array(repeating: 0, count: classes * classes)
    }

    package mutating func add(truth: Int, prediction: Int) {
        cells[truth * classes + prediction] += 1
        total += 1
    }

    package func count(truth: Int, prediction: Int) -> Int {
        cells[truth * classes + prediction]
    }

    /// Rows that really were, and rows that were predicted to be, of a class.
    package func occurrences(of one: Int) -> Int {
        (0..<classes).reduce(0) { $0 + count(truth: one, prediction: $1) }
    }
    package func predictions(of one: Int) -> Int {
        (0..<classes).reduce(0) { $0 + count(truth: $1, prediction: one) }
    }

    /// `accuracy_score`.
    package var accuracy: Double? {
        ratio((0..<classes).reduce(0) { $0 + count(truth: $1, prediction: $1) }, total)
    }

    /// `precision_score(pos_label:)`.
    package func precision(of one: Int) -> Double? {
        ratio(count(truth: one, prediction: one), predictions(of: one))
    }

    /// `recall_score(pos_label:)`.
    package func recall(of one: Int) -> Double? {
        ratio(count(truth: one, prediction: one), occurrences(of: one))
    }

    /// `f1_score(pos_label:)`.
    package func f1(of one: Int) -> Double? {
        ratio(2 * count(truth: one, prediction: one), predictions(of: one) + occurrences(of: one))
    }

    /// The mean over all classes that occur or are predicted, an unknown one counting as zero:
    /// `precision_score(average="macro", zero_division=0)`.
    package var macroPrecision: Double? { macro(precision) }
    /// `recall_score(average="macro", zero_division=0)`.
    package var macroRecall: Double? { macro(recall) }
    /// `f1_score(average="macro", zero_division=0)`.
    package var macroF1: Double? { macro(f1) }

    private func macro(_ measure: (Int) -> Double?) -> Double? {
        let used = (0..<classes).filter { occurrences(of: $0) + predictions(of: $0) > 0 }
        guard !used.isEmpty else { return nil }
        return used.reduce(0) { $0 + (measure($1) ?? 0) } / Double(used.count)
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
