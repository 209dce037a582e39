import Glibc

/// The standard normal distribution; oracle `scipy.stats.norm`.
package enum Normal {
    /// P(Z ≤ z).
    package static func cumulative(_ z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }

    /// P(Z > z), exact where it is small.
    package static func survival(_ z: Double) -> Double { erfc(z / 2.squareRoot()) / 2 }

    /// P(|Z| > |z|).
    package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.squareRoot()) }

    /// The z with P(Z > z) = `tail`, for `tail` in 0...1.
    package static func upperQuantile(_ tail: Double) -> Double {
        if tail >= 1 { return -.infinity }
        if tail <= 0 { return .infinity }
        if tail > 0.5 { return -upperQuantile(1 - tail) }
        if tail == 0.5 { return 0 }
        // Newton on the logarithm of the tail, which is concave: from the left it never overshoots
        // by more than it can take back, and it is nearly straight far out.
        var z = (-2 * log(2 * tail)).squareRoot() * 0.8
        for _ in 0..<60 {
            let survival = survival(z)
            let hazard = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / survival
            let step = log(survival / tail) / hazard
            z += step
            if abs(step) <= 1e-15 * max(1, abs(z)) { break }
        }
        return z
    }
}
