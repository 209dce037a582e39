/// What terminals send for keys that are no characters.
///
/// The common sequences are the same everywhere; `extra` holds what terminfo says beyond them.
package struct KeySequences: Sendable {
    private var extra: [[UInt8]: Key]

    /// The common sequences and those of a terminal's description.
    package init(extra: [[UInt8]: Key] = [:]) {
        self.extra = extra.filter { $0.key.count > 1 && $0.key.first == 0x1B }
    }

    /// A key whose bytes are exactly these.
    func described(_ bytes: some Collection<UInt8>) -> Key? {
        extra.isEmpty ? nil : extra[Array(bytes)]
    }

    /// Whether some described key is longer than these bytes and begins with them.
    func continues(_ bytes: some Collection<UInt8>) -> Bool {
        extra.keys.contains { $0.count > bytes.count && $0.starts(with: bytes) }
    }

    /// `ESC [ parameters final`; nil when it is no key of ours.
    static func control(parameters: [Int], final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "~"): return parameters.first.flatMap(numbered)
        default: return letter(final)
        }
    }

    /// `ESC O letter`, and the same letters behind `ESC [` with or without modifiers.
    static func letter(_ letter: UInt8) -> Key? {
        switch letter {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter  // keypad
        case UInt8(ascii: "P"): .function(1)
        case UInt8(ascii: "Q"): .function(2)
        case UInt8(ascii: "R"): .function(3)
        case UInt8(ascii: "S"): .function(4)
        default: nil
        }
    }

    /// `ESC [ number ~`; the gaps in the numbers are the VT220's.
    private static func numbered(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }
}
