/// A fault in a file somebody wrote: where, what is wrong, what was expected, what to do.
package struct DocumentError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1; nil when the file as a whole is meant.
    package var line: Int?
    package var column: Int?
    /// What is wrong and what was expected, one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// The offending line and carets under what is meant, where a text within the file is at fault.
    package var excerpt: String?
    /// What else is wrong in the same file.
    package var also: [DocumentError] = []

    package init(
        file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil,
        excerpt: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.excerpt = excerpt
    }

    /// All of a file's faults in the order of their lines; nil when there are none.
    package init?(_ faults: [DocumentError]) {
        let sorted = faults.sorted {
            ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
        }
        guard let first = sorted.first else { return nil }
        self = first
        also += sorted.dropFirst()
    }

    /// `FILE:LINE:COLUMN: message; hint`.
    package var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if let column, line != nil { text += ":\(column)" }
        text += ": " + message
        if let hint { text += "; " + hint }
        return text
    }
}
