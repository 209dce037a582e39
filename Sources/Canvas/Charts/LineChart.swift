/// Lines over time with labelled axes, gaps where nothing is known, and a limit drawn in.
///
/// Values are spread evenly over the plot, oldest left; more values than dots are drawn as their
/// extent, so a spike survives. The time axis is a `TimeAxis` below, over the same `plot(in:)`.
package struct LineChart: Sendable {
    /// One line; later lines are drawn over earlier ones.
    package struct Line: Sendable {
        /// Oldest first; nil (and what is not finite) leaves a gap.
        package var values: [Double?]
        package var style: Style
        /// The part on the wrong side of the limit.
        package var breachStyle: Style
        /// Written at the line's end.
        package var label: String?

        /// A line; without `breachStyle` a breach looks like the rest.
        package init(
            _ values: [Double?], style: Style, breachStyle: Style? = nil, label: String? = nil
        ) {
            self.values = values
            self.style = style
            self.breachStyle = breachStyle ?? style
            self.label = label
        }
    }

    /// A dashed line across the plot.
    package struct Limit: Sendable {
        /// On which side of the limit a value breaches it.
        package enum Side: Sendable { case above, below }
        package var value: Double
        package var label: String
        package var style: Style
        package var breaches: Side

        /// A limit with its words, which stand at the left where no line passes.
        package init(_ value: Double, label: String, style: Style, breaches: Side = .above) {
            self.value = value
            self.label = label
            self.style = style
            self.breaches = breaches
        }
    }

    /// Text beside the y axis.
    package struct Tick: Sendable {
        package var value: Double
        package var text: String
        /// Text at the row of a value.
        package init(_ value: Double, _ text: String) {
            self.value = value
            self.text = text
        }
    }

    package var lines: [Line]
    /// The values at the bottom and the top row; what lies outside is drawn at the edge.
    package var bounds: ClosedRange<Double>
    package var limit: Limit?
    /// On one row the first wins.
    package var ticks: [Tick]
    package var axisStyle: Style
    /// Columns for the ticks' text, left of the axis.
    package var axisColumns: Int
    /// Columns for the lines' labels, right of the plot, with the blank before them.
    package var labelColumns: Int

    /// A chart; without `ticks` the bounds are printed.
    package init(
        _ lines: [Line], bounds: ClosedRange<Double>, limit: Limit? = nil, ticks: [Tick]? = nil,
        axisStyle: Style = .plain, axisColumns: Int = 5, labelColumns: Int = 2
    ) {
        self.lines = lines
        self.bounds = bounds
        self.limit = limit
        self.ticks =
            ticks ?? [bounds.upperBound, bounds.lowerBound].map { Tick($0, NiceScale.text($0)) }
        self.axisStyle = axisStyle
        self.axisColumns = axisColumns
        self.labelColumns = labelColumns
    }

    /// Where the lines are drawn when the chart is drawn in `rect`.
    package func plot(in rect: Rect) -> Rect {
        rect.inset(left: axisColumns + 1, right: labelColumns)
    }

    /// Draws axis, limit, lines and labels.
    package func draw(in rect: Rect, on frame: inout Frame) {
        let plot = plot(in: rect)
        if plot.isEmpty { return }
        var grid = DotGrid(plot.size, glyphs: frame.glyphs)
        for index in lines.indices { trace(index, on: &grid) }
        frame.clipped(to: rect) { frame in
            drawAxis(in: rect, plot: plot, grid: grid, on: &frame)
            drawLimit(plot: plot, grid: grid, on: &frame)
            drawDots(grid, plot: plot, on: &frame)
            drawLabels(plot: plot, grid: grid, on: &frame)
        }
    }

    private func drawDots(_ grid: DotGrid, plot: Rect, on frame: inout Frame) {
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                let spot = grid.spots[row * grid.columns + column]
                guard let glyph = grid.glyph(spot) else { continue }
                let line = lines[spot.line]
                let style = spot.isBreached ? line.breachStyle : line.style
                frame[plot.x + column, plot.y + row] = Cell(glyph, style)
            }
        }
    }
}
