import Glibc

/// The distribution of the one-sample Kolmogorov–Smirnov D of `n` values; oracle
/// `scipy.stats.kstwo`.
package enum Kolmogorov {
    // Beyond these, D+ and D− exceed their bound together too rarely to matter (Miller 1956);
    // the same places where SciPy changes over.
    private static let millerSmall = (values: 140, bound: 4.0)
    private static let millerLarge = 2.2
    // The matrix of the exact method grows with √n; above, a correction of the limit is as good.
    private static let mostExact = 2_000

    /// P(D > x).
    package static func survival(_ x: Double, values n: Int) -> Double {
        let count = Double(n)
        if n < 1 || x <= 0.5 / count { return 1 }
        if x >= 1 { return 0 }
        let scaled = count * x * x
        if x >= 0.5 || scaled >= (n <= millerSmall.values ? millerSmall.bound : millerLarge) {
            return min(1, 2 * oneSided(x, values: n))
        }
        if n <= mostExact { return max(0, 1 - matrixCumulative(x, values: n)) }
        // Vrbik 2018: shifts the argument so that the error falls from n^(-1/2) to n^(-3/2).
        let z = count.squareRoot() * x
        return limit(z + 1 / (6 * count.squareRoot()) + (z - 1) / (4 * count))
    }

    /// P(√n·D > z) as n grows without bound.
    package static func limit(_ z: Double) -> Double {
        if z <= 0 { return 1 }
        var sum = 0.0
        if z < 1 {
            for k in 1...20 {
                let odd = Double(2 * k - 1)
                sum += exp(-odd * odd * Double.pi * Double.pi / (8 * z * z))
            }
            return 1 - (2 * Double.pi).squareRoot() / z * sum
        }
        for k in 1...20 {
            let term = exp(-2 * Double(k * k) * z * z)
            sum += k % 2 == 1 ? term : -term
        }
        return max(0, min(1, 2 * sum))
    }

    /// P(D+ > x), exact (Birnbaum and Tingey 1951); all terms are positive.
    private static func oneSided(_ x: Double, values n: Int) -> Double {
        let count = Double(n)
        let last = Int((count * (1 - x)).rounded(.down))
        var sum = 0.0
        for j in 0...last {
            let part = Double(j)
            let rest = 1 - x - part / count
            guard rest > 0 else { continue }
            let logChoose =
                Gamma.logarithm(count + 1) - Gamma.logarithm(part + 1)
                - Gamma.logarithm(count - part + 1)
            sum += exp(logChoose + (part - 1) * log(x + part / count) + (count - part) * log(rest))
        }
        return x * sum
    }

    /// P(D ≤ x), exact: Durbin's matrix raised to the power n (Marsaglia, Tsang, Wang 2003).
    private static func matrixCumulative(_ x: Double, values n: Int) -> Double {
        let k = Int((Double(n) * x).rounded(.up))
        let size = 2 * k - 1
        let h = Double(k) - Double(n) * x
        var matrix = Matrix(size: size)
        for row in 0..<size {
            for column in 0..<min(size, row + 2) { matrix[row, column] = 1 }
        }
        for index in 0..<size {
            matrix[index, 0] -= pow(h, Double(index + 1))
            matrix[size - 1, index] -= pow(h, Double(size - index))
        }
        if 2 * h > 1 { matrix[size - 1, 0] += pow(2 * h - 1, Double(size)) }
        for row in 0..<size {
            for column in 0..<min(size, row + 2) {
                matrix[row, column] /= exp(Gamma.logarithm(Double(row - column + 2)))
            }
        }
        let power = matrix.raised(to: n)
        let logFactor = Gamma.logarithm(Double(n + 1)) - Double(n) * log(Double(n))
        return power.matrix[k - 1, k - 1] * exp(logFactor + power.logScale)
    }
}

/// A square matrix whose powers keep their scale apart, so that they neither over- nor underflow.
private struct Matrix {
    let size: Int
    private var cells: [Double]

    init(size: Int) {
        self.size = size
        cells = Array(repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { cells[row * size + column] }
        set { cells[row * size + column] = newValue }
    }

    func raised(to exponent: Int) -> (matrix: Matrix, logScale: Double) {
        var result = Matrix(size: size)
        for index in 0..<size { result[index, index] = 1 }
        var resultScale = 0.0
        var base = self
        var baseScale = 0.0
        var left = exponent
        while left > 0 {
            if left % 2 == 1 {
                result = result.times(base)
                resultScale += baseScale + result.normalise()
            }
            left /= 2
            if left > 0 {
                base = base.times(base)
                baseScale += baseScale + base.normalise()
            }
        }
        return (result, resultScale)
    }

    private func times(_ other: Matrix) -> Matrix {
        var product = Matrix(size: size)
        for row in 0..<size {
            for middle in 0..<size {
                let factor = cells[row * size + middle]
                guard factor != 0 else { continue }
                for column in 0..<size {
                    product.cells[row * size + column] +=
                        factor * other.cells[middle * size + column]
                }
            }
        }
        return product
    }

    /// Divides by the largest cell and answers its logarithm.
    private mutating func normalise() -> Double {
        guard let largest = cells.max(), largest > 0 else { return 0 }
        for index in cells.indices { cells[index] /= largest }
        return log(largest)
    }
}
