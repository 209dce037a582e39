package import Snapshot

/// The panes of the main screen; the raw value is the key that focuses it.
package enum Pane: Int, CaseIterable, Hashable, Sendable {
    case models = 1
    case metrics, workflow, team, alerts

    /// The name in the pane's rule.
    package var title: String {
        switch self {
        case .models: "Models"
        case .metrics: "Metrics"
        case .workflow: "Workflow"
        case .team: "Team"
        case .alerts: "Alerts"
        }
    }
}

/// What a layer of the view stack shows.
package enum Place: Hashable, Sendable {
    case main
    case zoom(Pane)
    case versions(model: String)
    case version(VersionID)
    case feature(VersionID, String)
    case why(alert: String)
    /// The first is the subject, the second what it is compared with.
    case compare(VersionID, VersionID)
    /// Those of one target, or of all that the version serves on.
    case requests(VersionID, target: String?)
    case sources
    case rules
    case rule(group: String, name: String, ordinal: Int = 0)
    /// The shift as text, from a moment on.
    case handoff(since: Moment)
    case help
}

/// One layer of the view stack: a place, and where the user is in it.
package struct Layer: Equatable, Sendable {
    package var place: Place
    /// Identity of the row under the cursor; nil is the first.
    package var cursor: String?
    /// The first visible row of a list or of a text.
    package var scroll = 0
    /// What `/` keeps of its rows; empty keeps all.
    package var filter = ""
    /// The limit that is being tried on a rule's past; nil is the one it has.
    package var triedLimit: Double?

    package init(_ place: Place, cursor: String? = nil) {
        self.place = place
        self.cursor = cursor
    }
}
