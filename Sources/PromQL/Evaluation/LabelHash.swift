package import Telemetry

/// The hash Prometheus computes of a label set: XXH64 over length-prefixed names and values.
package enum LabelHash {
    package static func of(_ labels: Labels) -> UInt64 {
        var bytes: [UInt8] = []
        for pair in labels.pairs {
            append(pair.name, to: &bytes)
            append(pair.value, to: &bytes)
        }
        return xxh64(bytes)
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let count = text.utf8.count
        if count < 255 {
            bytes.append(UInt8(count))
        } else {
            bytes.append(255)
            for shift in [0, 8, 16] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        bytes.append(contentsOf: text.utf8)
    }

    // The five primes of the XXH64 specification.
    private static let prime1: UInt64 = 0x9e37_79b1_85eb_ca87
    private static let prime2: UInt64 = 0xc2b2_ae3d_27d4_eb4f
    private static let prime3: UInt64 = 0x1656_67b1_9e37_79f9
    private static let prime4: UInt64 = 0x85eb_ca77_c2b2_ae63
    private static let prime5: UInt64 = 0x27d4_eb2f_1656_67c5

    /// XXH64 with seed 0.
    package static func xxh64(_ bytes: [UInt8]) -> UInt64 {
        var rest = bytes[...]
        var hash: UInt64
        if bytes.count >= 32 {
            var lanes: [UInt64] = [prime1 &+ prime2, prime2, 0, 0 &- prime1]
            while rest.count >= 32 {
                for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(&rest, 8)) }
            }
            hash =
                rotate(lanes[0], 1) &+ rotate(lanes[1], 7) &+ rotate(lanes[2], 12)
                &+ rotate(lanes[3], 18)
            for lane in lanes { hash = (hash ^ round(0, lane)) &* prime1 &+ prime4 }
        } else {
            hash = prime5
        }
        hash = hash &+ UInt64(bytes.count)
        while rest.count >= 8 {
            hash = rotate(hash ^ round(0, word(&rest, 8)), 27) &* prime1 &+ prime4
        }
        if rest.count >= 4 {
            hash = rotate(hash ^ (word(&rest, 4) &* prime1), 23) &* prime2 &+ prime3
        }
        while !rest.isEmpty { hash = rotate(hash ^ (word(&rest, 1) &* prime5), 11) &* prime1 }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* prime2, 31) &* prime1
    }

    private static func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 {
        (value << by) | (value >> (64 - by))
    }

    private static func word(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for (place, byte) in rest.prefix(count).enumerated() {
            value |= UInt64(byte) << UInt64(8 * place)
        }
        rest = rest.dropFirst(count)
        return value
    }
}
