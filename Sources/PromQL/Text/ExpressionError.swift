/// Why an expression could not be read, and where.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without position: `unexpected end of input in aggregation`.
    package let message: String
    /// The offending part of `text`.
    package let range: SourceRange
    /// The whole expression.
    package let text: String
    /// True when the only reason is that native histograms are outside this engine.
    package let needsNativeHistograms: Bool

    package init(
        _ message: String, at range: SourceRange, in text: String,
        needsNativeHistograms: Bool = false
    ) {
        self.message = message
        self.range = range
        self.text = text
        self.needsNativeHistograms = needsNativeHistograms
    }

    /// Line of the offending text, from 1.
    package var line: Int { range.position(in: text).line }
    /// Column of the offending text in bytes, from 1.
    package var column: Int { range.position(in: text).column }

    /// `1:8: parse error: …`, as Prometheus prints it.
    package var description: String { "\(line):\(column): parse error: \(message)" }

    /// The message, the offending line and a caret under the offending text.
    package var rendered: String { description + "\n" + range.caretLines(in: text) }
}

/// Why an expression could not be evaluated.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    /// The part of the expression concerned; nil when it is the whole.
    package let range: SourceRange?
    /// True when the only reason is that native histograms are outside this engine.
    package let needsNativeHistograms: Bool

    package init(
        _ message: String, at range: SourceRange? = nil, needsNativeHistograms: Bool = false
    ) {
        self.message = message
        self.range = range
        self.needsNativeHistograms = needsNativeHistograms
    }

    package var description: String { message }

    /// The message and, when a part is concerned, that part's line with a caret under it.
    package func rendered(in text: String) -> String {
        guard let range else { return message }
        let (line, column) = range.position(in: text)
        return "\(line):\(column): \(message)\n" + range.caretLines(in: text)
    }
}
