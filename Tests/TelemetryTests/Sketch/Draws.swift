import Glibc

/// The generator of the shared vectors (64-bit LCG, MMIX constants), so that NumPy and the tests
/// see the same numbers.
struct Draws {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func uniform() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    mutating func normal() -> Double {
        let (first, second) = (uniform(), uniform())
        return (-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second)
    }

    static func lognormal(seed: UInt64, count: Int, mu: Double, sigma: Double) -> [Double] {
        var draws = Draws(seed: seed)
        return (0..<count).map { _ in exp(mu + sigma * draws.normal()) }
    }
}
