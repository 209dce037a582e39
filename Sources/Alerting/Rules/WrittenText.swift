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
/// YAML changes only blanks on the way from a file to a text, but for a few escapes between
/// quotes: what is not blank is found by walking along both.
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

/// A place in a file that moves over what YAML takes away.
private struct Walk {
    let bytes: [UInt8]
    var position: Int
    var line: Int
    var column: Int
    private var quote: UInt8?
    /// Something was passed over since the last step.
    private(set) var hasJumped = true

    init(bytes: [UInt8], position: Int, line: Int, column: Int) {
        self.bytes = bytes
        self.position = position
        self.line = line
        self.column = column
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// A quote, or the line that begins a block.
    mutating func skipOpening() {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            quote = byte
            step()
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            while let byte, byte != 0x0A { step() }
        default: break
        }
    }

    mutating func step() {
        if byte == 0x0A {
            line += 1
            column = 1
        } else {
            column += 1
        }
        position += 1
        hasJumped = false
    }

    /// Moves on to the next byte that is not blank; whether it is the one the text has.
    mutating func advance(to wanted: UInt8) -> Bool {
        while let byte, Self.isBlank(byte) || byte == 0x0D { skip() }
        let backslash = UInt8(ascii: "\\")
        if quote == UInt8(ascii: "\""), byte == backslash {
            skip()
            while byte == UInt8(ascii: "n") || byte == UInt8(ascii: "t"), byte != wanted { skip() }
        }
        if quote == UInt8(ascii: "'"), byte == quote, position + 1 < bytes.count,
            bytes[position + 1] == quote
        {
            skip()
        }
        return byte == wanted
    }

    private mutating func skip() {
        step()
        hasJumped = true
    }
}
