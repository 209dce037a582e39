import Canvas
import Snapshot

/// The columns of the models table for a width.
struct ModelsColumns {
    enum Kind {
        /// One pane of a terminal under 80 columns.
        case single
        case narrow
        case wide
        /// From 160 columns on, with target, more quantiles and owner.
        case full

        init(width: Int) {
            self = width >= 160 ? .full : width >= 120 ? .wide : width >= 80 ? .narrow : .single
        }
    }
    enum Cell {
        case state, model, version, role, target, traffic, requests, errors
        case p50, p95, p99, usual, spark, drift, quality, owner, stages
    }
    var cells: [Cell]
    var columns: [TableColumn]

    init(_ kind: Kind) {
        let pairs =
            switch kind {
            case .single: Self.single
            case .narrow: Self.narrow
            case .wide: Self.wide
            case .full: Self.full
            }
        cells = pairs.map(\.0)
        columns = pairs.map(\.1)
    }

    /// Widths from the whole set of rows, so that neither scrolling nor sorting moves a column.
    func layout(
        _ versions: [VersionStatus], _ owners: [String: String], width: Int
    ) -> TableLayout {
        let widths = zip(cells, columns).map { cell, column in
            // The flexible column starts from its texts: its minimum is how far it may shrink.
            var widest = column.isFlexible ? 8 : max(column.minimum, Pen.width(column.title))
            for version in versions where widest < column.maximum {
                guard let text = version.measuredText(cell, owner: owners[version.id.model]) else {
                    break
                }
                widest = max(widest, Pen.width(text))
            }
            return min(widest, column.maximum)
        }
        let drifts = versions.map(\.driftWidth).max() ?? 0
        return spread(widths, over: width, drift: drifts)
    }

    /// Columns left over go to the gaps, some to the names: figures stay near the row's name.
    ///
    /// Names of features that are cut get theirs from what is left then.
    private func spread(_ natural: [Int], over width: Int, drift: Int) -> TableLayout {
        var spread = columns
        var widths = natural
        let taken = zip(columns.dropFirst(), widths.dropFirst()).reduce(widths[0]) {
            $0 + $1.0.gap + $1.1
        }
        guard let flexible = columns.firstIndex(where: \.isFlexible), taken < width else {
            return TableLayout(spread, widths: widths, width: width)
        }
        var left = width - taken
        let names = min(left, 6)
        spread[flexible].maximum = min(columns[flexible].maximum, widths[flexible] + names)
        left -= names
        if let index = cells.firstIndex(of: .drift) {
            let more = min(left, max(0, min(drift, widths[index] + 8) - widths[index]))
            widths[index] += more
            spread[index].maximum = max(spread[index].maximum, widths[index])
            left -= more
        }
        // From the right, so that the widened gaps lie between words rather than figures.
        let wide = columns.indices.reversed().filter { columns[$0].gap > 0 && $0 != flexible }
        for _ in 0..<4 {
            for index in wide where left > 0 {
                spread[index].gap += 1
                left -= 1
            }
        }
        return TableLayout(spread, widths: widths, width: width)
    }

    func isRight(_ cell: Cell) -> Bool {
        switch cell {
        case .version, .traffic, .requests, .errors, .p50, .p95, .p99, .usual: true
        default: false
        }
    }

    private static func number(_ title: String, _ minimum: Int, gap: Int, rank: Int = 0)
        -> TableColumn
    {
        TableColumn(title, alignment: .right, minimum: minimum, gap: gap, rank: rank)
    }

    private static let single: [(Cell, TableColumn)] = [
        (.state, TableColumn("", minimum: 1)),
        (.model, TableColumn("MODEL", minimum: 10, gap: 1, isFlexible: true)),
        (.version, number("VER", 3, gap: 0)),
        (.requests, number("REQ/S", 5, gap: 1, rank: 3)),
        (.errors, number("ERR%", 4, gap: 1, rank: 1)),
        (.p95, number("P95", 4, gap: 1)),
        (.usual, number("×", 3, gap: 1)),
        (.drift, TableColumn("DRIFT×LIM", minimum: 10, gap: 1, rank: 2)),
        (.stages, TableColumn("STAGES", minimum: 7, gap: 1, rank: 4)),
    ]

