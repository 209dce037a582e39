package import Canvas
package import Snapshot

/// Everything the screen depends on; a frame is a function of it.
package struct DashboardModel: Equatable, Sendable {
    /// What is shown; while paused, what was shown when the pause began.
    package var snapshot: SystemSnapshot
    /// The newest one while paused; nil when following.
    package var newest: SystemSnapshot?
    /// The terminal's.
    package var size: Size
    package var theme: Theme
    /// What the theme picker offers.
    package var themes: [Theme]
    /// What the terminal can draw.
    package var glyphs = GlyphSet.unicode
    /// Never empty; the last is on screen.
    package var stack: [Layer] = [Layer(.main)]
    /// The pane of the main screen that has the keys.
    package var focus = Pane.models
    /// The version every pane is about.
    package var subject: VersionID?
    /// The version the user chose to compare with; nil lets the engine choose.
    package var comparedWith: VersionID?
    /// Identity of the cursor's row in each pane of the main screen.
    package var cursors: [Pane: String] = [:]
    /// The order of the models table.
    package var sort = SortOrder()
    /// The window the user asks for; the snapshot says which one it shows.
    package var windowSeconds: Double
    /// The charts' time the user asks for.
    package var chartSeconds: Double = 1_800
    /// The event on the time axis that `[` and `]` stand on.
    package var event: Int?
    /// Open while the user types a text.
    package var prompt: Prompt?
    /// Open while the user chooses from a list.
    package var menu: Menu?
    /// The message row.
    package var notice: Notice?
    /// Which key does what.
    package var keys = KeyMap.standard
    /// Who acknowledges: the operating system's user.
    package var user = ""
    /// Why nothing may be written (time travel, no journal); nil when it may.
    package var readOnlyReason: String?
    /// Ring for new pages.
    package var bellEnabled = true
    /// Off: clicks and the wheel do nothing.
    package var mouseEnabled = true
    /// The wall clock as last told.
    package var now: Moment
    /// Seconds of `now` a second of the reader's: more than 1 in a replay.
    package var pace = 1.0
    /// Page alerts that have rung, by identity and time of firing.
    var rung: Set<String> = []
    /// What the user did and nobody has kept yet, in order.
    var underWay: [ActionUnderWay] = []
    /// The user's own changes that no snapshot shows yet.
    var expected: [ExpectedChange] = []
    var lastInterest: Interest?
    /// The rows of several alerts that the user has opened.
    var unfolded: Set<String> = []
    /// The alerts the user last acted on at once, for `u`.
    var lastActed: [String] = []
    var hasOpened = false
    /// What happened since the last look was offered, and since when that was.
    var hasOffered = false
    var offeredSince: Moment?
    /// The p95 chart's scale, kept from frame to frame, and whose it is.
    var latencyScale: NiceScale?
    var scaledFor: VersionID?
    /// The rows of the models table in order; `reorder` computes them once a change, since a
    /// frame asks for them often.
    package internal(set) var versionRows: [VersionStatus] = []
    /// All alerts: who needs somebody first, pending last.
    package internal(set) var orderedAlerts: [AlertStatus] = []
    /// The rows of the pane: as the main screen's filter leaves them, alerts of one cause in one.
    package internal(set) var shownAlerts: [AlertStatus] = []

    package init(
        snapshot: SystemSnapshot, size: Size, theme: Theme = .builtIn, themes: [Theme] = []
    ) {
        self.snapshot = snapshot
        self.size = size
        self.theme = theme
        self.themes = themes
        windowSeconds = snapshot.windowSeconds
        now = snapshot.at
        show(snapshot)
    }

    /// The view on screen and where the user is in it.
    package var layer: Layer { stack.last ?? Layer(.main) }
    /// What is on screen.
    package var place: Place { layer.place }
    /// The picture is held while newer ones wait behind it.
    package var isPaused: Bool { newest != nil }
}

/// A line in the message row.
package struct Notice: Equatable, Sendable {
    package var text: String
    package var failed: Bool
    /// When it gives the row back; an error stays until the next key.
    package var until: Moment?
    /// Why a key did nothing: the next key takes it away.
    var isRefusal = false
}

/// A change the user made, shown before the journal has answered.
struct ExpectedChange: Equatable, Sendable {
    var alert: String
    var attention: AlertStatus.Attention
    var by: String
    var at: Moment
    var until: Moment?
    var above: Double?
}
