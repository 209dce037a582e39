/// A point in event time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Readers round *up* to the millisecond. With windows open on the left and closed on the right and
/// edges on whole milliseconds, an event is then inside a window exactly when its unrounded time
/// is.
package struct Timestamp: Hashable, Comparable, Codable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Rounds up to the millisecond; see the type's note.
    package init(seconds: Double) {
        milliseconds = Int64((seconds * 1_000).rounded(.up))
    }

    package var seconds: Double { Double(milliseconds) / 1_000 }

    package static let distantPast = Timestamp(milliseconds: Int64.min / 4)
    package static let distantFuture = Timestamp(milliseconds: Int64.max / 4)

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }
    package static func + (left: Self, milliseconds: Int64) -> Self {
        Timestamp(milliseconds: left.milliseconds + milliseconds)
    }
    package static func - (left: Self, milliseconds: Int64) -> Self {
        Timestamp(milliseconds: left.milliseconds - milliseconds)
    }
    /// The milliseconds from `right` to `left`.
    package static func - (left: Self, right: Self) -> Int64 {
        left.milliseconds - right.milliseconds
    }
}
