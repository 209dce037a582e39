/// A sum that carries the digits that rounding would lose (Kahan, in Neumaier's form).
package struct CompensatedSum: Sendable {
    package var sum: Double
    package var compensation: Double

    package init(_ sum: Double = 0, compensation: Double = 0) {
        self.sum = sum
        self.compensation = compensation
    }

    package mutating func add(_ value: Double) {
        let total = sum + value
        if total.isInfinite {
            compensation = 0
        } else if sum.magnitude >= value.magnitude {
            compensation += (sum - total) + value
        } else {
            compensation += (value - total) + sum
        }
        sum = total
    }

    package var value: Double { sum.isInfinite ? sum : sum + compensation }
}

/// A mean by direct summation, which goes over to an incremental one when the sum overflows.
package struct RobustMean: Sendable {
    private var state: CompensatedSum
    private var count = 1.0
    private var isIncremental = false

    package init(first: Double) { state = CompensatedSum(first) }

    package mutating func add(_ value: Double) {
        count += 1
        if !isIncremental {
            var next = state
            next.add(value)
            if !next.sum.isInfinite {
                state = next
                return
            }
            isIncremental = true
            state.sum /= count - 1
            state.compensation /= count - 1
        }
        let share = (count - 1) / count
        state.sum *= share
        state.compensation *= share
        state.add(value / count)
    }

    package var value: Double {
        if isIncremental { return state.sum + state.compensation }
        return state.sum / count + state.compensation / count
    }
}

/// Spread around the mean, in one pass (Welford), with compensated sums.
package struct RunningVariance: Sendable {
    private var count = 0.0
    private var mean = CompensatedSum()
    private var squares = CompensatedSum()

    package init() {}

    package mutating func add(_ value: Double) {
        count += 1
        let difference = value - (mean.sum + mean.compensation)
        mean.add(difference / count)
        squares.add(difference * (value - (mean.sum + mean.compensation)))
    }

    /// The population variance; NaN of nothing.
    package var variance: Double { (squares.sum + squares.compensation) / count }
}
