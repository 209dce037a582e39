package import Canvas
package import Snapshot

/// Everything that can happen to the dashboard.
package enum Message: Equatable, Sendable {
    case snapshot(SystemSnapshot)
    case key(Key)
    /// A press of the first mouse button.
    case click(Point)
    /// Rows the wheel moved; down is positive.
    case wheel(Point, rows: Int)
    case resized(Size)
    /// The wall clock moved on: messages grow old.
    case tick(Moment)
    /// The theme files, read again.
    case themes([Theme])
    /// What an effect came to, for the message row.
    case outcome(String, failed: Bool)
    /// What came of the first thing done to alerts that is under way: kept, and what more there is
    /// to say of that; or why not.
    case acted(note: String, refusal: String?)
    /// A line of the command prompt: `sort p95`.
    case line(String)
}
