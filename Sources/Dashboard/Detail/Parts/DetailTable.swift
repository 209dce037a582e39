import Canvas

extension Pen {
    /// `text` in the glyphs the terminal has; for what is drawn past the pen's own `put`.
    func spelled(_ text: String) -> String {
        glyphs == .ascii ? AsciiTwins.spelled(text) : text
    }
}

/// A table whose rows have identities: columns from the whole set, the cursor's row in sight.
struct DetailTable {
    /// One row; a cell's role is its text's look.
    struct Row {
        var id: String
        var cells: [Run]
    }
    var columns: [TableColumn]
    var rows: [Row]
    var cursor: String?
    var isFocused = true

    init(_ columns: [TableColumn], rows: [Row], cursor: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.cursor = cursor
    }

    /// Where the columns stand in `width` columns, the cursor's mark before them.
    func layout(width: Int) -> TableLayout {
        TableLayout(columns, texts: rows.map { $0.cells.map(\.text) }, width: max(0, width - 1))
    }

    /// The rows in sight when `visible` fit.
    func window(_ visible: Int) -> Range<Int> {
        guard visible > 0, !rows.isEmpty else { return 0..<0 }
        let index = rows.firstIndex { $0.id == cursor } ?? 0
        // By pages: moving the cursor moves no row until it leaves the page.
        let first = rows.count <= visible ? 0 : index / visible * visible
        return first..<min(rows.count, first + visible)
    }

    /// `1–5 of 7`, empty when all are in sight.
    func windowWords(_ visible: Int) -> String {
        let shown = window(visible)
        guard shown.count < rows.count else { return "" }
        return "\(shown.lowerBound + 1)–\(shown.upperBound) of \(rows.count)"
    }

    /// Draws heads and rows into `area`; returns the rows drawn and where the columns stand.
    @discardableResult
    func draw(in area: Rect, _ pen: inout Pen) -> (rows: Range<Int>, layout: TableLayout) {
        let layout = layout(width: area.width)
        let inner = area.inset(left: 1)
        guard area.height > 0 else { return (0..<0, layout) }
        let heads = columns.map { (text: pen.spelled($0.title), style: pen.theme[.muted]) }
        pen.frame.putRow(columns, layout, heads, in: inner, y: area.y)
        let shown = window(area.height - 1)
        for (offset, index) in shown.enumerated() {
            let y = area.y + 1 + offset
            let row = rows[index]
            let theme = pen.theme
            let cells = row.cells.map { (text: pen.spelled($0.text), style: theme[$0.role]) }
            pen.frame.putRow(columns, layout, cells, in: inner, y: y)
            if isFocused, row.id == cursor {
                pen.put(glyph: pen.glyphs.cursor, x: area.x, y: y, .accent)
                pen.select(Rect(x: area.x, y: y, width: area.width, height: 1))
            }
        }
        return (shown, layout)
    }
}
