extension Frame {
    /// The frame as text that a test keeps: every row of text, below it where styles begin.
    ///
    /// A letter below a column says that its style (see the legend at the end) begins there and
    /// holds until the next letter; blanks at the ends of lines are left out.
    package func goldenText() -> String {
        var letters: [UInt64: String] = [:]
        var legend: [String] = []
        var lines = ["frame \(size.width)x\(size.height)"]
        for y in 0..<size.height {
            var text = "│"
            var styles = " "
            var column = 1
            var last: UInt64?
            for (x, cell) in row(y).enumerated() {
                cell.symbol.write(to: &text)
                guard cell.styleKey != last else { continue }
                last = cell.styleKey
                let letter = letters[cell.styleKey] ?? Self.letter(letters.count)
                if letters[cell.styleKey] == nil {
                    letters[cell.styleKey] = letter
                    legend.append("\(letter) = \(cell.style.text)")
                }
                styles += String(repeating: " ", count: x + 1 - column) + letter
                column = x + 2
            }
            lines.append(Self.trimmed(text))
            lines.append(styles)
        }
        return (lines + legend).joined(separator: "\n") + "\n"
    }

    /// a–z, A–Z, then Greek and on: a frame of ours has about a dozen styles.
    private static func letter(_ index: Int) -> String {
        let start: UInt32 =
            switch index {
            case ..<26: 0x61 + UInt32(index)
            case ..<52: 0x41 + UInt32(index - 26)
            default: 0x391 + UInt32(index - 52)
            }
        return Unicode.Scalar(start).map { String($0) } ?? "?"
    }

    static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
