/// One line of a file, without its line end; valid until the buffer is asked for the next.
///
/// `bytes` is followed by at least `LineBuffer.padding` readable bytes.
package struct Line {
    package let bytes: UnsafeRawBufferPointer
    /// Where the line begins in its file.
    package let offset: Int64
}

/// What a buffer finds next.
package enum LineEvent {
    case line(Line)
    /// A line above the limit was skipped.
    case tooLong(offset: Int64)
    /// A run of NUL bytes at a line's start was skipped: the hole that a truncated file leaves.
    case nuls(offset: Int64, count: Int64)
}
