import CSimdjson
import Glibc
import Telemetry

/// Bytes of a file in, whole lines out: no line is copied, whatever the chunks.
///
/// Holds a partial last line until its end arrives or `flush` is called. Bounded: a line above
/// `lineLimit` is skipped up to its end and reported once.
package final class LineBuffer {
    /// What a record is: a line, or a CSV record whose quoted cells may hold line ends.
    package enum Framing {
        case lines
        case csv(delimiter: UInt8)
    }

    package static let padding = Int(CSJ_PADDING)
    package static let defaultLineLimit = 1 << 20
    /// What an idle buffer keeps: there is one for every file.
    package static let smallCapacity = 8 << 10
    /// A quoted record that is not closed after so many bytes is taken as a stray quote.
    package static let quotedRecordLimit = 64 << 10

    package var framing: Framing
    /// Which of its source's files the bytes are of.
    private let file: Int32
    private let lineLimit: Int
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// Unread bytes: `base[start ..< end]`; up to `scanned` there is no line end.
    private var start = 0
    private var end = 0
    private var scanned = 0
    /// Where `base[start]` stands in the file.
    private var offset: Int64 = 0
    private var tooLongStart: Int64?
    private var nulStart: Int64?

    package init(
        framing: Framing = .lines, file: Int32 = 0, capacity: Int = LineBuffer.smallCapacity,
        lineLimit: Int = LineBuffer.defaultLineLimit
    ) {
        self.framing = framing
        self.file = file
        self.lineLimit = lineLimit
        self.capacity = capacity
        base = .allocate(byteCount: capacity + Self.padding, alignment: 64)
        // Uninitialised bytes behind the end are read (never used) by the parser.
        memset(base, 0, capacity + Self.padding)
    }

    deinit { base.deallocate() }

    /// Whether bytes wait for the end of their line.
    package var holdsPartial: Bool { end > start || tooLongStart != nil || nulStart != nil }
    /// Where the next appended byte stands in the file.
    package var endOffset: Int64 { offset + Int64(end - start) }

    /// Forgets everything; the next byte appended stands at `offset` of its file.
    package func reset(at offset: Int64) {
        start = 0
        end = 0
        scanned = 0
        self.offset = offset
        tooLongStart = nil
        nulStart = nil
    }

    /// Gives back the room of a burst when nothing waits for its line's end.
    package func release() {
        guard start == end, capacity > Self.smallCapacity else { return }
        base.deallocate()
        capacity = Self.smallCapacity
        base = .allocate(byteCount: capacity + Self.padding, alignment: 64)
        memset(base, 0, capacity + Self.padding)
        start = 0
        end = 0
        scanned = 0
    }

    /// Appends up to `count` bytes that `read` writes; returns what `read` returned.
    package func append(
        upTo count: Int, _ read: (UnsafeMutableRawBufferPointer) -> Int
    ) -> Int {
        makeRoom(count)
        let got = read(UnsafeMutableRawBufferPointer(start: base + end, count: count))
        if got > 0 { end += got }
        return got
    }

    package func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        _ = append(upTo: bytes.count) { room in
            room.baseAddress?.copyMemory(from: source, byteCount: bytes.count)
            return bytes.count
        }
    }

    /// The next complete line; nil when more bytes are needed.
    package func next() -> LineEvent? {
        if let from = tooLongStart { return endOfTooLong(from) }
        if let event = skipNuls() { return event }
        guard start < end, let size = recordSize() else { return overLong() }
        let line = take(size, lineEnd: 1)
        return size > lineLimit ? .tooLong(offset: line.offset) : .line(line)
    }

    /// What waits for a line end, taken as lines, because the file will not grow any more.
    ///
    /// To be called until it answers nil.
    package func flush() -> LineEvent? {
        if let event = next() { return event }
        if let from = tooLongStart {
            tooLongStart = nil
            return .tooLong(offset: from)
        }
        if let from = nulStart {
            nulStart = nil
            return .nuls(offset: from, count: offset - from)
        }
        guard start < end else { return nil }
        // A quote left open must not take the lines behind it along.
        if !isClosedRecord, let newline = memchr(base + start, 10, end - start) {
            return .line(
                take(UnsafeRawPointer(newline) - UnsafeRawPointer(base + start), lineEnd: 1))
        }
        return .line(take(end - start, lineEnd: 0))
    }

    /// The partial last line without taking it; nil when there is none, or part of it was skipped.
    package func peekPartial() -> Line? {
        guard start < end, tooLongStart == nil,
            memchr(base + start, 10, end - start) == nil || isClosedRecord
        else { return nil }
        return Line(
            bytes: UnsafeRawBufferPointer(start: base + start, count: end - start),
            place: LinePlace(file: file, offset: offset, length: end - start))
    }

    private func take(_ size: Int, lineEnd: Int) -> Line {
        let line = Line(
            record: UnsafeRawBufferPointer(start: base + start, count: size),
            at: LinePlace(file: file, offset: offset, length: size))
        offset += Int64(size + lineEnd)
        start += size + lineEnd
        scanned = start
        return line
    }

    /// The bytes of the record at `start` without its line end; nil when its end is not here yet.
    private func recordSize() -> Int? {
        if case .csv(let delimiter) = framing { return csvRecordSize(delimiter) }
        guard scanned < end, let newline = memchr(base + scanned, 10, end - scanned) else {
            scanned = end
            return nil
        }
        return UnsafeRawPointer(newline) - UnsafeRawPointer(base + start)
    }

    private func csvRecordSize(_ delimiter: UInt8) -> Int? {
        let all = UnsafeRawBufferPointer(start: base + start, count: end - start)
        var scanner = CSVQuoteScanner(delimiter: delimiter)
        var from = 0
        while from < all.count, let found = memchr(base + start + from, 10, all.count - from) {
            let size = UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
            scanner.scan(UnsafeRawBufferPointer(rebasing: all[from..<size]))
            if !scanner.isInsideQuotes { return size }
            // The first line alone gets the blame for a quote that is never closed.
            if size > Self.quotedRecordLimit { return firstLineSize(all) }
            from = size + 1
        }
        return from > 0 && all.count > Self.quotedRecordLimit ? firstLineSize(all) : nil
    }

    /// Whether all that waits is one CSV record whose line ends stand in quotes.
    private var isClosedRecord: Bool {
        guard case .csv(let delimiter) = framing, recordSize() == nil else { return false }
        var scanner = CSVQuoteScanner(delimiter: delimiter)
        scanner.scan(UnsafeRawBufferPointer(start: base + start, count: end - start))
        return !scanner.isInsideQuotes
    }

    private func firstLineSize(_ all: UnsafeRawBufferPointer) -> Int? {
        guard let from = all.baseAddress, let found = memchr(from, 10, all.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - from
    }

    private func overLong() -> LineEvent? {
        guard end - start > lineLimit else { return nil }
        tooLongStart = offset
        drop(end - start)
        return nil
    }

    private func endOfTooLong(_ from: Int64) -> LineEvent? {
        guard start < end else { return nil }
        guard let newline = memchr(base + start, 10, end - start) else {
            drop(end - start)
            return nil
        }
        drop(UnsafeRawPointer(newline) - UnsafeRawPointer(base + start) + 1)
        tooLongStart = nil
        return .tooLong(offset: from)
    }

    private func skipNuls() -> LineEvent? {
        guard start < end else { return nil }
        // Mid-line (a partial was scanned before) nothing is skipped: only a line's start counts.
        var count = 0
        while start + count < end, base.load(fromByteOffset: start + count, as: UInt8.self) == 0 {
            count += 1
        }
        if count > 0 {
            if nulStart == nil { nulStart = offset }
            drop(count)
        }
        guard let from = nulStart, start < end else { return nil }
        nulStart = nil
        return .nuls(offset: from, count: offset - from)
    }

    private func drop(_ count: Int) {
        start += count
        offset += Int64(count)
        scanned = start
    }

    private func makeRoom(_ count: Int) {
        if start == end {
            start = 0
            end = 0
            scanned = 0
        }
        if end + count <= capacity { return }
        let held = end - start
        if held + count <= capacity {
            memmove(base, base + start, held)
        } else {
            let larger = max(capacity * 2, held + count)
            let room = UnsafeMutableRawPointer.allocate(
                byteCount: larger + Self.padding, alignment: 64)
            memcpy(room, base + start, held)
            memset(room + held, 0, larger + Self.padding - held)
            base.deallocate()
            base = room
            capacity = larger
        }
        scanned -= start
        start = 0
        end = held
    }
}
