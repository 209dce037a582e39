/// What a program wrote to its terminal, held against what a terminal library needs to write.
///
/// Text, colours, cursor moves and modes are the library's; whatever else would make the terminal
/// do something (answer, beep, retitle, reset) can only have come from data.
struct TerminalStream {
    /// Each fault with its surroundings, control characters made visible.
    private(set) var faults: [String] = []
    private let scalars: [Unicode.Scalar]
    private var at = 0

    /// Controls and format characters that no cell of ours holds: C1, DEL, and what turns the
    /// direction of text around.
    static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    init(_ bytes: some Sequence<UInt8>) {
        let text = String(validating: Array(bytes), as: UTF8.self)
        if text == nil { faults.append("not UTF-8") }
        scalars = Array((text ?? "").unicodeScalars)
        while at < scalars.count { read() }
    }

    private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    private mutating func read() {
        let scalar = scalars[at]
        at += 1
        switch scalar {
        case "\u{1B}": readEscape()
        // Line moves, and the switches between character sets.
        case "\r", "\n", "\t", "\u{8}", "\u{E}", "\u{F}": break
        case _ where scalar.value < 0x20 || Self.isForbidden(scalar): fault()
        default: break
        }
    }

    private mutating func readEscape() {
        guard let kind = next else { return }
        at += 1
        switch kind {
        case "[": readControl()
        case "(", ")": at += 1
        case "=", ">", "7", "8", "M": break
        default: fault()
        }
    }

    /// A control sequence: numbers, then one of the letters of moves, colours, erasing and modes.
    private mutating func readControl() {
        while let scalar = next, "0123456789;:?".unicodeScalars.contains(scalar) { at += 1 }
        guard let final = next else { return }
        at += 1
        if !"ABCDGHJKLMPSTXZ@bdhlmr".unicodeScalars.contains(final) { fault() }
    }

    private mutating func fault() {
        guard faults.count < 5 else { return }
        let around = scalars[max(0, at - 12)..<min(scalars.count, at + 12)]
        faults.append(around.map { $0.escaped(asASCII: true) }.joined())
    }
}
