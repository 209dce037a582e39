package import Snapshot

/// Which moment a command is about.
package enum TimeMode: Equatable, Sendable {
    /// The wall clock.
    case live
    case at(Moment)
    /// The newest accepted event.
    case newest
    /// Recorded time, so many seconds of it a second.
    case replay(speed: Double)

    /// Seconds on the screen a second of the wall clock.
    package var pace: Double {
        if case .replay(let speed) = self { speed } else { 1 }
    }

    /// Why nothing may be acknowledged; nil when it may.
    package var readOnlyReason: String? {
        switch self {
        case .live: nil
        case .at, .newest: "this is the past: nothing can be acknowledged"
        case .replay: "this is a replay: nothing can be acknowledged"
        }
    }
}
