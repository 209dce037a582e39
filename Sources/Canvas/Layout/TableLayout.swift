/// One column of a table: its head, its side, and how wide it may be.
package struct TableColumn: Sendable {
    package var title: String
    package var alignment: Alignment
    /// Never narrower than this or its title.
    package var minimum: Int
    /// Never wider than this; longer texts are cut.
    package var maximum: Int
    /// Blank columns before it.
    package var gap: Int
    /// Columns of higher rank go first when there is no room; 0 always stays.
    package var rank: Int
    /// Takes the columns left over.
    package var isFlexible: Bool

    /// A column as wide as its widest text, within its limits.
    package init(
        _ title: String, alignment: Alignment = .left, minimum: Int = 1, maximum: Int = .max,
        gap: Int = 1, rank: Int = 0, isFlexible: Bool = false
    ) {
        self.title = title
        self.alignment = alignment
        self.minimum = minimum
        self.maximum = maximum
        self.gap = gap
        self.rank = rank
        self.isFlexible = isFlexible
    }
}

/// Where a table's columns stand, from the whole set of rows, so that scrolling moves nothing.
package struct TableLayout: Equatable, Sendable {
    /// A column's place; nil when there was no room for it.
    package struct Place: Equatable, Sendable {
        package var x: Int
        package var width: Int
    }

    /// One place a column, in order.
    package let places: [Place?]

    /// Lays out `columns` in `width` columns; `texts` are all rows, not only those in sight.
    package init(_ columns: [TableColumn], texts: [[String]], width: Int) {
        var widths = columns.map { max($0.minimum, DisplayWidth.columns($0.title)) }
        for row in texts {
            for (index, text) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], DisplayWidth.columns(text))
            }
        }
        for index in widths.indices { widths[index] = min(widths[index], columns[index].maximum) }
        self.init(columns, widths: widths, width: width)
    }

    /// Lays out columns whose natural widths are known.
    package init(_ columns: [TableColumn], widths natural: [Int], width: Int) {
        var widths = natural
        var shown = Set(columns.indices)
        func excess() -> Int {
            var total = -width
            for (position, index) in shown.sorted().enumerated() {
                total += widths[index] + (position == 0 ? 0 : columns[index].gap)
            }
            return total
        }
        func shrinkFlexible() {
            for index in shown.sorted() where columns[index].isFlexible {
                let least = min(widths[index], columns[index].minimum)
                widths[index] = max(least, widths[index] - max(0, excess()))
            }
        }
        shrinkFlexible()
        while excess() > 0,
            let dropped = shown.filter({ columns[$0].rank > 0 })
                .max(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) })
        {
            shown.remove(dropped)
            widths = natural
            shrinkFlexible()
        }
        if let flexible = shown.filter({ columns[$0].isFlexible }).max() {
            widths[flexible] = min(
                columns[flexible].maximum, widths[flexible] + max(0, -excess()))
        }
        var x = 0
        places = columns.indices.map { index in
            guard shown.contains(index), x < width else { return nil }
            let start = x == 0 ? 0 : x + columns[index].gap
            guard start < width else { return nil }
            let place = Place(x: start, width: min(widths[index], width - start))
            x = start + place.width
            return place
        }
    }
}

extension Frame {
    /// Draws a table's heads in a row of `rect`.
    package mutating func putHeads(
        _ columns: [TableColumn], _ layout: TableLayout, in rect: Rect, y: Int, style: Style
    ) {
        putRow(columns, layout, columns.map { ($0.title, style) }, in: rect, y: y)
    }

    /// Draws one row's texts, each in its own style, cut and aligned to their columns.
    package mutating func putRow(
        _ columns: [TableColumn], _ layout: TableLayout, _ texts: [(text: String, style: Style)],
        in rect: Rect, y: Int
    ) {
        clipped(to: rect) { frame in
            for (index, place) in layout.places.enumerated() where index < texts.count {
                guard let place else { continue }
                frame.put(
                    texts[index].text, x: rect.x + place.x, y: y, style: texts[index].style,
                    width: place.width, alignment: columns[index].alignment)
            }
        }
    }
}
