import Glibc

/// Numbers and bins as the screen says them: three digits, a percent sign after a space.
package enum Wording {
    /// `21 %`, `3 %`, `1.9 %`, `< 0.1 %`.
    package static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent == 0 { return "0 %" }
        if percent < 0.1 { return "< 0.1 %" }
        if percent >= 9.95 { return "\(Int(percent.rounded())) %" }
        let tenths = Int((percent * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// A bound in three digits: `72`, `0.625`, `39.8 k`; whole numbers below ten thousand in full.
    package static func bound(_ number: Double) -> String {
        guard number.isFinite else { return number < 0 ? "-∞" : "∞" }
        let size = abs(number)
        if size < 10_000, let whole = Int(exactly: number) { return String(whole) }
        for (unit, factor) in [(" T", 1e12), (" G", 1e9), (" M", 1e6), (" k", 1e3)]
        where size >= factor * (factor == 1e3 ? 10 : 1) {
            return size < factor * 1e4 ? digits(number / factor) + unit : exponential(number)
        }
        if size >= 1_000 { return String(Int(number.rounded())) }
        return size >= 0.001 ? digits(number) : exponential(number)
    }

    /// `above 72`, `up to 12`, `12 to 15`; of whole numbers `13 to 15`, and `13` for one alone.
    package static func interval(above: Double?, through: Double?, isWhole: Bool = false) -> String
    {
        switch (above, through) {
        case (let above?, let through?):
            let from = isWhole ? above.rounded(.down) + 1 : above
            return from == through ? bound(through) : "\(bound(from)) to \(bound(through))"
        case (let above?, nil): return "above \(bound(above))"
        case (nil, let through?): return "up to \(bound(through))"
        case (nil, nil): return "any number"
        }
    }

    /// What falls into a bin.
    package static func name(of content: ReferenceBin.Content, isWhole: Bool = false) -> String {
        switch content {
        case .interval(let above, let through):
            interval(above: above, through: through, isWhole: isWhole)
        case .category(let name): name
        case .otherCategories: "other"
        case .text: "text"
        }
    }

    private static func digits(_ number: Double) -> String {
        let leading = Int(log10(abs(number)).rounded(.down))
        let decimals = max(0, min(6, 2 - leading))
        let scale = pow(10, Double(decimals))
        let scaled = Int((abs(number) * scale).rounded())
        let whole = scaled / Int(scale)
        var fraction = String(scaled % Int(scale))
        fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = number < 0 && scaled > 0 ? "-" : ""
        return sign + String(whole) + (decimals > 0 && !fraction.isEmpty ? "." + fraction : "")
    }

    private static func exponential(_ number: Double) -> String {
        let exponent = Int(log10(abs(number)).rounded(.down))
        return digits(number / pow(10, Double(exponent))) + "e\(exponent)"
    }
}
