internal import Telemetry

/// The grids of time the engine keeps counts on, and how far back each reaches at one moment.
struct EngineClocks: Sendable {
    /// Fine slots that end on the moment shown.
    var window: SlotClock
    /// Fifteen-second slots on the rules' grid.
    var grid: SlotClock
    /// Ten-minute slots behind the grid, for windows longer than the rules need.
    var past: SlotClock
    /// Minutes for the requests that are worth looking at, and wider slots behind them whose edges
    /// are edges of minutes.
    var requests: SlotClock
    var pastRequests: SlotClock
    /// Slots before these are dropped; the grid's and the requests' are first thinned into the
    /// past.
    var windowStart: Timestamp
    var gridStart: Timestamp
    var pastStart: Timestamp
    var counterStart: Timestamp
    var requestStart: Timestamp
    /// Feature values before this serve only drift windows that are short of values.
    var featureStart: Timestamp
    /// How many requests are sampled of each version.
    var samples: SampleLimits

    /// Every edge of the grid is an edge of the window's slots.
    var sharesEdges: Bool {
        grid.widthMilliseconds % window.widthMilliseconds == 0
            && (grid.phaseMilliseconds - window.phaseMilliseconds) % window.widthMilliseconds == 0
    }
}
