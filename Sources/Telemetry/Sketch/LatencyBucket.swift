/// The buckets of a latency sketch: a nearly logarithmic scale on which any bucket is so narrow
/// that one value stands for all in it within one percent.
///
/// DDSketch (Masson, Rim, Lee, VLDB 2019) with a cubic in the mantissa instead of the logarithm,
/// which costs 1 % more buckets and a quarter of the time. Bucket 0 is zero itself and all below a
/// nanosecond; the last one, from about 10^25 s, takes whatever is larger.
package enum LatencyBucket {
    /// The promise: an answer is off by at most this share of the true value.
    package static let accuracy = 0.01
    /// Twelve bits, so that a bucket and its count fit into four bytes.
    package static let last = 4_095
    /// What counts as zero: below a nanosecond.
    package static let smallest = 1e-9

    // The scale is e + as³ + bs² + cs for 2^e·(1+s). These three are the cubic through (0, 0) and
    // (1, 1) whose slope on a logarithmic axis, c / ln 2 at its smallest, is closest to even.
    @inline(__always) private static var a: Double { 6.0 / 35 }
    @inline(__always) private static var b: Double { -3.0 / 5 }
    @inline(__always) private static var c: Double { 10.0 / 7 }

    // Buckets an octave: 1 / (c·ln γ) with γ = (1+α)/(1−α), α = 0.00999. A hair under one percent,
    // because rounding must not break the promise.
    @inline(__always) private static var bucketsPerOctave: Double { 35.033_869_504_015_45 }
    // Puts `smallest` into bucket 1.
    @inline(__always) private static var offset: Int { 1_048 }

    /// The bucket of a value that is not NaN and not negative.
    @inline(__always)
    package static func index(of seconds: Double) -> Int {
        guard seconds >= smallest else { return 0 }
        let bits = seconds.bitPattern
        let exponent = Double(Int(bits >> 52) - 1_023)
        let s = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000) - 1
        let place = (exponent + s * (c + s * (b + s * a))) * bucketsPerOctave
        return min(Int(place.rounded(.up)) + offset, last)
    }

    /// The value that stands for everything in a bucket: as far, in relative terms, from either
    /// edge.
    package static func value(at index: Int) -> Double {
        guard index > 0 else { return 0 }
        let low = upperEdge(of: index - 1)
        let high = upperEdge(of: index)
        return 2 * low * high / (low + high)
    }

    /// The place, counted from 0, of the order statistic ⌈q·n⌉ among `count` values: what NumPy's
    /// `inverted_cdf` takes, computed as it does so that rounding falls the same way.
    package static func rank(of quantile: Double, in count: Int64) -> Int64 {
        let place = (Double(count) * quantile - 1).rounded(.up)
        guard place > 0 else { return 0 }
        return min(Int64(min(place, Double(count))), count - 1)
    }

    /// Where the scale reaches the end of a bucket: the cubic inverted by Newton's method, which
    /// converges from anywhere because the cubic is monotone and nearly straight.
    private static func upperEdge(of index: Int) -> Double {
        let place = Double(index - offset) / bucketsPerOctave
        let exponent = place.rounded(.down)
        let target = place - exponent
        var s = target
        for _ in 0..<6 {
            let error = s * (c + s * (b + s * a)) - target
            s -= error / (c + s * (2 * b + s * 3 * a))
        }
        return Double(sign: .plus, exponent: Int(exponent), significand: 1 + s)
    }
}
