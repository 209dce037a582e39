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

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
