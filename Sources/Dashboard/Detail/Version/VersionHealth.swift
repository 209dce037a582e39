import Canvas
import Snapshot

/// System health beside model health: figures, what they are measured against, and their week.
extension VersionView {
    /// One row of either table.
    struct HealthRow {
        var name: String
        var figures: [Run]
        var strip: Strip?
        var role: (Double) -> Role = { _ in .muted }
    }

    func drawHealth(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        let split = area.width * 57 / 120
        let span = [stripAxis.map(DayHeads.span), partial].compactMap(\.self)
            .joined(separator: " · ")
        pen.rule("System health", note: span, x: area.x, y: area.y, width: split)
        pen.rule(
            "Model health", note: span, x: area.x + split + 1, y: area.y,
            width: area.width - split - 1, lead: 1)
        pen.divider(x: area.x + split, rows: area.y + 1..<area.maxY)
        pen.junction(.down, x: area.x + split, y: area.y)
        let left = Rect(x: area.x, y: area.y + 1, width: split, height: area.height - 1)
        let right = Rect(
            x: area.x + split + 2, y: area.y + 1, width: area.width - split - 2,
            height: area.height - 1)
        drawTable(
            systemRows, heads: [("NOW", 17), ("USUAL", 24)], note: systemNote, in: left, &pen)
        let heads = [("TRAIN", 17), ("LIVE", 24), ("Δ", 31)]
        drawTable(modelRows(left: right.height), heads: heads, note: modelNote, in: right, &pen)
    }

    /// The same in two lines of words, under a rule where there is room for it.
    func drawCompactHealth(in area: Rect, _ pen: inout Pen) {
        guard !area.isEmpty else { return }
        let hasRule = area.height > 2
        if hasRule { pen.rule("Health", y: area.y) }
        let times = version.timesUsual.map { ", \(Formatting.multiple($0)) × usual" } ?? ""
        let system =
            "p95 \(Self.milliseconds(version.latency?.p95)) ms\(times) · "
            + "\(Formatting.percent(version.errorRatio)) % errors · "
            + "\(Formatting.figure(version.requestsPerSecond)) req/s"
        let quality = Facts.ordered(version.quality.keys).map { name in
            "\(name) \(Formatting.quality(version.quality[name]))"
        }
        let lines = [
            system,
            quality.isEmpty ? "no labels: quality unknown" : quality.joined(separator: " · "),
        ]
        pen.lines(
            lines.map { [Run($0)] }, in: area.inset(left: 1, top: hasRule ? 1 : 0))
    }

    /// Any strip's series: all have the same axis.
    var stripAxis: ChartSeries? {
        detail?.strips.sorted { $0.key < $1.key }.first?.value
    }

    /// `partial, since 19:38`, when the strips do not reach as far back as they could.
    private var partial: String? {
        guard let axis = stripAxis, let reach = detail?.stripsReach, reach > axis.start else {
            return nil
        }
        return "partial, from " + Facts.brief(reach, now: now)
    }

    private func drawTable(
        _ rows: [HealthRow], heads: [(String, Int)], note: [Run], in area: Rect, _ pen: inout Pen
    ) {
        for (head, end) in heads where end <= area.width {
            pen.putRight(head, end: area.x + end, y: area.y, .muted)
        }
        // Two blanks between the last figure and the week.
        let start = (heads.last?.1 ?? 0) + (heads.count == 2 ? 3 : 1)
        let room = area.width - start - 1
        let buckets = stripAxis?.values.count ?? 0
        let cells = buckets > 0 ? room / buckets : 0
        if cells > 0, let stripAxis {
            DayHeads.draw(
                stripAxis, x: area.x + start, y: area.y, width: room, cells: cells, &pen)
        }
        guard !rows.isEmpty else {
            let text = Prose.wrapped(note.plainText, width: area.width - 1)
            pen.lines(text.map { [Run($0, .muted)] }, in: area.inset(top: 1, right: 1))
            return
        }
        let hasNote = !note.isEmpty && rows.count + 2 <= area.height
        for (index, row) in rows.prefix(area.height - (hasNote ? 2 : 1)).enumerated() {
            let y = area.y + 1 + index
            let inset = heads.count == 2 ? 1 : 0
            let figure = Pen.width(row.figures.first?.text ?? "")
            pen.put(
                row.name, x: area.x + inset, y: y, width: (heads.first?.1 ?? 9) - figure - 1 - inset
            )
            for (figure, head) in zip(row.figures, heads) where head.1 <= area.width {
                pen.putRight(figure.text, end: area.x + head.1, y: y, figure.role)
            }
            if cells > 0 {
                row.strip?.draw(
                    x: area.x + start, y: y, width: room, cells: cells, &pen, role: row.role)
            }
        }
        if hasNote {
            pen.put(
                note, x: area.x + (heads.count == 2 ? 1 : 0), y: area.maxY - 1,
                width: area.width - 2)
        }
    }

