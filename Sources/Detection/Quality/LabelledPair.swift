/// A prediction and the truth that came for it.
package struct LabelledPair: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case number(Double)
        case category(String)
    }
    package var label: Value
    package var prediction: Value?
    /// Probability of the positive class, or any score that rises with it; NaN when there is none.
    package var score: Double

    package init(label: Value, prediction: Value?, score: Double = .nan) {
        self.label = label
        self.prediction = prediction
        self.score = score
    }
}

extension LabelledPair.Value {
    /// One name for the same class however it is written: 1, 1.0, `1` and `true` are one class.
    var className: String {
        let name =
            switch self {
            case .number(let number): CategoryName.canonical(number)
            case .category(let text): CategoryName.canonical(text)
            }
        return name == CategoryName.yes ? "1" : name == CategoryName.no ? "0" : name
    }

    /// The number it stands for; nil when there is none.
    var number: Double? {
        switch self {
        case .number(let number): number.isFinite ? number : nil
        case .category(let text): CategoryName.number(in: text)
        }
    }
}
