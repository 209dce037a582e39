/// How loud a severity label is; later cases are louder.
package enum Severity: Int, Comparable, Hashable, Sendable {
    case other, ticket, page

    /// `page` and `critical` wake somebody, `ticket` and `warning` wait for the day; the rest is
    /// `other`.
    package init(label: String) {
        switch label.lowercased() {
        case "page", "critical": self = .page
        case "ticket", "warning": self = .ticket
        default: self = .other
        }
    }

    /// Words that nobody is woken by.
    private static let quiet: Set = ["none", "info", "informational", "notice", "low", "debug"]

    /// Whether an alert with one label is certainly no louder than with another: of a word that is
    /// unknown here nobody can tell.
    package static func isNoLouder(_ label: String, than other: String) -> Bool {
        let (mine, theirs) = (Severity(label: label), Severity(label: other))
        if mine != .other, theirs != .other { return mine <= theirs }
        return mine == .other && quiet.contains(label.lowercased())
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
