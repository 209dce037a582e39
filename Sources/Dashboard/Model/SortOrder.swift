/// What the models table is sorted by; `o` goes through them.
package struct SortOrder: Equatable, Sendable {
    /// A column; `worst` keeps the versions of a model together.
    package enum Column: String, CaseIterable, Sendable {
        case worst, model, traffic, requests, errors, p95, usual, drift
    }
    package var column = Column.worst
    package var reversed = false

    /// As the pane's rule says it.
    package var words: String {
        switch column {
        case .worst: reversed ? "worst last" : "worst first"
        case .model: "by model" + (reversed ? ", z first" : "")
        default: "by \(column.rawValue)" + (reversed ? ", least first" : "")
        }
    }
}