    private var systemRows: [HealthRow] {
        let usual = detail?.usual ?? [:]
        func row(_ name: String, _ now: String, _ before: (Double) -> String, isBad: Bool = false)
            -> HealthRow
        {
            HealthRow(
                name: name,
                figures: [
                    Run(now, isBad ? .page : .text),
                    Run(usual[name].map(before) ?? Formatting.unknown, .muted),
                ],
                strip: detail?.strips[name].map { .against(usual[name], times: 2.5, $0.values) })
        }
        let latency = version.latency
        let isSlow = (version.timesUsual ?? 0) > 1.5
        let fails = (version.errorRatio ?? 0) > 0.02
        return [
            row("req/s", Formatting.figure(version.requestsPerSecond), { Formatting.figure($0) }),
            row(
                "errors %", Formatting.percent(version.errorRatio), { Formatting.fixed($0, 1) },
                isBad: fails),
            row("p50 ms", Self.milliseconds(latency?.p50), Self.figure),
            row("p95 ms", Self.milliseconds(latency?.p95), Self.figure, isBad: isSlow),
            row("p99 ms", Self.milliseconds(latency?.p99), Self.figure),
        ]
    }

    private static func milliseconds(_ seconds: Double?) -> String {
        seconds.map { figure($0 * 1_000) } ?? Formatting.unknown
    }

    private static func figure(_ value: Double) -> String {
        abs(value) < 99.95 && abs(value) >= 0.95
            ? Formatting.fixed(value, 1) : Formatting.figure(value)
    }

    private var systemNote: [Run] {
        var words: [String] = []
        if let share = version.trafficShare {
            words.append("traffic \(Formatting.wholePercent(share)) %")
        }
        let targets = version.targets.count
        if targets > 0 {
            let silent = version.targets.count(where: \.silent)
            let count = "\(targets) target\(targets == 1 ? "" : "s")"
            words.append(silent > 0 ? "\(count), \(silent) silent" : count)
        }
        if let seen = version.lastSeenAt {
            words.append("last request " + Self.moment(seen, now: now))
        }
        return words.isEmpty ? [] : [Run(words.joined(separator: ", "), .muted)]
    }

    private static func moment(_ at: Moment, now: Moment) -> String {
        Formatting.date(at) == Formatting.date(now)
            ? Formatting.clock(at) : Facts.when(at, now: now)
    }

    private func modelRows(left height: Int) -> [HealthRow] {
        let names = Facts.ordered(
            Set(version.quality.keys).union(
                version.quality.isEmpty ? Set(version.trainingMetrics.keys) : []))
        let quality = names.map { name -> HealthRow in
            let live = version.quality[name]
            let training = Facts.value(name, in: version.trainingMetrics)
            let change = live.flatMap { live in training.map { live - $0 } }
            let isWorse = change.map { change in
                let worse = Facts.isLowerBetter(name) ? change : -change
                return worse > 0.05 * abs(training ?? 0)
            }
            return HealthRow(
                name: name,
                figures: [
                    Run(Facts.metric(training), .muted),
                    Run(Facts.metric(live), isWorse == true ? .ticket : .text),
                    Run(
                        change.map { Facts.signed(Facts.metric($0)) } ?? Formatting.unknown,
                        isWorse == true ? .ticket : .muted),
                ],
                strip: detail?.strips[name].map { .around(training, $0.values) },
                role: { value in
                    guard let training, training != 0 else { return .muted }
                    let fall = (training - value) / abs(training)
                    return (Facts.isLowerBetter(name) ? -fall : fall) > 0.05 ? .ticket : .muted
                })
        }
        let classes = saysRows
        return Array(quality.prefix(max(1, height - 2 - min(1, classes.count)))) + classes
    }

    /// How often it predicts the class whose share moved most against the reference.
    private var saysRows: [HealthRow] {
        let reference = version.referencePredictionRatios
        let ratios = version.predictionRatios.filter { $0.value < 1 }
        let moves = ratios.sorted { left, right in
            let first = abs(left.value - (reference[left.key] ?? left.value))
            let second = abs(right.value - (reference[right.key] ?? right.value))
            if first != second { return first > second }
            return left.value == right.value ? left.key < right.key : left.value < right.value
        }
        guard let (name, live) = moves.first.map({ ($0.key, $0.value) }) else { return [] }
        let before = reference[name]
        let change = before.map { Formatting.fixed((live - $0) * 100, 1) }
        return [
            HealthRow(
                name: "says " + name,
                figures: [
                    Run(before.map { Formatting.percent($0) + " %" } ?? Formatting.unknown, .muted),
                    Run(Formatting.percent(live) + " %", .text),
                    Run(change.map(Facts.signed) ?? Formatting.unknown, .muted),
                ],
                strip: detail?.strips["says " + name].map {
                    .against(before, times: 2.5, $0.values)
                })
        ]
    }

    private var modelNote: [Run] {
        guard version.labels > 0 else {
            return [
                Run(
                    "no labels yet: live quality is unknown; lines with request_id and label tell it",
                    .muted)
            ]
        }
        var words: [String] = []
        if let delay = version.labelDelaySeconds {
            words.append("labels come \(Words.delay(delay)) late")
        } else {
            words.append("\(Formatting.count(version.labels)) labelled requests")
        }
        if let coverage = version.labelCoverage {
            words.append("\(Formatting.wholePercent(coverage)) % in")
        }
        let due = version.quality.keys.contains {
            detail?.strips[$0]?.values.last == .some(nil)
        }
        let text = words.joined(separator: ", ") + (due ? "; · is still due" : "")
        return [Run(text, .muted)]
    }
}
