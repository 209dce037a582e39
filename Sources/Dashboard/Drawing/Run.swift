/// A stretch of text in one role; a line is an array of them.
package struct Run: Equatable, Sendable, ExpressibleByStringLiteral {
    package var text: String
    package var role: Role

    package init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Sequence<Run> {
    /// The words without their looks.
    package var plainText: String { map(\.text).joined() }
}
