package import Telemetry

/// What names an alert over reloads, restarts and processes: 16 hexadecimal digits.
package enum AlertID {
    /// FNV-1a (64 bit) over the rule's name and the sorted labels, each ended by a byte that occurs
    /// in no UTF-8 text; the standard library's hash is seeded anew in every process.
    package static func make(rule: String, labels: Labels) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        add(rule)
        for pair in labels.pairs {
            add(pair.name)
            add(pair.value)
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
