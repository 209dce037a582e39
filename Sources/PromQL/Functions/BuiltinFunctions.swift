import Glibc
import Telemetry

/// Prometheus's functions.
enum BuiltinFunctions {
    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let all = values + times + windows + rates + histograms + labels + scalars

    private static let values: [Function] = [
        value("abs") { $0.magnitude }, value("ceil") { ceil($0) }, value("floor") { floor($0) },
        value("exp") { exp($0) }, value("sqrt") { sqrt($0) }, value("ln", GoMath.logarithm),
        value("log2", GoMath.logarithm2),
        value("log10", GoMath.logarithm10), value("sgn", GoMath.sign),
        value("sin") { sin($0) }, value("cos") { cos($0) }, value("tan") { tan($0) },
        value("asin") { asin($0) }, value("acos") { acos($0) }, value("atan") { atan($0) },
        value("sinh") { sinh($0) }, value("cosh") { cosh($0) }, value("tanh") { tanh($0) },
        value("asinh") { asinh($0) }, value("acosh") { acosh($0) }, value("atanh") { atanh($0) },
        value("deg") { $0 * 180 / .pi }, value("rad") { $0 * .pi / 180 },
        Function("clamp", [.instantVector, .scalar, .scalar], .special(.clamp)),
        Function("clamp_min", [.instantVector, .scalar], .special(.clampMinimum)),
        Function("clamp_max", [.instantVector, .scalar], .special(.clampMaximum)),
        Function("round", [.instantVector, .scalar], minimum: 1, .special(.round)),
    ]

    private static let times: [Function] = [
        time("year") { $0.year }, time("month") { $0.month }, time("day_of_month") { $0.day },
        time("day_of_week") { $0.dayOfWeek }, time("day_of_year") { $0.dayOfYear },
        time("days_in_month") { $0.daysInMonth }, time("hour") { $0.hour },
        time("minute") { $0.minute },
        Function("timestamp", [.instantVector], .special(.timestamp)),
    ]

    private static let windows: [Function] = [
        window("sum_over_time", OverTime.sum), window("avg_over_time", OverTime.average),
        window("min_over_time", OverTime.minimum), window("max_over_time", OverTime.maximum),
        window("stddev_over_time", OverTime.deviation),
        window("stdvar_over_time", OverTime.variance),
        window("count_over_time") { Double($0.samples.count) },
        window("present_over_time") { _ in 1 },
        window("mad_over_time") { Quantile.medianAbsoluteDeviation($0.values) },
        window("ts_of_min_over_time", OverTime.timeOfMinimum),
        window("ts_of_max_over_time", OverTime.timeOfMaximum),
        window("ts_of_first_over_time") { $0.samples.first?.time.seconds },
        window("ts_of_last_over_time") { $0.samples.last?.time.seconds },
        Function(
            "first_over_time", [.rangeVector], .eachWindowNamed { $0.samples.first?.value }),
        Function(
            "last_over_time", [.rangeVector], .eachWindowNamed { $0.samples.last?.value }),
        Function("absent_over_time", [.rangeVector], .special(.absentOverTime)),
        Function("quantile_over_time", [.scalar, .rangeVector], .special(.quantileOverTime)),
    ]

    private static let rates: [Function] = [
        Function("rate", [.rangeVector], .special(.rate(.rate))),
        Function("increase", [.rangeVector], .special(.rate(.increase))),
        Function("delta", [.rangeVector], .special(.rate(.delta))),
        window("irate") { RateFunctions.instant($0, isRate: true) },
        window("idelta") { RateFunctions.instant($0, isRate: false) },
        window("changes", RateFunctions.changes), window("resets", RateFunctions.resets),
        window("deriv") { window in
            window.ends.map { Regression.linear(window.samples, intercept: $0.first.time).slope }
        },
        Function("predict_linear", [.rangeVector, .scalar], .special(.predictLinear)),
        Function(
            "double_exponential_smoothing", [.rangeVector, .scalar, .scalar],
            .special(.doubleExponentialSmoothing)),
    ]

    private static let histograms: [Function] = [
        Function("histogram_quantile", [.scalar, .instantVector], .special(.histogramQuantile)),
        Function(
            "histogram_quantiles", [.instantVector, .string, .scalar], minimum: 3, maximum: 12,
            .special(.histogramQuantiles)),
        Function(
            "histogram_fraction", [.scalar, .scalar, .instantVector],
            .special(.histogramFraction)),
        Function("histogram_avg", [.instantVector], .nativeHistogram),
        Function("histogram_count", [.instantVector], .nativeHistogram),
        Function("histogram_sum", [.instantVector], .nativeHistogram),
        Function("histogram_stddev", [.instantVector], .nativeHistogram),
        Function("histogram_stdvar", [.instantVector], .nativeHistogram),
    ]

    private static let labels: [Function] = [
        Function("absent", [.instantVector], .special(.absent)),
        Function("sort", [.instantVector], .special(.sort(descending: false))),
        Function("sort_desc", [.instantVector], .special(.sort(descending: true))),
        Function(
            "sort_by_label", [.instantVector, .string], minimum: 1, isUnlimited: true,
            .special(.sortByLabel(descending: false))),
        Function(
            "sort_by_label_desc", [.instantVector, .string], minimum: 1, isUnlimited: true,
            .special(.sortByLabel(descending: true))),
        Function(
            "label_replace", [.instantVector, .string, .string, .string, .string],
            .special(.labelReplace)),
        Function(
            "label_join", [.instantVector, .string, .string, .string], minimum: 3,
            isUnlimited: true, .special(.labelJoin)),
        Function("info", [.instantVector, .instantVector], minimum: 1, .special(.info)),
    ]

    private static let scalars: [Function] = [
        Function("scalar", [.instantVector], returns: .scalar, .special(.scalar)),
        Function("vector", [.scalar], .special(.vector)),
        Function("time", [], returns: .scalar, .special(.time)),
        Function("pi", [], returns: .scalar, .special(.pi)),
        Function("start", [], returns: .scalar, .special(.queryStart)),
        Function("end", [], returns: .scalar, .special(.queryEnd)),
        Function("step", [], returns: .scalar, .special(.queryStep)),
        Function("range", [], returns: .scalar, .special(.queryRange)),
        Function("min_of", [.scalar, .scalar], returns: .scalar, .special(.smallerOf)),
        Function("max_of", [.scalar, .scalar], returns: .scalar, .special(.largerOf)),
    ]

    private static func value(
        _ name: String, _ body: @escaping @Sendable (Double) -> Double
    ) -> Function {
        Function(name, [.instantVector], .eachValue(body))
    }

    private static func time(
        _ name: String, _ body: @escaping @Sendable (CivilTime) -> Int
    ) -> Function {
        Function(name, [.instantVector], minimum: 0, .eachTime { Double(body($0)) })
    }

    private static func window(
        _ name: String, _ body: @escaping @Sendable (Window) -> Double?
    ) -> Function {
        Function(name, [.rangeVector], .eachWindow(body))
    }
}
