extension LineChart {
    private func row(_ value: Double, plot: Rect, grid: DotGrid) -> Int {
        plot.y + dotRow(value, height: grid.height) / grid.down
    }

    /// The axis with the ticks' text right-aligned before it; on one row the first wins.
    func drawAxis(in rect: Rect, plot: Rect, grid: DotGrid, on frame: inout Frame) {
        let axis = plot.x - 1
        frame.fill(
            Rect(x: axis, y: plot.y, width: 1, height: plot.height), frame.glyphs.vertical,
            style: axisStyle)
        var taken: Set<Int> = []
        for tick in ticks where bounds.contains(tick.value) {
            let y = row(tick.value, plot: plot, grid: grid)
            guard taken.insert(y).inserted else { continue }
            frame.put(
                tick.text, x: rect.x, y: y, style: axisStyle, width: axisColumns,
                alignment: .right)
            frame[axis, y] = Cell(frame.glyphs.teeLeft, axisStyle)
        }
    }

    /// The dashed limit, its words at the leftmost place where no line passes.
    func drawLimit(plot: Rect, grid: DotGrid, on frame: inout Frame) {
        guard let limit, bounds.contains(limit.value) else { return }
        let y = row(limit.value, plot: plot, grid: grid)
        frame.rule(frame.glyphs.limit, x: plot.x, y: y, width: plot.width, style: limit.style)
        let words = limit.label + " "
        let width = DisplayWidth.columns(words)
        if limit.label.isEmpty || width > plot.width { return }
        let isFree = (0..<grid.columns).map {
            grid.spots[(y - plot.y) * grid.columns + $0].mask == 0
        }
        for start in 0...(plot.width - width)
        where isFree[start..<start + width].allSatisfy({ $0 }) {
            frame.put(words, x: plot.x + start, y: y, style: limit.style)
            return
        }
    }

    /// Each line's label at the row of its last value, or at the nearest free row.
    func drawLabels(plot: Rect, grid: DotGrid, on frame: inout Frame) {
        if labelColumns < 2 { return }
        var taken: Set<Int> = []
        for line in lines.reversed() {
            guard let label = line.label,
                let last = line.values.last(where: { $0?.isFinite == true }), let value = last
            else { continue }
            let wanted = row(value, plot: plot, grid: grid)
            let rows = (plot.y..<plot.maxY).sorted { abs($0 - wanted) < abs($1 - wanted) }
            guard let y = rows.first(where: { !taken.contains($0) }) else { return }
            taken.insert(y)
            frame.put(
                label, x: plot.maxX + 1, y: y,
                style: breaches(value) ? line.breachStyle : line.style, width: labelColumns - 1)
        }
    }
}
