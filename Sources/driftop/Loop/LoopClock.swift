import Foundation
import Snapshot

/// What time it is on the screen: the wall's when live, else the picture's own.
struct LoopClock {
    private let isLive: Bool
    /// Seconds on the screen a second.
    private let pace: Double
    /// The picture's moment and when it came.
    private var anchor: (moment: Moment, came: ContinuousClock.Instant)?

    init(_ time: TimeMode) {
        isLive = time == .live
        pace = time.pace
    }

    /// A picture of the past says which moment it is now.
    mutating func follow(_ moment: Moment) { anchor = (moment, .now) }

    /// nil before the first picture of a past.
    var now: Moment? {
        if isLive {
            return Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        }
        guard let anchor else { return nil }
        let since = (ContinuousClock.now - anchor.came) / .milliseconds(1) * pace
        return Moment(milliseconds: anchor.moment.milliseconds + Int64(since))
    }

    /// When the screen's clock will show `moment`.
    func instant(of moment: Moment) -> ContinuousClock.Instant {
        guard let now else { return .now + .seconds(1) }
        return .now + .milliseconds(max(0, Double(moment.milliseconds - now.milliseconds) / pace))
    }
}
