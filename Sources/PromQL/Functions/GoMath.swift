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
}
