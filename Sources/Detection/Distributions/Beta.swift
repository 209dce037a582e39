import Glibc

/// The regularised incomplete beta function, on which Student's t rests.
///
/// Oracle: `scipy.special.betainc`.
enum Beta {
    /// I_x(a, b): the share of a beta distribution below `x`.
    static func lower(_ a: Double, _ b: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let logScale =
            Gamma.logarithm(a + b) - Gamma.logarithm(a) - Gamma.logarithm(b) + a * log(x)
            + b * log1p(-x)
        // The fraction converges fast only on one side of the mean.
        return x < (a + 1) / (a + b + 2)
            ? exp(logScale) * fraction(a, b, x) / a
            : 1 - exp(logScale) * fraction(b, a, 1 - x) / b
    }

    /// Lentz's evaluation of the continued fraction.
    private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...1_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonzero(1 + even * d)
            c = nonzero(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonzero(1 + odd * d)
            c = nonzero(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }
}

/// Student's t distribution; oracle `scipy.stats.t`.
package enum StudentT {
    /// P(|T| > |t|).
    package static func twoSided(_ t: Double, degrees: Double) -> Double {
        Beta.lower(degrees / 2, 0.5, degrees / (degrees + t * t))
    }
}
