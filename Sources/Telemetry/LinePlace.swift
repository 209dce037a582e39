/// Where one line stands, so that it can be read again when somebody wants to see it.
package struct LinePlace: Hashable, Sendable {
    /// Which file it is of those that its source has read under one name: counts up with every
    /// rotation and truncation.
    package var file: Int32
    /// Bytes without the line end.
    package var length: Int32
    /// Where it begins in its file; -1 when unknown.
    package var offset: Int64

    package init(file: Int32 = 0, offset: Int64, length: Int) {
        self.file = file
        self.length = Int32(clamping: length)
        self.offset = offset
    }

    package static let unknown = LinePlace(offset: -1, length: 0)
}
