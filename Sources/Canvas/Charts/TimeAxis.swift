/// The axis under charts that share their columns: absolute times and marks of events.
package struct TimeAxis: Sendable {
    /// A labelled moment.
    package struct Tick: Sendable {
        /// Where between the plot's first column (0) and its last (1).
        package var fraction: Double
        package var text: String
        /// A moment with its time as text.
        package init(_ fraction: Double, _ text: String) {
            self.fraction = fraction
            self.text = text
        }
    }

    /// Something that happened.
    package struct Event: Sendable {
        /// Where between the plot's first column (0) and its last (1).
        package var fraction: Double
        package var style: Style
        /// A mark on the axis.
        package init(_ fraction: Double, style: Style) {
            self.fraction = fraction
            self.style = style
        }
    }

    /// Where the times stand.
    package enum Placement: Sendable {
        /// In a second row, centred under their ticks.
        case below
        /// In the axis itself, behind their ticks: one row in all.
        case inline
    }

    package var ticks: [Tick]
    package var events: [Event]
    package var style: Style
    package var placement: Placement

    /// An axis; events are drawn over ticks and times.
    package init(
        _ ticks: [Tick], events: [Event] = [], style: Style = .plain,
        placement: Placement = .below
    ) {
        self.ticks = ticks
        self.events = events
        self.style = style
        self.placement = placement
    }

    /// Rows taken.
    package var rows: Int { placement == .below ? 2 : 1 }

    /// Draws the axis at row `y` under a plot; only the plot's columns count (and its axis'
    /// corner).
    package func draw(under plot: Rect, y: Int, on frame: inout Frame) {
        if plot.width == 0 { return }
        let glyphs = frame.glyphs
        frame[plot.x - 1, y] = Cell(glyphs.corner, style)
        frame.rule(glyphs.lightRule, x: plot.x, y: y, width: plot.width, style: style)
        for tick in ticks {
            if let x = Self.column(tick.fraction, plot) { frame[x, y] = Cell(glyphs.tick, style) }
        }
        placement == .below
            ? labelsBelow(plot, y: y + 1, on: &frame) : labelsInline(plot, y: y, on: &frame)
        for event in events {
            if let x = Self.column(event.fraction, plot) {
                frame[x, y] = Cell(glyphs.event, event.style)
            }
        }
    }

    /// The column of a fraction; nil outside the plot.
    package static func column(_ fraction: Double, _ plot: Rect) -> Int? {
        guard fraction >= 0, fraction <= 1, plot.width > 0 else { return nil }
        return plot.x + Int((fraction * Double(plot.width - 1)).rounded())
    }

    /// Times centred under their ticks; one that would touch the one before is left out.
    private func labelsBelow(_ plot: Rect, y: Int, on frame: inout Frame) {
        var free = plot.x - 3
        for tick in ticks {
            guard let x = Self.column(tick.fraction, plot) else { continue }
            let width = DisplayWidth.columns(tick.text)
            let start = max(frame.clip.x, min(x - width / 2, frame.clip.maxX - width))
            if start < free { continue }
            frame.put(tick.text, x: start, y: y, style: style)
            free = start + width + 1
        }
    }

    /// Times behind their ticks, or before the last one; never over a tick or an event.
    private func labelsInline(_ plot: Rect, y: Int, on frame: inout Frame) {
        var taken = Set(events.compactMap { Self.column($0.fraction, plot) })
        taken.formUnion(ticks.compactMap { Self.column($0.fraction, plot) })
        for tick in ticks {
            guard let x = Self.column(tick.fraction, plot) else { continue }
            let width = DisplayWidth.columns(tick.text)
            for start in [x + 1, x - width] {
                let span = start..<start + width
                guard start >= plot.x, span.upperBound <= plot.maxX,
                    taken.isDisjoint(with: span)
                else { continue }
                frame.put(tick.text, x: start, y: y, style: style)
                taken.formUnion(span)
                break
            }
        }
    }
}
