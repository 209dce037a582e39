internal import Telemetry

/// The grids of time the engine keeps counts on, and how far back each reaches at one moment.
struct EngineClocks: Sendable {
    /// Fine slots that end on the moment shown.
    var window: SlotClock
    /// Fifteen-second slots on the rules' grid.
    var grid: SlotClock
    /// Two-minute slots behind the grid, for windows longer than the rules need.
    var past: SlotClock
    /// Slots before these are dropped; the grid's are first thinned into the past.
    var windowStart: Timestamp
    var gridStart: Timestamp
    var pastStart: Timestamp
    var counterStart: Timestamp
    /// Feature values before this serve only drift windows that are short of values.
    var featureStart: Timestamp
}
