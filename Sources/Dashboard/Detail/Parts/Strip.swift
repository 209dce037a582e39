import Canvas
import Snapshot

/// A strip of eighth blocks whose height says how far a value is from a known one.
///
/// Full scale is fixed by what the value is compared with, so a calm week looks calm: it is never
/// stretched until noise fills it.
struct Strip {
    var values: [Double?]
    /// Eighths of a block per value; at least one is drawn for a known value.
    private let eighths: (Double) -> Double

    /// Zero at the bottom, `times` × `usual` at the top; without a usual, the greatest value.
    static func against(_ usual: Double?, times: Double, _ values: [Double?]) -> Strip {
        let top = usual.flatMap { $0 > 0 ? $0 * times : nil } ?? values.compactMap { $0 }.max() ?? 1
        return Strip(values: values) { top > 0 ? 8 * $0 / top : 0 }
    }

    /// Six eighths at the value in training, an eighth more or less for every 4 % of it.
    static func around(_ training: Double?, _ values: [Double?]) -> Strip {
        guard let training, training != 0 else { return against(nil, times: 1, values) }
        return Strip(values: values) { 6 + ($0 - training) / (0.04 * abs(training)) }
    }

    private init(values: [Double?], eighths: @escaping (Double) -> Double) {
        self.values = values
        self.eighths = eighths
    }

    /// Draws the newest `width / cells` values, each `cells` columns wide.
    func draw(
        x: Int, y: Int, width: Int, cells: Int = 1, _ pen: inout Pen, role: (Double) -> Role
    ) {
        guard width >= cells, cells > 0 else { return }
        let levels: [Double?] = values.map { value in
            guard let value, value.isFinite else { return nil }
            return min(8, max(1, eighths(value).rounded())) - 1
        }
        let spark = Sparkline(levels, bounds: 0...7)
        let count = min(values.count, width / cells)
        let first = values.count - count
        for index in 0..<count {
            let glyph = spark.glyph(levels[first + index], glyphs: pen.glyphs)
            let value = values[first + index]
            for cell in 0..<cells {
                pen.put(
                    glyph: glyph, x: x + index * cells + cell, y: y,
                    value.map(role) ?? .muted)
            }
        }
    }
}

/// The days above a strip: `Tu  We  Th`.
enum DayHeads {
    /// The days a strip touches: `7 d`.
    static func span(_ series: ChartSeries) -> String {
        let days = series.end.seconds(since: series.start) / 86_400
        return days >= 2 ? "\(Int(days.rounded(.up))) d" : Formatting.age(days * 86_400)
    }

    /// Draws the day's name at the first bucket of each day among the newest ones that fit.
    static func draw(
        _ series: ChartSeries, x: Int, y: Int, width: Int, cells: Int = 1, _ pen: inout Pen
    ) {
        let count = min(series.values.count, width / max(1, cells))
        guard count > 0, series.values.count > 0 else { return }
        let span = series.end.milliseconds - series.start.milliseconds
        let first = series.values.count - count
        var day = ""
        var free = x
        for index in 0..<count {
            let at =
                series.start.milliseconds
                + span * Int64(first + index) / Int64(series.values.count)
            let name = String(Formatting.weekday(Moment(milliseconds: at)).prefix(2))
            let column = x + index * cells
            if name != day, column >= free {
                // The last day may begin in the last column: its name needs the blank behind it.
                pen.put(name, x: column, y: y, .muted, width: x + width + 1 - column)
                free = column + 3
            }
            day = name
        }
    }
}
