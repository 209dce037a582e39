import Telemetry

/// Reads a file from its end backwards in blocks of whole lines, and knows how far back it is.
///
/// Lines are not sorted by time, so a time counts as covered only when a whole block was older by a
/// minute.
struct HistoryCursor {
    static let blockSize: Int64 = 1 << 20
    static let slack: Int64 = 60_000
    /// Read beyond the history when something asks for more.
    static let extra: Int64 = 64 << 20
    /// What is a small remainder: reading it takes about a second.
    static let smallRemainder: Int64 = 256 << 20

    /// nil when it was let go of: its disk space may be wanted.
    private(set) var file: OpenFile?
    /// Which of its source's files it is.
    let number: Int32
    /// Everything from here on has been read.
    private(set) var low: Int64
    private let start: Int64
    /// Every event after this time has been read, as far as the slack allows to say.
    private(set) var covered = Timestamp.distantFuture
    private var bytesPastHistory: Int64 = 0
    /// State files are read whole whatever the horizon.
    let readsWhole: Bool
    /// A remainder of at most so many bytes is read whole, so that counts are complete and trouble
    /// that began long ago is known.
    private let remainder: Int64

    init(
        file: OpenFile, from: Int64, readsWhole: Bool,
        remainder: Int64 = HistoryCursor.smallRemainder
    ) {
        self.remainder = remainder
        self.file = file
        number = file.number
        low = from
        start = from
        self.readsWhole = readsWhole
    }

    func reach(_ horizon: Horizon) -> SourceState.Reach {
        if low == 0 || !needsMore(horizon) { return .complete }
        if covered > horizon.window { return .opening }
        let span = horizon.window - horizon.history
        let byTime = span > 0 ? Double(horizon.window - covered) / Double(span) : 1
        let byBytes = low <= remainder ? 1 - Double(low) / Double(max(1, start)) : 0
        return .readingHistory(fraction: min(0.99, max(0, max(byBytes, min(byTime, 0.99)))))
    }

    func needsMore(_ horizon: Horizon) -> Bool {
        guard low > 0 else { return false }
        if readsWhole || low <= remainder { return true }
        if covered > horizon.window || covered > horizon.history { return true }
        return covered > horizon.wanted && bytesPastHistory < Self.extra
    }

    /// Reads the next block into `buffer` and hands every record to `reader`; returns the bytes.
    mutating func readBlock(_ buffer: LineBuffer, _ reader: any RecordReading) -> Int64 {
        guard let file else { return 0 }
        let from = file.lineStart(before: max(0, low - Self.blockSize) + 1)
        let size = low - from
        buffer.reset(at: from)
        while buffer.endOffset < low {
            let count = Int(min(low - buffer.endOffset, 256 << 10))
            let at = buffer.endOffset
            if buffer.append(upTo: count, { file.read(at: at, into: $0) }) <= 0 { break }
            while let event = buffer.next() { reader.read(event) }
        }
        while let event = buffer.flush() { reader.read(event) }
        low = from
        return size
    }

    /// Says what the block just read held.
    mutating func note(newest: Timestamp?, bytes: Int64, _ horizon: Horizon) {
        if let newest { covered = min(covered, newest + Self.slack) }
        if covered <= horizon.history { bytesPastHistory += bytes }
    }

    mutating func release() { file = nil }

    /// The same file, found again.
    mutating func reopen(_ found: OpenFile) { file = found }

    /// The file was truncated or is gone: there is nothing older to read.
    mutating func abandon() { low = 0 }
}