    private static let narrow: [(Cell, TableColumn)] = [
        (.state, TableColumn("STATE", minimum: 8)),
        (.model, TableColumn("MODEL", minimum: 14, maximum: 40, gap: 1, isFlexible: true)),
        (.version, number("VER", 3, gap: 0)),
        (.role, TableColumn("ROLE", minimum: 8, maximum: 12, gap: 1, rank: 2)),
        (.traffic, number("TRAF", 4, gap: 0, rank: 3)),
        (.requests, number("REQ/S", 5, gap: 1)),
        (.errors, number("ERR%", 4, gap: 1)),
        (.p95, number("P95", 4, gap: 1)),
        (.usual, number("×", 4, gap: 1)),
        (.drift, TableColumn("DRIFT×LIM", minimum: 10, maximum: 10, gap: 1)),
        (.stages, TableColumn("STAGES", minimum: 7, maximum: 7, gap: 1, rank: 1)),
    ]

    private static let wide: [(Cell, TableColumn)] = [
        (.state, TableColumn("STATE", minimum: 8)),
        (.model, TableColumn("MODEL", minimum: 20, maximum: 40, gap: 2, isFlexible: true)),
        (.version, number("VER", 4, gap: 0)),
        (.role, TableColumn("ROLE", minimum: 8, maximum: 10, gap: 2)),
        (.traffic, number("TRAF%", 5, gap: 1)),
        (.requests, number("REQ/S", 6, gap: 1)),
        (.errors, number("ERR%", 4, gap: 2)),
        (.p95, number("P95 MS", 6, gap: 1)),
        (.usual, number("× USUAL", 7, gap: 1)),
        (.spark, TableColumn("P95, 1 H", minimum: 10, maximum: 10, gap: 2, rank: 3)),
        (.drift, TableColumn("DRIFT, × LIM.", minimum: 14, maximum: 14, gap: 2)),
        (.quality, TableColumn("QUALITY", minimum: 8, maximum: 8, gap: 1)),
        (.stages, TableColumn("WORKFLOW", minimum: 8, maximum: 8, gap: 1, rank: 1)),
    ]

    private static let full: [(Cell, TableColumn)] = [
        (.state, TableColumn("STATE", minimum: 8)),
        (.model, TableColumn("MODEL", minimum: 15, maximum: 48, gap: 2, isFlexible: true)),
        (.version, number("VER", 4, gap: 0)),
        (.role, TableColumn("ROLE", minimum: 9, maximum: 14, gap: 2)),
        (.target, TableColumn("TARGET", minimum: 7, maximum: 14, gap: 2)),
        (.traffic, number("TRAF%", 5, gap: 1)),
        (.requests, number("REQ/S", 5, gap: 1)),
        (.errors, number("ERR%", 4, gap: 1)),
        (.p50, number("P50", 5, gap: 1)),
        (.p95, number("P95 MS", 6, gap: 1)),
        (.p99, number("P99", 5, gap: 1)),
        (.usual, number("× USUAL", 7, gap: 1)),
        (.spark, TableColumn("P95, 1 H", minimum: 10, maximum: 10, gap: 2, rank: 1)),
        (.drift, TableColumn("DRIFT, × LIM.", minimum: 14, maximum: 14, gap: 2)),
        (.quality, TableColumn("QUALITY", minimum: 9, maximum: 9, gap: 1)),
        (.owner, TableColumn("OWNER", minimum: 8, maximum: 18, gap: 2, rank: 2)),
        (.stages, TableColumn("WORKFLOW", minimum: 8, maximum: 8, gap: 1)),
    ]
}

/// Drawing tables cell by cell, each of several looks.
extension Pen {
    /// The heads of a table.
    mutating func heads(
        _ columns: [TableColumn], _ layout: TableLayout, in rect: Rect, y: Int
    ) {
        for (column, place) in zip(columns, layout.places) {
            guard let place else { continue }
            cell(
                [Run(column.title, .muted)], x: rect.x + place.x, y: y, width: place.width,
                right: column.alignment == .right)
        }
    }

    /// Runs in the width of a cell, at its left or its right end.
    mutating func cell(_ runs: [Run], x: Int, y: Int, width: Int, right: Bool) {
        let taken = Pen.width(runs.plainText)
        let start = right ? x + max(0, width - taken) : x
        put(runs, x: start, y: y, width: min(width, x + width - start))
    }
}
