/// Something a reader of a result should know: it may be wrong, or not what was meant.
package struct Annotation: Hashable, Sendable {
    package enum Level: Hashable, Sendable {
        case info, warning
    }

    package var level: Level
    package var message: String
    /// The part of the expression concerned.
    package var range: SourceRange

    /// `PromQL warning: … (1:7)`, with line and column in the expression's text.
    package func text(in expression: String) -> String {
        let (line, column) = range.position(in: expression)
        return (level == .info ? "PromQL info: " : "PromQL warning: ")
            + "\(message) (\(line):\(column))"
    }
}
