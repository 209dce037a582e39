/// What a key or a line of the command prompt does; the raw value is its name in `keys:`.
package enum Command: String, CaseIterable, Hashable, Sendable {
    case open, back, acknowledge, comment, undo, snooze, silence
    case requests, compare, version, versions, rule, copy
    case copyLine = "copy-line"
    case full, filter, command, help, quit
    case focusModels = "focus-models"
    case focusMetrics = "focus-metrics"
    case focusWorkflow = "focus-workflow"
    case focusTeam = "focus-team"
    case focusAlerts = "focus-alerts"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case down, up, first, last
    case pageDown = "page-down"
    case pageUp = "page-up"
    case previousEvent = "previous-event"
    case nextEvent = "next-event"
    case sort
    case previousSort = "previous-sort"
    case reverseSort = "reverse-sort"
    case lowerLimit = "lower-limit"
    case raiseLimit = "raise-limit"
    case typeLimit = "type-limit"
    case pause, narrower, wider, theme, sources, rules, handoff, reference, redraw
}
