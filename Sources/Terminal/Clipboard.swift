/// Text for the clipboard of the machine the user sits at, through the terminal (OSC 52).
package enum Clipboard {
    /// Most bytes of text: xterm and tmux drop longer sequences without a word.
    package static let longest = 74_000

    /// What stands between the program and the terminal.
    package enum Wrapper: Sendable { case none, tmux, screen }

    /// The bytes to send; nil when the text is too long.
    package static func sequence(_ text: String, through wrapper: Wrapper) -> [UInt8]? {
        let bytes = Array(text.utf8)
        if bytes.count > longest { return nil }
        let plain = "\u{1B}]52;c;" + base64(bytes) + "\u{7}"
        switch wrapper {
        case .none: return Array(plain.utf8)
        case .tmux:
            // tmux takes the plain one with set-clipboard on, the wrapped one with
            // allow-passthrough: each setting alone is common.
            let inner = "\u{1B}\u{1B}" + plain.dropFirst()
            return Array((plain + "\u{1B}Ptmux;" + inner + "\u{1B}\\").utf8)
        case .screen: return screen(Array(plain.utf8))
        }
    }

    /// GNU screen passes strings of at most 768 bytes.
    private static func screen(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            result += [0x1B, UInt8(ascii: "P")] + rest.prefix(700) + [0x1B, UInt8(ascii: "\\")]
            rest = rest.dropFirst(700)
        }
        return result
    }

    /// RFC 4648, with padding.
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for offset in 0..<3 {
                bits = bits << 8 | (offset < part.count ? Int(part[start + offset]) : 0)
            }
            for digit in 0..<4 {
                let isPadding = digit > part.count
                text.append(
                    isPadding ? UInt8(ascii: "=") : letters[bits >> (18 - 6 * digit) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
