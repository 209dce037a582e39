internal import Documents

/// A file's text and where its lines begin.
struct SourceText: Sendable {
    let bytes: [UInt8]
    private let lineStarts: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(index + 1)
        }
        lineStarts = starts
    }

    /// The byte at which a place stands; columns count characters, as YAML's readers do.
    func offset(line: Int, column: Int) -> Int? {
        guard lineStarts.indices.contains(line - 1) else { return nil }
        let start = lineStarts[line - 1]
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let text = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
        return start + text.prefix(column - 1).reduce(0) { $0 + String($1).utf8.count }
    }
}

/// Where each part of a scalar's text stands in the file it was read from.
///
/// YAML changes only blanks on the way from a file to a text, but for the escapes between quotes:
/// what is not blank is found by walking along both.
package struct WrittenText: Sendable {
    /// From here on text and file run in step, until the next.
    private struct Run {
        var offset: Int
        var line: Int
        var column: Int
    }
    private var runs: [Run]

    init(of text: String, at node: DocumentNode, in source: SourceText) {
        runs = [Run(offset: 0, line: node.line, column: node.column)]
        guard let start = source.offset(line: node.line, column: node.column) else { return }
        var walk = Walk(
            bytes: source.bytes, position: start, line: node.line, column: node.column)
        walk.skipOpening()
        var expected = -1
        for (offset, byte) in text.utf8.enumerated() where !Walk.isBlank(byte) {
            guard walk.advance(to: byte) else { return }
            if offset != expected || walk.hasJumped {
                runs.append(Run(offset: offset, line: walk.line, column: walk.column))
            }
            walk.step()
            expected = offset + 1
        }
    }

    /// Where a byte of the text stands, both from 1.
    package func place(of offset: Int) -> RuleMarks.Place {
        guard let run = runs.last(where: { $0.offset <= offset }) else {
            return RuleMarks.Place(line: 1, column: 1)
        }
        return RuleMarks.Place(line: run.line, column: run.column + offset - run.offset)
    }
}

/// A place in a file that moves over what YAML takes away; its column counts characters.
private struct Walk {
    let bytes: [UInt8]
    private var position: Int
    private(set) var line: Int
    private(set) var column: Int
    private var quote: UInt8?
    /// The escape that is read now, and how many bytes of its character the text has still to say.
    private var escape: (width: Int, rest: Int)?
    /// The next byte does not stand one column behind the last.
    private(set) var hasJumped = true

    init(bytes: [UInt8], position: Int, line: Int, column: Int) {
        self.bytes = bytes
        self.position = position
        self.line = line
        self.column = column
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// An anchor or a tag, and a quote or the line that begins a block.
    mutating func skipOpening() {
        while byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
            while let byte, !Self.isBlank(byte) { move() }
            while let byte, Self.isBlank(byte) { move() }
        }
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            quote = byte
            move()
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            while let byte, byte != 0x0A { move() }
        default: break
        }
    }

    /// Takes one byte of the text.
    mutating func step() {
        if let escape {
            self.escape = escape.rest > 1 ? (escape.width, escape.rest - 1) : nil
            if self.escape == nil { skip(escape.width) }
            hasJumped = true
            return
        }
        // Columns and bytes run in step only within ASCII.
        hasJumped = (byte ?? 0) >= 0x80
        move()
    }

    /// Moves on to the next byte that is not blank; whether it is the one the text has.
    mutating func advance(to wanted: UInt8) -> Bool {
        if escape != nil { return true }
        while let byte {
            if Self.isBlank(byte) || byte == 0x0D {
                skip(1)
            } else if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
                let (width, character) = escaped()
                if let character, !Self.blanks.contains(character) {
                    escape = (width, String(character).utf8.count)
                    return true
                }
                skip(width)
                // Any other sign stands for itself, behind the backslash.
                if character == nil, self.byte != 0x0A { return self.byte == wanted }
            } else {
                let isDoubled = quote == UInt8(ascii: "'") && byte == quote
                if isDoubled, position + 1 < bytes.count, bytes[position + 1] == quote { skip(1) }
                return self.byte == wanted
            }
        }
        return false
    }

    /// The escape that stands here: its width, and the character that it means where that is not
    /// the one behind the backslash.
    private func escaped() -> (width: Int, character: Unicode.Scalar?) {
        let letter = position + 1 < bytes.count ? bytes[position + 1] : 0
        let digits: Int
        switch letter {
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default:
            let named = Self.named[letter]
            return (named == nil ? 1 : 2, named)
        }
        let end = min(position + 2 + digits, bytes.count)
        let number = UInt32(String(decoding: bytes[position + 2..<end], as: UTF8.self), radix: 16)
        return (end - position, number.flatMap(Unicode.Scalar.init))
    }

    private static let blanks: Set<Unicode.Scalar> = [" ", "\n", "\t"]
    private static let named: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "t"): "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{B}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}",
        UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{A0}", UInt8(ascii: "L"): "\u{2028}",
        UInt8(ascii: "P"): "\u{2029}", UInt8(ascii: " "): " ", UInt8(ascii: "\t"): "\t",
    ]

    private mutating func skip(_ count: Int) {
        for _ in 0..<count { move() }
        hasJumped = true
    }

    private mutating func move() {
        guard let byte else { return }
        position += 1
        if byte == 0x0A {
            (line, column) = (line + 1, 1)
        } else if position >= bytes.count || bytes[position] & 0xC0 != 0x80 {
            column += 1
        }
    }
}
