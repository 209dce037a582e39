/// Turns runs of cells into SVG elements on a fixed grid.
struct SVGGrid {
    let picture: Picture

    // A cell of 9 × 18 at 15 px: what common monospaced fonts have (0.6 em wide), in whole pixels,
    // so that shapes meet without a seam.
    static let cellWidth = 9.0
    static let cellHeight = 18.0
    static let fontSize = 15.0
    static let margin = 10.0
    private static let baseline = 14.0

    private func left(_ x: Int) -> Double { Double(x) * Self.cellWidth + Self.margin }
    private func top(_ y: Int) -> Double { Double(y) * Self.cellHeight + Self.margin }

    /// At most two decimals, without trailing zeros.
    func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String
    ) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
            + "height=\"\(number(height))\" fill=\"\(fill)\"/>\n"
    }

    /// The rectangle behind a run; nothing when its background is the picture's.
    func background(_ run: StyleRun, y: Int) -> String {
        guard let color = picture.colors(run.style).background else { return "" }
        let width = Double(run.width) * Self.cellWidth
        return rectangle(left(run.x), top(y), width, Self.cellHeight, color)
    }

    /// Blocks of the run as rectangles and straight lines; neighbours of one shape become one.
    func shapes(_ run: StyleRun, y: Int) -> String {
        var shapes: [CellShape.Part] = []
        var x = run.x
        for glyph in GlyphReader(run.text) {
            for part in CellShape.parts(glyph.base) {
                let shape = CellShape.Part(
                    x: left(x) + part.x * Self.cellWidth, y: top(y) + part.y * Self.cellHeight,
                    width: part.width * Self.cellWidth, height: part.height * Self.cellHeight)
                if let last = shapes.last, last.isContinued(by: shape) {
                    shapes[shapes.count - 1].width += shape.width
                } else {
                    shapes.append(shape)
                }
            }
            x += glyph.columns
        }
        let color = picture.colors(run.style).foreground
        return shapes.map { rectangle($0.x, $0.y, $0.width, $0.height, color) }.joined()
    }

    /// The words of a run, each stretched over exactly its columns.
    ///
    /// Only ASCII keeps together: other glyphs may come from a font of another width.
    func words(_ run: StyleRun, y: Int) -> String {
        var text = ""
        var word = ""
        var start = 0
        var end = 0
        var x = run.x
        func flush() {
            if !word.isEmpty { text += element(word, x: start, columns: end - start, run.style, y) }
            word = ""
        }
        for glyph in GlyphReader(run.text) {
            defer { x += glyph.columns }
            if glyph == .blank { continue }
            if x - end > 1 || !glyph.isASCII { flush() }
            if !CellShape.parts(glyph.base).isEmpty { continue }
            if word.isEmpty {
                start = x
            } else if x > end {
                word += " "
            }
            glyph.write(to: &word)
            end = x + glyph.columns
            if !glyph.isASCII { flush() }
        }
        flush()
        return text
    }

    private func element(
        _ word: String, x: Int, columns: Int, _ style: Style, _ y: Int
    ) -> String {
        var extra = ""
        if style.attributes.contains(.bold) { extra += " font-weight=\"bold\"" }
        if style.attributes.contains(.italic) { extra += " font-style=\"italic\"" }
        if style.attributes.contains(.underline) { extra += " text-decoration=\"underline\"" }
        return "<text x=\"\(number(left(x)))\" y=\"\(number(top(y) + Self.baseline))\" "
            + "textLength=\"\(number(Double(columns) * Self.cellWidth))\" "
            + "lengthAdjust=\"spacingAndGlyphs\" fill=\"\(picture.colors(style).foreground)\""
            + "\(extra)>\(Picture.escaped(word))</text>\n"
    }
}
