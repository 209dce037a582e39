package import Telemetry

/// A file of lines that grows: read backwards from its end when found, forwards from then on,
/// across rotation, truncation and replacement.
package final class TailedSource: Source {
    /// How a file is read when it is first found.
    package enum Start: Hashable, Sendable {
        /// Newest first, as far back as is asked.
        case newestFirst
        /// Newest first, to its beginning: labels are state, not history.
        case wholeNewestFirst
        /// From its beginning: the order of lines matters.
        case beginning
    }
    /// How long the old file is still read after a rotation: writers reopen late.
    static let retirement: Int64 = 5_000
    /// How long a file may be gone before that is a fault: renaming and creating take a moment.
    static let patience: Int64 = 2_000
    /// How long a file that is gone is held open: longer would keep its disk space.
    static let hold: Int64 = 60_000
    /// How long a CSV must lie still before a row without a line end is taken: its last cell may be
    /// cut, whereas a JSON object shows its end.
    static let csvStillness: Int64 = 60_000
    private static let retiredLimit = 4

    package private(set) var state: SourceState
    private let path: String
    private let reader: any RecordReading
    private let start: Start
    /// A rotated part is read once and never followed: its name will mean another file.
    private let follows: Bool
    /// A remainder of at most so many bytes is read whole.
    private let remainder: Int64
    private var live: LiveCursor?
    private var history: HistoryCursor?
    private var historyBuffer: LineBuffer?
    /// Until when a history is read on in a file that is gone.
    private var historyUntil = Timestamp.distantFuture
    private var retired: [(cursor: LiveCursor, until: Timestamp)] = []
    private var delivered: SourceState?
    private var missingSince: Timestamp?
    private var wasFound = false
    private var stillSince: Timestamp?
    /// Files opened so far: the number of the one on hand.
    private var opened: Int32 = 0
    private var past = PastFiles()

    package init(
        state: SourceState, path: String, reader: any RecordReading,
        start: Start = .newestFirst, follows: Bool = true,
        remainder: Int64? = nil
    ) {
        self.remainder = remainder ?? HistoryCursor.smallRemainder
        self.state = state
        self.path = path
        self.reader = reader
        self.start = start
        self.follows = follows
    }

    package func step(now: Timestamp, horizon: Horizon) -> Delivery? {
        reader.now = now
        lookAtPath(now)
        if let delivery = stepLive(now, horizon) { return delivery }
        if let delivery = stepRetired(now, horizon) { return delivery }
        releaseHistory(now, horizon)
        if let delivery = stepHistory(horizon) { return delivery }
        flushIfStill(now)
        live?.buffer.release()
        return delivery(horizon, bytes: 0)
    }

    private func stepLive(_ now: Timestamp, _ horizon: Horizon) -> Delivery? {
        guard let live else { return nil }
        let got = live.readChunk(reader)
        guard got > 0 else { return nil }
        if wasFound { state.lastGrowth = now }
        stillSince = nil
        return delivery(horizon, bytes: got)
    }

    private func stepRetired(_ now: Timestamp, _ horizon: Horizon) -> Delivery? {
        for (cursor, until) in retired {
            let got = cursor.readChunk(reader)
            if got > 0 { return delivery(horizon, bytes: got) }
            if now >= until { cursor.flush(reader) }
        }
        retired.removeAll { now >= $0.until }
        return nil
    }

    private func stepHistory(_ horizon: Horizon) -> Delivery? {
        wasFound = true
        guard var cursor = history, cursor.needsMore(horizon) else { return nil }
        if cursor.file == nil {
            guard let file = past.find(cursor.number, beside: path) else {
                history?.abandon()
                return nil
            }
            cursor.reopen(file)
        }
        let buffer = historyBuffer ?? LineBuffer(framing: reader.framing, file: cursor.number)
        historyBuffer = buffer
        let got = cursor.readBlock(buffer, reader)
        let records = reader.take()
        cursor.note(newest: records?.newest, bytes: got, horizon)
        history = cursor
        if !cursor.needsMore(horizon) { historyBuffer = nil }
        return delivery(horizon, bytes: got, records)
    }

    /// Lets go of a file that was rotated away once it is read.
    private func releaseHistory(_ now: Timestamp, _ horizon: Horizon) {
        guard let history, let file = history.file, file !== live?.file,
            !retired.contains(where: { $0.cursor.file === file })
        else { return }
        if !history.needsMore(horizon) || (now >= historyUntil && file.isUnlinked) {
            self.history?.release()
        }
    }

    /// A delivery when there are records or the state changed.
    private func delivery(
        _ horizon: Horizon, bytes: Int64, _ taken: ReadRecords? = nil
    ) -> Delivery? {
        let records = taken ?? reader.take()
        state.bytes += bytes
        state.set(reader.rejections)
        state.reach = reach(horizon)
        if !follows, state.reach == .complete, state.condition == .live { state.condition = .stale }
        if let records { state.add(records) }
        guard records != nil || state != delivered else { return nil }
        delivered = state
        return Delivery(batch: records?.batch ?? .nothing, source: state)
    }

    private func reach(_ horizon: Horizon) -> SourceState.Reach {
        if let history { return history.reach(horizon) }
        // Read forwards: the window is covered when the end is, and that is said only once.
        if state.reach != .complete, live?.unread == true { return .opening }
        return .complete
    }

    private func lookAtPath(_ now: Timestamp) {
        if !follows, live != nil { return }
        guard let status = FileStatus(path: path) else { return noteMissing(now) }
        missingSince = nil
        guard let live else { return openFile(now) }
        if !status.isSameFile(as: live.file.status) {
            retire(live, now)
            self.live = nil
            openFile(now)
        } else if live.isOverwritten(status) {
            live.flush(reader)
            if history?.file === live.file { history?.abandon() }
            past.add(live.file)
            self.live = nil
            openFile(now)
        } else if case .failed = state.condition {
            state.condition = .live
        }
    }

    private func noteMissing(_ now: Timestamp) {
        let since = missingSince ?? now
        missingSince = since
        guard now - since >= Self.patience || live == nil else { return }
        state.condition = .failed(reason: "the file is gone", retryAt: nil)
        if let live, now - since >= Self.hold {
            retire(live, now)
            historyUntil = now
            self.live = nil
        }
    }

    private func retire(_ cursor: LiveCursor, _ now: Timestamp) {
        retired.append((cursor, now + Self.retirement))
        past.add(cursor.file)
        if history?.file === cursor.file { historyUntil = now + Self.hold }
        if retired.count > Self.retiredLimit {
            retired.removeFirst().cursor.flush(reader)
        }
    }

    private func openFile(_ now: Timestamp) {
        do throws(OpenFile.Failure) {
            opened += 1
            let file = try OpenFile(path: path, number: opened)
            state.condition = .live
            open(file)
        } catch {
            let reason = error.isMissing ? "the file is gone" : "cannot be read: \(error.reason)"
            state.condition = .failed(reason: reason, retryAt: now + 1_000)
        }
    }

    private func open(_ file: OpenFile) {
        guard !wasFound, start != .beginning else {
            reader.restart()
            live = LiveCursor(file: file, from: 0, framing: reader.framing)
            return
        }
        prime(file)
        let size = file.currentStatus.size
        if case .csv = reader.framing, size <= HistoryCursor.extra, hasQuotes(file) {
            // A line end inside quotes cannot be told from one outside when read backwards.
            live = LiveCursor(file: file, from: 0, framing: reader.framing)
            return
        }
        let end = file.lineStart(before: size)
        live = LiveCursor(file: file, from: end, framing: reader.framing)
        history = HistoryCursor(
            file: file, from: end, readsWhole: start == .wholeNewestFirst, remainder: remainder)
    }

    /// What a line that was read says of its request; nil when it is no longer in its file.
    package func requestText(at place: LinePlace) -> RequestText? {
        guard let reader = reader as? any EventReading else { return nil }
        let files = [live?.file] + retired.map(\.cursor.file)
        let file =
            files.compactMap { $0 }.first { $0.number == place.file }
            ?? past.find(place.file, beside: path)
        return file?.withLine(at: place, reader.requestText)
    }

    private func prime(_ file: OpenFile) {
        let buffer = LineBuffer(framing: reader.framing)
        _ = buffer.append(upTo: 65_536) { file.read(at: 0, into: $0) }
        while let event = buffer.next() {
            if case .line(let line) = event { return reader.prime(with: line) }
        }
    }

    private func hasQuotes(_ file: OpenFile) -> Bool {
        file.bytes(at: 0, count: 65_536).contains(UInt8(ascii: "\""))
    }

    private func flushIfStill(_ now: Timestamp) {
        stillSince = nil
        guard let live, live.buffer.holdsPartial else { return }
        guard case .csv = reader.framing else { return live.flushIfComplete(reader) }
        let due = live.file.currentStatus.modified + Self.csvStillness
        if now >= due { live.flushIfComplete(reader) } else { stillSince = due }
    }
}
