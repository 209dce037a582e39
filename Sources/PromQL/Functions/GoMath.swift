import Glibc

/// Numeric functions where Go, and so Prometheus, differs from C in the details.
enum GoMath {
    /// -Inf if either is, else NaN if either is.
    static func minimum(_ left: Double, _ right: Double) -> Double {
        if left == -.infinity || right == -.infinity { return -.infinity }
        return left.isNaN || right.isNaN ? .nan : Swift.min(left, right)
    }

    /// +Inf if either is, else NaN if either is.
    static func maximum(_ left: Double, _ right: Double) -> Double {
        if left == .infinity || right == .infinity { return .infinity }
        return left.isNaN || right.isNaN ? .nan : Swift.max(left, right)
    }

    static func sign(_ value: Double) -> Double {
        if value < 0 { return -1 }
        return value > 0 ? 1 : value
    }

    /// To the nearest multiple, halves upwards.
    static func round(_ value: Double, to nearest: Double) -> Double {
        // Multiplying by the inverse keeps 0.1 and its like exact more often.
        let inverse = 1 / nearest
        return floor(value * inverse + 0.5) / inverse
    }

    /// The natural logarithm by the series of FreeBSD's `e_log.c` (Sun's fdlibm), which Go uses:
    /// glibc's is another in the last digit of one number in thirty, and rules compare exactly.
    static func logarithm(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return log(value) }
        // value = 2^k (1 + f), with 1 + f between √2 / 2 and √2.
        let isLow = value.significand < 2.0.squareRoot()
        let k = Double(isLow ? value.exponent : value.exponent + 1)
        let f = (isLow ? value.significand : value.significand / 2) - 1
        let s = f / (2 + f)
        let square = s * s
        let fourth = square * square
        // log((1 + s) / (1 - s)) = 2s + s R(s²), odd and even coefficients apart.
        let odd = square * polynomial(fourth, oddCoefficients)
        let even = fourth * polynomial(fourth, evenCoefficients)
        let half = 0.5 * f * f
        let (high, low) = (6.93147180369123816490e-01, 1.90821492927058770002e-10)
        return k * high - ((half - (s * (half + (odd + even)) + k * low)) - f)
    }

    private static let oddCoefficients = [
        0.6666666666666735130, 0.2857142874366239149, 0.1818357216161805012, 0.1479819860511658591,
    ]
    private static let evenCoefficients = [
        0.3999999999940941908, 0.2222219843214978396, 0.1531383769920937332,
    ]

    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }

    static func logarithm2(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return log2(value) }
        // A power of two is exact.
        if value.significand == 1 { return Double(value.exponent) }
        let fraction = value.significand / 2
        return logarithm(fraction) * M_LOG2E + Double(value.exponent + 1)
    }

    static func logarithm10(_ value: Double) -> Double {
        logarithm(value) * M_LOG10E
    }

    /// By squaring the significand, and an exponential for what is left of the exponent: as Go
    /// does, whose powers are another in the last digit than the exactly rounded ones of glibc.
    ///
    /// With a fraction in the exponent the last digit may still be another.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        let whole = abs(exponent).rounded(.towardZero)
        guard base != 0, base.isFinite, exponent.isFinite, ![0, 1, 0.5, -0.5].contains(exponent),
            base != 1, whole < 0x1p63, base > 0 || whole == abs(exponent)
        else {
            let isRoot = abs(exponent) == 0.5 && base > 0 && base.isFinite
            return isRoot ? root(base, exponent) : pow(base, exponent)
        }
        var rest = abs(exponent) - whole
        var count = UInt64(whole)
        if rest > 0.5 { (rest, count) = (rest - 1, count + 1) }
        var result = rest == 0 ? 1 : exp(rest * logarithm(base))
        var scale = 0
        var (square, place) = (
            base.sign == .minus ? -base.significand / 2 : base.significand / 2,
            Int(base.exponent) + 1
        )
        while count > 0 {
            // Beyond every double already.
            if abs(place) > 4_096 {
                scale += place
                break
            }
            if count & 1 == 1 { (result, scale) = (result * square, scale + place) }
            (square, place) = (square * square, place * 2)
            if square < 0.5 { (square, place) = (square * 2, place - 1) }
            count >>= 1
        }
        return exponent < 0 ? scalbn(1 / result, Int32(-scale)) : scalbn(result, Int32(scale))
    }

    private static func root(_ base: Double, _ exponent: Double) -> Double {
        exponent > 0 ? base.squareRoot() : 1 / base.squareRoot()
    }
}
