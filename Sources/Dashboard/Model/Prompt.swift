/// A text the user is typing in the message row.
package struct Prompt: Equatable, Sendable {
    /// What the text is for.
    package enum Purpose: Equatable, Sendable {
        case filter
        case command
        case comment(alert: String)
        /// `z` until worse than a value.
        case snoozeAbove(alert: String)
        /// `t`: a rule's limit to try.
        case limit
    }
    package var purpose: Purpose
    package var text: String
    /// Characters before the caret.
    package var caret: Int
    /// What Esc brings back: the filter as it was.
    package var before: String

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        self.text = text
        caret = text.count
        before = text
    }

    /// What a comment or a filter can hold; more is not taken.
    package static let limit = 240
}

/// A short list of choices over the screen.
package struct Menu: Equatable, Sendable {
    /// What the choice is for.
    package enum Purpose: Equatable, Sendable {
        case snooze(alert: String)
        case silence(alert: String)
        /// The theme that Esc brings back.
        case theme(before: String)
    }
    package var purpose: Purpose
    package var title: String
    package var items: [String]
    package var index = 0
}
