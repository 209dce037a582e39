/// Reads a file forwards as it grows, and notices when it is no longer what was read.
final class LiveCursor {
    static let chunkSize = 256 << 10
    /// Bytes before the position that are compared: a file truncated and grown again between two
    /// looks differs there.
    private static let anchorSize = 64

    let file: OpenFile
    let buffer: LineBuffer
    private var position: Int64
    private var anchor: [UInt8] = []
    private var seen: FileStatus?

    /// - Parameter position: a line's start.
    init(file: OpenFile, from position: Int64, framing: LineBuffer.Framing) {
        self.file = file
        self.position = position
        buffer = LineBuffer(framing: framing, file: file.number)
        buffer.reset(at: position)
        anchor = Self.anchor(file, position)
    }

    var unread: Bool { file.currentStatus.size > position }

    /// Whether the same inode holds another text now: truncated, or copied away and begun again.
    func isOverwritten(_ status: FileStatus) -> Bool {
        if status.size < position { return true }
        if status == seen { return false }
        seen = status
        return !file.beginsTheSame() || Self.anchor(file, position) != anchor
    }

    /// Reads one chunk; returns its size, 0 at the end.
    func readChunk(_ reader: any RecordReading) -> Int64 {
        let at = position
        let room = min(Int64(Self.chunkSize), file.currentStatus.size - at)
        guard room > 0 else { return 0 }
        let got = buffer.append(upTo: Int(room)) { file.read(at: at, into: $0) }
        guard got > 0 else { return 0 }
        position += Int64(got)
        anchor = Self.anchor(file, position)
        while let event = buffer.next() { reader.read(event) }
        return Int64(got)
    }

    /// Hands over what waits for a line end.
    func flush(_ reader: any RecordReading) {
        while let event = buffer.flush() { reader.read(event) }
    }

    /// Hands over the partial last line if it is a whole record.
    func flushIfComplete(_ reader: any RecordReading) {
        guard let line = buffer.peekPartial(), reader.isComplete(line) else { return }
        flush(reader)
    }

    private static func anchor(_ file: OpenFile, _ position: Int64) -> [UInt8] {
        let size = min(Int64(anchorSize), position)
        return size > 0 ? file.bytes(at: position - size, count: Int(size)) : []
    }
}
