internal import Telemetry

/// The grids of time the engine keeps counts on, and how far back each reaches at one moment.
struct EngineClocks: Sendable {
    /// Fine slots that end on the moment shown.
    var window: SlotClock
    /// Fifteen-second slots on the rules' grid.
    var grid: SlotClock
    /// Wide slots for the requests that are worth looking at.
    var requests: SlotClock
    /// Slots before these are dropped.
    var windowStart: Timestamp
    var gridStart: Timestamp
    var counterStart: Timestamp
    var requestStart: Timestamp
    /// Feature values before this serve only drift windows that are short of values.
    var featureStart: Timestamp
}
