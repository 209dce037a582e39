import Glibc

/// The regularised incomplete gamma functions, on which χ² rests.
///
/// Oracle: `scipy.special.gammainc` and `gammaincc`. Relative error about 1e-14, worse only where
/// the result is below 1e-250.
enum Gamma {
    private static let mostSteps = 10_000
    private static let tolerance = 1e-16
    private static let tiny = 1e-300

    /// P(a, x): the share of a gamma distribution of shape `a` below `x`.
    static func lower(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x)
    }

    /// Q(a, x) = 1 − P(a, x), exact where it is small.
    static func upper(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x)
    }

    /// ln Γ(a) without the global sign that `lgamma` writes.
    static func logarithm(_ a: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(a, &sign)
    }

    private static func scale(_ a: Double, _ x: Double) -> Double {
        exp(a * log(x) - x - logarithm(a))
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        for step in 1...mostSteps {
            term *= x / (a + Double(step))
            sum += term
            if term < sum * tolerance { break }
        }
        return sum * scale(a, x)
    }

    /// Lentz's evaluation of the continued fraction.
    private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var fraction = d
        for step in 1...mostSteps {
            let n = Double(step)
            let factor = -n * (n - a)
            b += 2
            d = factor * d + b
            if abs(d) < tiny { d = tiny }
            c = b + factor / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            fraction *= d * c
            if abs(d * c - 1) < tolerance { break }
        }
        return fraction * scale(a, x)
    }
}
