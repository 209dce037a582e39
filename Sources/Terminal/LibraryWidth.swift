import CNcurses

/// What the C library, and so curses, thinks of a scalar's width; in the locale of the process.
package enum LibraryWidth {
    /// Columns of a scalar; nil when the library does not know it.
    package static func columns(_ scalar: Unicode.Scalar) -> Int? {
        let columns = Int(cn_columns(scalar.value))
        return columns < 0 ? nil : columns
    }
}
