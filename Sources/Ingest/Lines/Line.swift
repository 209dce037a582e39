package import Telemetry

/// One line of a file, without its line end; valid until the buffer is asked for the next.
///
/// `bytes` is followed by at least `LineBuffer.padding` readable bytes.
package struct Line {
    package let bytes: UnsafeRawBufferPointer
    /// Where the record stands in its file, byte order mark and carriage return included.
    package let place: LinePlace
    /// Where the line begins in its file.
    package var offset: Int64 { place.offset }

    init(bytes: UnsafeRawBufferPointer, place: LinePlace) {
        self.bytes = bytes
        self.place = place
    }

    /// The text of a record without the file's byte order mark and a carriage return at its end.
    init(record: UnsafeRawBufferPointer, at place: LinePlace) {
        var text = record[...]
        if place.offset == 0, text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF {
            text = text.dropFirst(3)
        }
        if text.last == 13 { text = text.dropLast() }
        self.init(bytes: UnsafeRawBufferPointer(rebasing: text), place: place)
    }
}

/// What a buffer finds next.
package enum LineEvent {
    case line(Line)
    /// A line above the limit was skipped.
    case tooLong(offset: Int64)
    /// A run of NUL bytes at a line's start was skipped: the hole that a truncated file leaves.
    case nuls(offset: Int64, count: Int64)
}
