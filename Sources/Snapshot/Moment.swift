/// A point in time as a screen knows it: whole milliseconds since 1970-01-01T00:00:00Z.
package struct Moment: Hashable, Comparable, Sendable {
    package var milliseconds: Int64
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }
    /// Seconds from `earlier` to this moment.
    package func seconds(since earlier: Moment) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1_000
    }
}
