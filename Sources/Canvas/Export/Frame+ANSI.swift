extension Frame {
    /// The frame as lines with escape sequences for colours and attributes, for `cat` and CI logs.
    package func ansi(depth: ColorDepth) -> String {
        var text = ""
        for y in 0..<size.height {
            for run in runs(y) {
                let codes = Self.codes(run.style, depth: depth)
                text += codes.isEmpty ? run.text : "\u{1B}[\(codes)m\(run.text)\u{1B}[0m"
            }
            text += "\n"
        }
        return text
    }

    /// The parameters of "select graphic rendition"; empty for the terminal's default.
    private static func codes(_ style: Style, depth: ColorDepth) -> String {
        var codes: [String] = []
        let attributes: [(Style.Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (attribute, code) in attributes where style.attributes.contains(attribute) {
            codes.append(code)
        }
        codes += color(style.foreground.quantized(to: depth), base: 30)
        codes += color(style.background.quantized(to: depth), base: 40)
        return codes.joined(separator: ";")
    }

    /// `base` is 30 for the foreground, 40 for the background; bright colours are 60 further on.
    private static func color(_ color: Color, base: Int) -> [String] {
        switch color {
        case .terminalDefault: []
        case .indexed(let index) where index < 8: ["\(base + Int(index))"]
        case .indexed(let index) where index < 16: ["\(base + 60 + Int(index) - 8)"]
        case .indexed(let index): ["\(base + 8);5;\(index)"]
        case .rgb(let red, let green, let blue): ["\(base + 8);2;\(red);\(green);\(blue)"]
        }
    }
}
