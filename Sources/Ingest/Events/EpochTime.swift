package import Telemetry

/// Times as a number since 1970: the unit follows from the magnitude.
package enum EpochTime {
    /// A whole or decimal number as text, exact to the last digit; nil when it is none.
    package static func parse(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        var whole: Int64 = 0
        var at = 0
        while at < text.count, at < 20, text[at] >= 48, text[at] <= 57 {
            let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(text[at] - 48))
            if overflow || carry { return nil }
            whole = sum
            at += 1
        }
        guard at > 0 else { return nil }
        if at == text.count { return time(whole: whole, billionths: 0) }
        guard text[at] == 0x2E else {
            return DecimalNumber.parse(text).flatMap { time(number: $0) }
        }
        at += 1
        var billionths: Int64 = 0
        var place: Int64 = 100_000_000
        while at < text.count {
            guard (48...57).contains(text[at]) else {
                return DecimalNumber.parse(text).flatMap { time(number: $0) }
            }
            let digit = Int64(text[at] - 48)
            if place > 0 { billionths += digit * place } else if digit > 0 { billionths |= 1 }
            place /= 10
            at += 1
        }
        return time(whole: whole, billionths: billionths)
    }

    /// A number that was read as a double already.
    package static func time(number: Double) -> Timestamp? {
        guard number >= 0, number < 9e18 else { return nil }
        let whole = number.rounded(.down)
        // A double of today's seconds is good to 0.2 µs: finer digits are noise, not time.
        let billionths = ((number - whole) * 1e6).rounded() * 1e3
        return time(whole: Int64(whole), billionths: Int64(billionths))
    }

    /// Below 10¹¹ seconds (until the year 5138), below 10¹⁴ ms, below 10¹⁷ µs, else ns.
    private static func time(whole: Int64, billionths: Int64) -> Timestamp? {
        let rest: Int64 = billionths > 0 ? 1 : 0
        switch whole {
        case ..<0: return nil
        case ..<100_000_000_000:
            return Timestamp(milliseconds: whole * 1_000 + (billionths + 999_999) / 1_000_000)
        case ..<100_000_000_000_000: return Timestamp(milliseconds: whole + rest)
        case ..<100_000_000_000_000_000:
            return Timestamp(milliseconds: (whole + rest + 999) / 1_000)
        default: return Timestamp(milliseconds: (whole - 1) / 1_000_000 + 1)
        }
    }
}
