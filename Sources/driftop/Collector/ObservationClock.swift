import Operations
import Snapshot
import Telemetry

/// Which moment is shown at which time of the wall clock.
struct ObservationClock {
    private enum Kind {
        case live
        case fixed(Timestamp)
        case replay(Playback)
    }
    private var kind: Kind
    /// Why the moment is not now; nil when it is.
    let reason: String?

    /// Live unless another moment is asked for, or no event lies within the retention: then the
    /// newest one is shown, and that is said.
    ///
    /// - Parameters:
    ///   - oldest: the oldest event, where a replay begins.
    ///   - newest: the newest event, where it ends.
    init(
        _ mode: TimeMode, oldest: Timestamp?, newest: Timestamp?, now: Timestamp,
        _ settings: EngineSettings
    ) {
        switch mode {
        case .at(let moment):
            kind = .fixed(Timestamp(milliseconds: moment.milliseconds))
            reason = "not live: at the moment asked for"
        case .newest:
            kind = newest.map(Kind.fixed) ?? .live
            reason = newest == nil ? nil : "not live: at the newest event"
        case .replay(let speed):
            // The last whole second that has an event is shown to its end.
            let end = newest.map { $0 + (999 - ($0.milliseconds + 999) % 1_000) }
            kind = .replay(
                Playback(from: oldest ?? now, to: end ?? .distantFuture, speed: speed, now: now))
            reason = "replay"
        case .live:
            let age = newest.map { Double(now - $0) / 1_000 } ?? 0
            if let newest, age > settings.retentionSeconds {
                kind = .fixed(newest)
                reason = "not live: newest event \(Self.words(age)) ago"
            } else {
                kind = .live
                reason = nil
            }
        }
    }

    private static func words(_ seconds: Double) -> String {
        seconds < 2 * 86_400 ? "\(Int(seconds / 3_600)) h" : "\(Int(seconds / 86_400)) d"
    }

    var isLive: Bool { if case .live = kind { true } else { false } }
    var isReplay: Bool { if case .replay = kind { true } else { false } }

    /// A replay that has shown its newest event stands still.
    var hasEnded: Bool { if case .replay(let playback) = kind { playback.hasEnded } else { false } }

    /// Where a replay ends; nil when nothing is recorded.
    var end: Timestamp? {
        guard case .replay(let playback) = kind, playback.end < .distantFuture else { return nil }
        return playback.end
    }

    /// Moves a replay on; to be called when everything up to the moment shown is read and judged.
    mutating func advance(to now: Timestamp) {
        guard case .replay(var playback) = kind else { return }
        playback.advance(to: now)
        kind = .replay(playback)
    }

    /// Whether a replay could move on at once.
    var isLate: Bool { if case .replay(let playback) = kind { playback.isLate } else { false } }

    /// The fixed moment: nothing after it is folded.
    var ceiling: Timestamp? { if case .fixed(let at) = kind { at } else { nil } }

    /// The moment shown at `now`: whole seconds when it moves.
    func at(_ now: Timestamp) -> Timestamp {
        switch kind {
        case .live: return now - now.milliseconds % 1_000
        case .fixed(let at): return at
        case .replay(let playback): return playback.at
        }
    }
}

extension EventBatch {
    /// The rows up to a time and the rows after it, both in their order.
    func split(at time: Timestamp) -> (EventBatch, EventBatch) {
        var due = self
        var ahead = self
        due.rows = rows.filter { $0.time <= time }
        ahead.rows = rows.filter { $0.time > time }
        return (due, ahead)
    }
}
