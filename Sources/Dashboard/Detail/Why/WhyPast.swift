import Canvas
import Snapshot

/// Earlier incidents of the same rule and subject, and how each ended.
extension WhyView {
    /// What came before, and this alert so far where there is room or nothing came before.
    ///
    /// - Parameter isTold: whether this alert so far stands in a place of its own.
    func before(width: Int, rows: Int, isTold: Bool = false) -> Section {
        guard let why, let past = why.past, !past.isEmpty else {
            if isTold {
                let words = why?.past == nil ? "reading …" : isPastRead ? Self.first : "not read"
                return Section("Before", note: "30 d", [[Run(words, .muted)]])
            }
            var section = handling(width: width)
            if why?.past != nil, isPastRead {
                section.lines.append([Run(Self.first, .muted)])
            }
            return section
        }
        let room = max(1, rows - 1)
        var lines = past.prefix(past.count > room ? room - 1 : room).map { line($0, width: width) }
        if past.count > lines.count {
            lines.append([Run("\(past.count - lines.count) more", .muted)])
        }
        while lines.count < rows - 1 { lines.append([]) }
        lines.append([Run(why.pastWords)])
        let isToday = past.contains { Formatting.date($0.activeAt) == Formatting.date(now) }
        return Section(isToday ? "Before" : "Before today", note: "30 d", lines)
    }

    private static let first = "the first of its kind in 30 d"

    /// At another moment no journal is read: what came before is not known.
    private var isPastRead: Bool {
        if case .timeTravel = model.snapshot.liveness.mode { false } else { true }
    }

    private func line(_ past: AlertDetail.Past, width: Int) -> [Run] {
        let day = Formatting.monthDay(past.activeAt) + " " + Formatting.clockMinute(past.activeAt)
        let length = Pen.padLeft(Words.duration(past.seconds), 5)
        return [Run(day, .muted), Run(" " + length + "   "), Run(past.words)]
    }
}
