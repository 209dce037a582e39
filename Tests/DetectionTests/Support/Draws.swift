import Glibc

/// The generator of the shared vectors (64-bit LCG, MMIX constants), so that SciPy and the tests
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

    mutating func normals(_ count: Int, mu: Double = 0, sd: Double = 1) -> [Double] {
        (0..<count).map { _ in mu + sd * normal() }
    }

    /// An index drawn with these weights.
    mutating func pick(_ weights: [Double]) -> Int {
        var left = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.count - 1
    }
}
