/// An axis that ends on round numbers and stays put while the values allow it.
package struct NiceScale: Equatable, Sendable {
    /// The values at the bottom and the top of the axis.
    package let bounds: ClosedRange<Double>
    /// Distance between ticks; a round number.
    package let step: Double

    /// A scale that covers `values`; `previous` is kept until it is too small or far too large.
    ///
    /// With `includesZero` the axis starts (or ends) at zero. An upper bound is given up only when
    /// the values would fill less than 40 % of the axis, so a value at a border does not flicker.
    package init(
        covering values: ClosedRange<Double>, previous: NiceScale? = nil,
        includesZero: Bool = true
    ) {
        var low = values.lowerBound.isFinite ? values.lowerBound : 0
        var high = values.upperBound.isFinite ? values.upperBound : max(low, 1)
        if includesZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        if let previous, previous.holds(low...high) {
            self = previous
            return
        }
        if low == high { high = low == 0 ? 1 : high + abs(high) }
        if low == 0, includesZero {
            let top = Self.nice(atLeast: high)
            bounds = 0...top
            step = Self.nice(atLeast: top / 5)
        } else {
            let step = Self.nice(atLeast: (high - low) / 4)
            self.step = step
            let bottom = (low / step).rounded(.down) * step
            bounds = bottom...max(bottom + step, (high / step).rounded(.up) * step)
        }
    }

    private func holds(_ values: ClosedRange<Double>) -> Bool {
        let span = bounds.upperBound - bounds.lowerBound
        return values.lowerBound >= bounds.lowerBound && values.upperBound <= bounds.upperBound
            && values.upperBound - values.lowerBound >= 0.4 * span
    }

    /// The ticks from bottom to top, both ends with them; at most a dozen.
    package var ticks: [Double] {
        var found: [Double] = []
        var index = 0
        while index < 12 {
            let value = bounds.lowerBound + Double(index) * step
            if value > bounds.upperBound - step * 0.01 { break }
            found.append(value)
            index += 1
        }
        return found + [bounds.upperBound]
    }

    /// The least of 1, 2, 2.5, 5 times a power of ten that is at least `value`.
    package static func nice(atLeast value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var power = 1.0
        var digits = 0
        while power > value, digits < 300 {
            digits += 1
            power = 1 / Self.power(digits)  // 1/10ⁿ is nearer to the decimal than 0.1ⁿ
        }
        if digits > 0 {
            for factor in [1, 2, 2.5, 5, 10] where factor / Self.power(digits) >= value {
                return factor / Self.power(digits)
            }
        }
        digits = 0
        while Self.power(digits + 1) <= value, digits < 300 { digits += 1 }
        for factor in [1, 2, 2.5, 5] where factor * Self.power(digits) >= value {
            return factor * Self.power(digits)
        }
        return Self.power(digits + 1)
    }

    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// A bound or tick as short text: `250`, `0.25`, `2.5k`, `40M`.
    package static func text(_ value: Double) -> String {
        let size = abs(value)
        let (scaled, unit): (Double, String) =
            switch size {
            case 1e9...: (value / 1e9, "G")
            case 1e6...: (value / 1e6, "M")
            case 1e4...: (value / 1e3, "k")
            default: (value, "")
            }
        guard scaled.isFinite, size >= 1e-6 || size == 0, abs(scaled) < 1e12 else {
            return "\(value)"
        }
        let millionths = Int((abs(scaled) * 1e6).rounded())
        var fraction = String(millionths % 1_000_000)
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = scaled < 0 && millionths > 0 ? "-" : ""
        let whole = sign + String(millionths / 1_000_000)
        return whole + (fraction.isEmpty ? "" : "." + fraction) + unit
    }
}
