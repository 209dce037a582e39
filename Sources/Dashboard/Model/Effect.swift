package import Snapshot

/// What has to happen outside because of a message; `driftop` does it.
package enum Effect: Equatable, Sendable {
    case quit
    /// What the engine should compute next.
    case look(Interest)
    case acknowledge(alert: String)
    case comment(alert: String, text: String)
    /// Ends an acknowledgement, a snooze or a silence.
    case takeBack(alert: String)
    /// Until a time, until the value is worse than a figure; neither: until it clears.
    case snooze(alert: String, until: Moment?, above: Double?)
    case silence(alert: String, until: Moment)
    /// Whatever has these labels, as Alertmanager writes matchers.
    case silenceMatching(String, until: Moment, comment: String)
    /// Take live traffic as the reference, because the user said so.
    case takeReference(VersionID)
    /// To the terminal's clipboard.
    case copy(String)
    case bell
    /// Draw every cell anew: something else wrote on the terminal.
    case redraw
    case suspend
}
