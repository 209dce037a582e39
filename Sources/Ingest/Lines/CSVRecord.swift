import Glibc

/// One CSV record cut into cells; buffers are reused from record to record.
package struct CSVRecord {
    package struct Cell {
        package let bytes: UnsafeRawBufferPointer
        package let isQuoted: Bool
    }
    package enum Fault: Hashable, Sendable {
        /// A quote is never closed; where its cell begins.
        case openQuote(column: Int)
        /// Text between a closing quote and the delimiter.
        case textBehindQuote(column: Int)
    }

    package let delimiter: UInt8
    /// Valid until the next `read`.
    package private(set) var cells: [Cell] = []
    /// Text of quoted cells with `""` undone.
    private let scratch = CSVScratch()

    package init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

    /// Cuts a record; nil when it is well formed.
    package mutating func read(_ record: UnsafeRawBufferPointer) -> Fault? {
        cells.removeAll(keepingCapacity: true)
        guard let base = record.baseAddress else { return nil }
        var at = 0
        let quote = UInt8(ascii: "\"")
        let hasQuotes = memchr(base, Int32(quote), record.count) != nil
        if hasQuotes { scratch.reserve(record.count) }
        while true {
            if hasQuotes, at < record.count, record[at] == quote {
                guard let next = quotedCell(record, at) else { return .openQuote(column: at + 1) }
                if next < record.count, record[next] != delimiter {
                    return .textBehindQuote(column: next + 1)
                }
                at = next
            } else {
                let rest = record.count - at
                let size = plainSize(base + at, rest)
                cells.append(
                    Cell(
                        bytes: UnsafeRawBufferPointer(start: base + at, count: size),
                        isQuoted: false))
                at += size
            }
            guard at < record.count else { return nil }
            at += 1
        }
    }

    /// Cells are short: a plain loop beats a library call for each.
    private func plainSize(_ from: UnsafeRawPointer, _ limit: Int) -> Int {
        var size = 0
        while size < limit, from.load(fromByteOffset: size, as: UInt8.self) != delimiter {
            size += 1
        }
        return size
    }

    /// Appends the quoted cell at `from`; returns the index behind its closing quote.
    private mutating func quotedCell(_ record: UnsafeRawBufferPointer, _ from: Int) -> Int? {
        let quote = UInt8(ascii: "\"")
        var at = from + 1
        let start = scratch.count
        while at < record.count {
            let byte = record[at]
            if byte == quote {
                if at + 1 < record.count, record[at + 1] == quote {
                    at += 1
                } else {
                    cells.append(Cell(bytes: scratch.text(from: start), isQuoted: true))
                    return at + 1
                }
            }
            scratch.append(byte)
            at += 1
        }
        return nil
    }
}

/// Bytes at a stable address while one record is read.
private final class CSVScratch {
    private var room = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 1)
    private(set) var count = 0

    deinit { room.deallocate() }

    /// Empties the scratch and makes room for `bytes`: what follows never moves.
    func reserve(_ bytes: Int) {
        count = 0
        guard bytes > room.count else { return }
        room.deallocate()
        room = .allocate(byteCount: bytes * 2, alignment: 1)
    }

    func append(_ byte: UInt8) {
        room[count] = byte
        count += 1
    }

    func text(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: room[start..<count])
    }
}
