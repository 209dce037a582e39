package import Telemetry

/// The newest event of a workspace, without reading it all: what `--at end` means.
package enum NewestEvent {
    /// Blocks of 1 MB looked at in one file before it counts as having none.
    private static let blockLimit = 64

    /// The newest accepted event in the last blocks of every event log; nil when there is none.
    ///
    /// - Parameter withLabels: whether a late label counts; it is no event to look at.
    package static func time(
        in found: [FoundSource], factory: SourceFactory, now: Timestamp, withLabels: Bool = false
    ) -> Timestamp? {
        found.compactMap { source -> Timestamp? in
            guard case .events(let file) = source.recognition, !file.isLabelFile,
                let reader = factory.reader(of: file)
            else { return nil }
            return time(path: source.path, reader: reader, now: now, withLabels: withLabels)
        }.max()
    }

    private static func time(
        path: String, reader: any EventReading, now: Timestamp, withLabels: Bool
    ) -> Timestamp? {
        guard let file = try? OpenFile(path: path) else { return nil }
        reader.now = now
        let buffer = LineBuffer(framing: reader.framing)
        _ = buffer.append(upTo: 65_536) { file.read(at: 0, into: $0) }
        if case .line(let line)? = buffer.next() { reader.prime(with: line) }
        let size = file.currentStatus.size
        let end = file.lineStart(before: size)
        var newest: Timestamp?
        buffer.reset(at: end)
        // The last line may be whole without a line end.
        _ = buffer.append(upTo: Int(min(size - end, 1 << 20))) { file.read(at: end, into: $0) }
        if let line = buffer.peekPartial(), reader.isComplete(line) {
            while let event = buffer.flush() { reader.read(event) }
            newest = Self.newest(in: reader, withLabels)
        }
        var cursor = HistoryCursor(file: file, from: end, readsWhole: true)
        for _ in 0..<blockLimit where cursor.low > 0 {
            _ = cursor.readBlock(buffer, reader)
            if let found = Self.newest(in: reader, withLabels) {
                return max(newest ?? found, found)
            }
        }
        return newest
    }

    /// Of what was just read.
    private static func newest(in reader: any EventReading, _ withLabels: Bool) -> Timestamp? {
        reader.takeBatch().rows.lazy.filter { withLabels || $0.kind == .inference }.map(\.time)
            .max()
    }
}
