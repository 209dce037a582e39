import CSimdjson

/// The first lines of a file, to tell what it is.
struct LineSample {
    private static let lineCount = 50

    private let head: [UInt8]
    private let lines: [[UInt8]]
    /// The last line may be cut by the end of what was read.
    private let isCut: Bool
    private let hasNUL: Bool

    init(head: [UInt8]) {
        var text = head[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        hasNUL = text.prefix(4_096).contains(0)
        var all = text.split(separator: 10, maxSplits: Self.lineCount).map { line in
            Array(line.last == 13 ? line.dropLast() : line)
        }
        if all.count > Self.lineCount { all.removeLast() }
        all.removeAll { $0.allSatisfy { $0 == 0x20 || $0 == 9 } }
        isCut = head.last != 10
        lines = all
        self.head = head
    }

    var isBinary: Bool {
        guard hasNUL else { return false }
        // A text log with a NUL somewhere still begins as text.
        return !looksLikeJSON && !(lines.first?.allSatisfy { $0 >= 9 } ?? false)
    }

    /// A fifth of the lines begin as JSON objects: the others may be broken, or chatter.
    var looksLikeJSON: Bool {
        let starts = lines.filter { $0.first { $0 != 0x20 } == UInt8(ascii: "{") }.count
        // `{` alone on a line also begins a label-only exposition line; JSON goes on with a quote.
        return starts > 0 && starts * 5 >= lines.count && !looksLikeExposition
    }

    var looksLikeExposition: Bool {
        let typed = lines.contains {
            $0.starts(with: Array("# TYPE ".utf8)) || $0.starts(with: Array("# HELP ".utf8))
        }
        var samples = 0
        var broken = 0
        for line in isCut && lines.count > 1 ? lines.dropLast() : lines[...] {
            switch line.withUnsafeBytes({ ExpositionParser.line($0) }) {
            case .sample: samples += 1
            case .malformed: broken += 1
            case .comment, .type: break
            }
        }
        return typed ? samples > broken : samples > 0 && broken == 0
    }

    /// The paths of every key that occurs.
    mutating func jsonKeys() -> Set<String> {
        guard let parser = csj_create(2_048, 4_096) else { return [] }
        defer { csj_destroy(parser) }
        for line in lines {
            // The parser reads behind the end of a line.
            let padded = line + [UInt8](repeating: 0, count: Int(CSJ_PADDING))
            padded.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                _ = csj_parse(parser, base.assumingMemoryBound(to: CChar.self), line.count)
            }
        }
        var keys: Set<String> = []
        for key in 0..<csj_key_count(parser) {
            var length = 0
            let text = csj_key_text(parser, key, &length)
            keys.insert(
                String(
                    decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self))
        }
        return keys
    }

    /// Whether a first line names a key, also when the line is too long to be read here.
    func mentions(_ key: String) -> Bool {
        let quoted = Array("{\"\(key)\"".utf8)
        return lines.contains { $0.filter { $0 != 0x20 }.starts(with: quoted) }
    }

    /// The delimiter by which the first lines have the same number of cells, at least two.
    var csvDelimiter: UInt8? {
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), 9] {
            let records = records(delimiter)
            var record = CSVRecord(delimiter: delimiter)
            guard let header = records.first, header.withUnsafeBytes({ record.read($0) }) == nil
            else { continue }
            let columns = record.cells.count
            guard columns > 1 else { continue }
            let same = records.filter { record.takes($0, columns: columns) }.count
            if same * 2 > records.count { return delimiter }
        }
        return nil
    }

    func csvHeader(_ delimiter: UInt8) -> Set<String> {
        guard let header = records(delimiter).first else { return [] }
        var record = CSVRecord(delimiter: delimiter)
        return header.withUnsafeBytes { bytes in
            guard record.read(bytes) == nil else { return [] }
            return Set(
                record.cells.map { String(decoding: $0.bytes, as: UTF8.self).trimmed })
        }
    }

    /// The first CSV records: a quoted cell may hold line ends.
    ///
    /// A last one that is cut counts only when there is but a header before it.
    private func records(_ delimiter: UInt8) -> [[UInt8]] {
        let buffer = LineBuffer(framing: .csv(delimiter: delimiter))
        head.withUnsafeBytes { buffer.append($0) }
        var records: [[UInt8]] = []
        func take(_ event: LineEvent) {
            guard case .line(let line) = event, !line.bytes.isBlank else { return }
            records.append(Array(line.bytes))
        }
        while records.count < Self.lineCount, let event = buffer.next() { take(event) }
        while records.count < 2, let event = buffer.flush() { take(event) }
        return records
    }
}

extension CSVRecord {
    /// Whether the text is a record of so many cells.
    fileprivate mutating func takes(_ text: [UInt8], columns: Int) -> Bool {
        text.withUnsafeBytes { read($0) == nil && cells.count == columns }
    }
}
