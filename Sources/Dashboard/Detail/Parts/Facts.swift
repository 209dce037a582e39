import Snapshot

/// Short texts that several detail views share.
enum Facts {
    /// A moment as timelines show it: `03:03:20` today, `Fri 18:40Z` this week, `10-30 09:14Z`.
    static func when(_ moment: Moment, now: Moment) -> String {
        let minute = Formatting.clockMinute(moment) + "Z"
        let away = now.seconds(since: moment)
        if away < 6.5 * 86_400, away > -6.5 * 86_400 {
            return Formatting.weekday(moment) + " " + minute
        }
        return Formatting.monthDay(moment) + " " + minute
    }

    /// Whether a smaller value of this metric is the better one.
    static func isLowerBetter(_ metric: String) -> Bool {
        let name = metric.lowercased()
        return ["mae", "mse", "mape", "loss", "error", "brier", "deviance", "wer"].contains {
            name.contains($0)
        }
    }

    /// The value of a metric under this name, or under the same name spelled differently.
    static func value(_ metric: String, in values: [String: Double]) -> Double? {
        if let value = values[metric] { return value }
        let plain = letters(metric)
        let found = values.sorted { $0.key < $1.key }.first {
            letters($0.key) == plain || letters($0.key).hasSuffix(plain)
        }
        return found?.value
    }

    private static func letters(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Metrics in the order a reader looks for them, the rest by name.
    static func ordered(_ metrics: some Sequence<String>) -> [String] {
        let known = ["f1", "auc", "rocauc", "precision", "recall", "accuracy", "mae", "rmse"]
        return metrics.sorted { left, right in
            let first = known.firstIndex(of: letters(left)) ?? known.count
            let second = known.firstIndex(of: letters(right)) ?? known.count
            return first == second ? left < right : first < second
        }
    }

    /// A figure of a metric: `.710`, `2.10`, `−.049`.
    static func metric(_ value: Double?) -> String {
        guard let value else { return Formatting.unknown }
        return abs(value) >= 99.95
            ? Formatting.figure(value) : Formatting.quality(value, decimals: 3)
    }

    /// A figure where room is short: whole from ten up.
    static func short(_ value: Double?) -> String {
        guard let value else { return Formatting.unknown }
        return abs(value) >= 9.95 && abs(value) < 9_999.5
            ? Formatting.fixed(value, 0) : Formatting.figure(value)
    }

    /// A difference with its sign: `−.070`, `+6.2`.
    static func signed(_ text: String) -> String { Formatting.signed(text) }

    /// The first of these tags that is there.
    static func tag(_ tags: [String: String], _ names: String...) -> String? {
        for name in names {
            if let value = tags[name], !value.isEmpty { return value }
        }
        return nil
    }

    /// `alert` as a glyph, its grade's word, and how it is attended to: `● ticket acked`.
    static func state(of alert: AlertStatus) -> [Run] {
        let (glyph, role) = mark(alert)
        return [Run("\(glyph) \(alert.severity) \(attention(alert))", role)]
    }

    /// What stands in a state column for an alert.
    static func attention(_ alert: AlertStatus) -> String {
        switch alert.condition {
        case .pending: "pending"
        case .noData: "no data"
        case .error: "error"
        case .firing, .recovering, .resolved: alert.attention.rawValue
        }
    }

    /// An alert's glyph and its colour; quiet ones are grey.
    static func mark(_ alert: AlertStatus) -> (Character, Role) {
        if alert.condition == .pending { return ("·", .muted) }
        let role: Role = alert.isPage ? .page : .ticket
        let quiet = !alert.needsSomebody
        if alert.attention == .returned { return ("↺", .ticket) }
        return (alert.isPage ? "▲" : "●", quiet && role == .page ? .ticket : role)
    }

    /// A stage's glyph and its colour.
    static func mark(_ status: StageStatus.Status) -> (Character, Role) {
        switch status {
        case .succeeded: ("✓", .text)
        case .running: ("◐", .text)
        case .failed: ("✗", .ticket)
        case .waiting: ("·", .muted)
        case .stale: ("◌", .ticket)
        case .unknown: ("—", .muted)
        }
    }

    /// `03:03` today, `Fri 18:40` this week, else the date.
    static func brief(_ moment: Moment, now: Moment) -> String {
        let away = now.seconds(since: moment)
        let minute = Formatting.clockMinute(moment)
        if Formatting.date(moment) == Formatting.date(now) { return minute }
        if away < 6.5 * 86_400 { return Formatting.weekday(moment) + " " + minute }
        return Formatting.date(moment)
    }
}
