/// How far predicted numbers are from the true ones.
package struct ErrorSize: Hashable, Sendable {
    package private(set) var count = 0
    private var absolute = 0.0
    private var squared = 0.0
    private var relative = 0.0
    private var nonzero = 0

    package init() {}

    package mutating func add(truth: Double, prediction: Double) {
        let error = abs(prediction - truth)
        count += 1
        absolute += error
        squared += error * error
        if truth != 0 {
            relative += error / abs(truth)
            nonzero += 1
        }
    }

    /// `mean_absolute_error`.
    package var mean: Double? { count > 0 ? absolute / Double(count) : nil }
    /// `root_mean_squared_error`.
    package var rootMeanSquare: Double? {
        count > 0 ? (squared / Double(count)).squareRoot() : nil
    }
    /// `mean_absolute_percentage_error` as a share, over the truths that are not zero.
    package var meanPercentage: Double? { nonzero > 0 ? relative / Double(nonzero) : nil }
}
