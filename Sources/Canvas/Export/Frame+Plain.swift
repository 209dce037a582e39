extension Frame {
    /// The frame as lines of text without blanks at their ends.
    package func plainText() -> String {
        var text = ""
        for y in 0..<size.height {
            var line = ""
            for cell in row(y) { cell.symbol.write(to: &line) }
            text += Self.trimmed(line)
            text += "\n"
        }
        return text
    }
}
