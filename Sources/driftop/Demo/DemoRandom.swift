import Glibc

/// A stream of random numbers that is the same for the same seed, everywhere (SplitMix64).
package struct DemoRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// `stream` gives each deployment numbers of its own from one seed.
    package init(seed: UInt64, stream: Int) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 &+ UInt64(stream) &* 0xd1b5_4a32_d192_ed03
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// In (0, 1]: safe to take the logarithm of.
    package mutating func unit() -> Double {
        Double((next() >> 11) + 1) * 0x1p-53
    }

    /// Nearly normal, mean 0 and deviation 1: four 16-bit uniforms added, one draw, no logarithm.
    package mutating func normal() -> Double {
        let bits = next()
        let sum =
            (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)
        // The sum of four uniforms over 0 … 65 535 has mean 131 070 and deviation 65 536/√3.
        return (Double(sum) - 131_070) / 37_837.2
    }

    /// Seconds to the next of `perSecond` events a second.
    package mutating func gap(perSecond: Double) -> Double { -log(unit()) / perSecond }
}
