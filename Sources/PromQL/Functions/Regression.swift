import Telemetry

/// Trends of a window.
enum Regression {
    /// Least squares: the slope per second, and the value at `intercept`.
    static func linear(
        _ samples: ArraySlice<Sample>, intercept: Timestamp
    ) -> (slope: Double, value: Double) {
        guard let first = samples.first else { return (.nan, .nan) }
        var sumX = CompensatedSum()
        var sumY = CompensatedSum()
        var sumXY = CompensatedSum()
        var sumXX = CompensatedSum()
        var isConstant = true
        for sample in samples {
            if sample.value != first.value { isConstant = false }
            let x = Double(sample.time - intercept) / 1_000
            sumX.add(x)
            sumY.add(sample.value)
            sumXY.add(x * sample.value)
            sumXX.add(x * x)
        }
        if isConstant {
            return first.value.isInfinite ? (.nan, .nan) : (0, first.value)
        }
        let count = Double(samples.count)
        let x = sumX.sum + sumX.compensation
        let y = sumY.sum + sumY.compensation
        let covariance = sumXY.sum + sumXY.compensation - x * y / count
        let variance = sumXX.sum + sumXX.compensation - x * x / count
        let slope = covariance / variance
        return (slope, y / count - slope * x / count)
    }

    /// Holt's linear method: a smoothed value that follows a smoothed trend.
    static func doubleExponentialSmoothing(
        _ samples: ArraySlice<Sample>, smoothing: Double, trend factor: Double
    ) -> Double? {
        guard samples.count > 1 else { return nil }
        let values = samples.map(\.value)
        var before = 0.0
        var level = values[0]
        var trend = values[1] - values[0]
        for index in 1..<values.count {
            if index > 1 { trend = factor * (level - before) + (1 - factor) * trend }
            let next = smoothing * values[index] + (1 - smoothing) * (level + trend)
            before = level
            level = next
        }
        return level
    }
}
