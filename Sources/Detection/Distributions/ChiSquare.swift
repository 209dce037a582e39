import Glibc

/// The χ² distribution; oracle `scipy.stats.chi2`.
package enum ChiSquare {
    /// P(X ≤ x).
    package static func cumulative(_ x: Double, degrees: Double) -> Double {
        Gamma.lower(degrees / 2, x / 2)
    }

    /// P(X > x), exact where it is small.
    package static func survival(_ x: Double, degrees: Double) -> Double {
        Gamma.upper(degrees / 2, x / 2)
    }

    /// The x with P(X > x) = `tail`, for `tail` in 0...1 and at least one degree of freedom.
    ///
    /// Starts from Wilson and Hilferty's cube and closes in by Newton's method between bounds.
    package static func upperQuantile(_ tail: Double, degrees: Double) -> Double {
        if tail >= 1 { return 0 }
        if tail <= 0 { return .infinity }
        let ninth = 2 / (9 * degrees)
        let cube = 1 - ninth + Normal.upperQuantile(tail) * ninth.squareRoot()
        var x = max(degrees * cube * cube * cube, 1e-8)
        var low = 0.0
        var high = Double.infinity
        let half = degrees / 2
        let logScale = -half * log(2) - Gamma.logarithm(half)
        for _ in 0..<200 {
            let error = survival(x, degrees: degrees) - tail
            if error > 0 { low = x } else { high = x }
            let density = exp(logScale + (half - 1) * log(x) - x / 2)
            var next = x + error / density
            if !(next > low && next < high) {
                next = high.isFinite ? (low + high) / 2 : x * 2
            }
            if abs(next - x) <= 4e-15 * x { return next }
            x = next
        }
        return x
    }
}
