package import Canvas

/// How the screen is divided: by the terminal's size alone, never by how much there is to show.
package struct Layout: Equatable, Sendable {
    /// The main screen's shapes, from the widest down.
    package enum Form: Equatable, Sendable {
        /// Screen A: Metrics beside Workflow, Alerts beside Team.
        case wide
        /// Screen B: all panes below each other, Workflow beside Team.
        case narrow
        /// One pane with a line of tabs.
        case single
    }
    package var form: Form
    /// Rows of each pane with its rule.
    package var models: Rect
    package var metrics: Rect
    package var workflow: Rect
    package var team: Rect
    package var alerts: Rect

    /// The least a dashboard can be drawn in.
    package static let least = Size(width: 40, height: 12)

    static func fits(_ size: Size) -> Bool {
        size.width >= least.width && size.height >= least.height
    }

    /// Message and footer: two rows, or one that they share on a low screen.
    package static func footRows(_ size: Size) -> Int { size.height >= 30 ? 2 : 1 }

    package init(_ size: Size) {
        if size.width >= 120, size.height >= 34 {
            self = Self.wide(size)
        } else if size.width >= 80, size.height >= 24 {
            self = Self.narrow(size)
        } else {
            let body = Rect(
                x: 0, y: 3, width: size.width,
                height: size.height - 3 - Self.footRows(size))
            self.init(
                form: .single, models: body, metrics: body, workflow: body, team: body,
                alerts: body)
        }
    }

    private init(
        form: Form, models: Rect, metrics: Rect, workflow: Rect, team: Rect, alerts: Rect
    ) {
        self.form = form
        self.models = models
        self.metrics = metrics
        self.workflow = workflow
        self.team = team
        self.alerts = alerts
    }

    private static func wide(_ size: Size) -> Layout {
        // Screen A: 9 + 15 + 12 rows between headline and message at 40; see `share`.
        let extra = share(size.height - 40)
        let models = Rect(x: 0, y: 2, width: size.width, height: 9 + extra.models)
        let metrics = Rect(
            x: 0, y: models.maxY, width: wideLeft(size), height: 15 + extra.metrics)
        let alerts = Rect(
            x: 0, y: metrics.maxY, width: wideLeft(size), height: 12 + extra.alerts)
        let right = Rect(
            x: wideLeft(size) + 1, y: metrics.y, width: size.width - wideLeft(size) - 1,
            height: metrics.height)
        return Layout(
            form: .wide, models: models, metrics: metrics, workflow: right,
            team: Rect(x: right.x, y: alerts.y, width: right.width, height: alerts.height),
            alerts: alerts)
    }

    private static func narrow(_ size: Size) -> Layout {
        // Screen B: 7 + 6 + 5 + 3 rows at 24, and from 30 up two lines under Alerts and a
        // message row of their own.
        let explained = size.height >= 30 ? 3 : 0
        let extra = share(size.height - 24 - explained - (footRows(size) - 1))
        let models = Rect(x: 0, y: 2, width: size.width, height: 7 + extra.models)
        let metrics = Rect(x: 0, y: models.maxY, width: size.width, height: 6 + extra.metrics)
        let alerts = Rect(
            x: 0, y: metrics.maxY, width: size.width, height: 5 + explained + extra.alerts)
        let left = size.width * 3 / 5
        let workflow = Rect(x: 0, y: alerts.maxY, width: left, height: 3)
        let team = Rect(x: left + 1, y: alerts.maxY, width: size.width - left - 1, height: 3)
        return Layout(
            form: .narrow, models: models, metrics: metrics, workflow: workflow, team: team,
            alerts: alerts)
    }

    /// Columns left of the vertical rule: 82 of 120; what is beyond goes three to one to the left.
    static func wideLeft(_ size: Size) -> Int { 82 + (size.width - 120) * 3 / 4 }

    /// Rows left over, two to Metrics, one to Models, one to Alerts; missing ones likewise.
    private static func share(_ rows: Int) -> (models: Int, metrics: Int, alerts: Int) {
        let models = rows / 4
        let alerts = (rows + (rows > 0 ? 1 : 0)) / 4
        return (models, rows - models - alerts, alerts)
    }

    /// Where a pane stands, with its rule.
    package func area(of pane: Pane) -> Rect {
        switch pane {
        case .models: models
        case .metrics: metrics
        case .workflow: workflow
        case .team: team
        case .alerts: alerts
        }
    }
}

extension Layout {
    /// One pane over the whole screen.
    package static func zoomed(_ size: Size) -> Rect {
        Rect(x: 0, y: 2, width: size.width, height: size.height - 2 - footRows(size))
    }

    /// The rows of a pane's list: without its rule, its heads and the lines under it.
    package func list(of pane: Pane) -> Rect {
        let area = area(of: pane)
        switch (pane, form) {
        case (.models, .single): return area.inset(top: 1)
        case (.models, _): return area.inset(top: 2)
        case (.alerts, .single), (.metrics, .single): return area
        case (.alerts, _):
            let parts = Self.alertParts(height: area.height)
            return area.inset(top: 1 + parts.heads, bottom: parts.explained)
        case (.workflow, .wide), (.metrics, _): return area.inset(top: 1)
        case (.workflow, _): return Rect(x: area.x, y: area.y, width: 0, height: 0)
        case (.team, .wide): return area.inset(top: 6)
        case (.team, _): return Rect(x: area.x, y: area.y, width: 0, height: 0)
        }
    }

    /// Rows of an Alerts pane for column heads, and for the explanation with the line above it.
    static func alertParts(height: Int) -> (heads: Int, explained: Int) {
        (height >= 10 ? 1 : 0, height >= 16 ? 6 : height >= 12 ? 4 : height >= 8 ? 3 : 0)
    }

    /// The columns of the chart in a Metrics pane that has drift bars beside it.
    static func chartColumns(metricsWidth: Int) -> Int {
        let quality = metricsWidth < qualityFrom ? 0 : 32 + driftColumns(metricsWidth) - 26
        return max(8, metricsWidth - 36 - quality)
    }

    /// The columns of the drift bars: names get more where charts have enough.
    static func driftColumns(_ metricsWidth: Int) -> Int { metricsWidth >= 130 ? 34 : 26 }

    /// The width of a Metrics pane that has a third column, quality.
    static let qualityFrom = 110

    /// The first visible row: a page turns only when the cursor leaves it, so that moving the
    /// cursor moves no row.
    package static func firstRow(cursor: Int, visible: Int, count: Int) -> Int {
        guard visible > 0, count > visible else { return 0 }
        return min(cursor / visible * visible, count - visible)
    }
}
