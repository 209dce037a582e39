import Telemetry

extension OpenFile {
    /// Reads one record again and hands it to `use`; nil when something else stands there now.
    func withLine<Result>(at place: LinePlace, _ use: (Line) -> Result) -> Result? {
        guard place.offset >= 0, beginsTheSame() else { return nil }
        // With a byte on each side: it is the same record only between the same ends.
        let before = place.offset > 0 ? 1 : 0
        let length = Int(place.length)
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: before + length + 1 + LineBuffer.padding, alignment: 16)
        defer { room.deallocate() }
        _ = room.initializeMemory(as: UInt8.self, repeating: 0)
        let wanted = UnsafeMutableRawBufferPointer(rebasing: room[..<(before + length + 1)])
        let got = read(at: place.offset - Int64(before), into: wanted)
        guard got >= before + length else { return nil }
        // A hole of NUL bytes ends like a line.
        if before > 0, room[0] != 10, room[0] != 0 { return nil }
        if got > before + length, room[before + length] != 10 { return nil }
        let record = UnsafeRawBufferPointer(rebasing: room[before..<(before + length)])
        return use(Line(record: record, at: place))
    }
}
