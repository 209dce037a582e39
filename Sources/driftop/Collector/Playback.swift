import Telemetry

/// The clock of a replay: recorded time that passes at a speed, in steps.
///
/// It waits for whoever reads and judges, so that a picture never shows a moment whose events have
/// not been read: a machine that cannot keep up plays more slowly, it does not skip.
struct Playback {
    /// The longest step of recorded time, in milliseconds: what is read between two pictures.
    static let stepMilliseconds = 60_000.0

    private var position: Double
    /// Where the speed asked for would be.
    private var wanted: Double
    let end: Timestamp
    private let speed: Double
    private var last: Timestamp

    /// - Parameter speed: recorded seconds a second.
    init(from: Timestamp, to end: Timestamp, speed: Double, now: Timestamp) {
        position = Double(from.milliseconds)
        wanted = position
        self.end = end
        self.speed = speed
        last = now
    }

    /// The moment shown: a whole second, and never past the end.
    var at: Timestamp {
        let at = Timestamp(milliseconds: Int64(position))
        return min(at - at.milliseconds % 1_000, end)
    }

    var hasEnded: Bool { at >= end }

    /// Another step is due already.
    var isLate: Bool { wanted - position >= 1_000 && !hasEnded }

    /// Moves on by the time that has passed, at most one step.
    mutating func advance(to now: Timestamp) {
        let passed = Double(max(0, now - last)) * speed
        last = now
        // What a slow machine owes is forgotten after a second: it would never catch up.
        wanted = min(wanted + passed, position + max(speed * 1_000, Self.stepMilliseconds))
        position = min(wanted, position + Self.stepMilliseconds)
    }
}
