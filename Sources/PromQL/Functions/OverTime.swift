import Glibc
import Telemetry

/// The `…_over_time` functions: one number of a window.
enum OverTime {
    static func sum(_ window: Window) -> Double? {
        var total = CompensatedSum()
        for sample in window.samples { total.add(sample.value) }
        return total.value
    }

    static func average(_ window: Window) -> Double? {
        guard let first = window.samples.first else { return nil }
        var mean = RobustMean(first: first.value)
        for sample in window.samples.dropFirst() { mean.add(sample.value) }
        return mean.value
    }

    static func variance(_ window: Window) -> Double? {
        var spread = RunningVariance()
        for sample in window.samples { spread.add(sample.value) }
        return spread.variance
    }

    static func deviation(_ window: Window) -> Double? { variance(window).map { sqrt($0) } }

    static func minimum(_ window: Window) -> Double? { extreme(window, <)?.value }
    static func maximum(_ window: Window) -> Double? { extreme(window, >)?.value }

    static func timeOfMinimum(_ window: Window) -> Double? { extreme(window, <=)?.time.seconds }
    static func timeOfMaximum(_ window: Window) -> Double? { extreme(window, >=)?.time.seconds }

    /// The sample that beats all before it; NaN only when there is nothing else.
    private static func extreme(_ window: Window, _ beats: (Double, Double) -> Bool) -> Sample? {
        guard var best = window.samples.first else { return nil }
        for sample in window.samples.dropFirst()
        where beats(sample.value, best.value) || best.value.isNaN {
            best = sample
        }
        return best
    }
}
