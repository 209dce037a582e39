import Canvas
import Snapshot

/// The subject's features as multiples of their limits, and what its answers look like.
///
/// `answers` are left to another column where there is one.
func drawDrift(_ model: DashboardModel, in area: Rect, answers: Bool, _ pen: inout Pen) {
    guard let id = model.subject, let version = model.version(id) else { return }
    let other = model.compared.flatMap(model.version)
    let ordered = version.orderedDrift
    drawDriftHead(id, other?.id, in: area, &pen)
    let foot = answers ? answerLines(version, other, model, width: area.width) : []
    guard ordered.contains(where: { $0.timesLimit != nil }) else {
        let reason = version.driftUnknownReason ?? "fewer than 100 values so far: unknown"
        let lines = wrapped(reason, width: area.width)
        for (row, line) in lines.prefix(max(0, area.height - foot.count - 2)).enumerated() {
            pen.put(line, x: area.x, y: area.y + 1 + row, .muted)
        }
        drawFootLines(foot, in: area, &pen)
        return
    }
    let room = max(1, area.height - 1 - 2 - foot.count - (answers ? 2 : 0))
    let shown = ordered.prefix(room)
    for (row, drift) in shown.enumerated() {
        drawDriftRow(drift, other, in: area, y: area.y + 1 + row, &pen)
    }
    let rest = ordered.dropFirst(room)
    var y = area.y + 1 + shown.count
    if let highest = rest.compactMap(\.timesLimit).max() {
        let bound = (highest * 10).rounded(.up) / 10
        pen.put(
            "\(rest.count) more below \(Formatting.multiple(max(0.1, bound)))", x: area.x, y: y,
            .muted)
        y += 1
    }
    pen.put(gapsRuns(version), x: area.x, y: y, width: area.width)
    if !answers { drawMoved(ordered, in: area.inset(top: y + 2 - area.y), &pen) }
    drawFootLines(foot, in: area, &pen)
}

/// What moved in the features beyond their limits, where there is room to say it.
private func drawMoved(_ drifts: [FeatureDrift], in area: Rect, _ pen: inout Pen) {
    let lines = drifts.filter { $0.drifted && !$0.whatMoved.isEmpty }.flatMap { drift in
        wrapped("\(drift.feature) \(drift.whatMoved)", width: area.width)
    }
    for (row, line) in lines.prefix(max(0, area.height)).enumerated() {
        pen.put(line, x: area.x, y: area.y + row, .text)
    }
}

/// Where the subject's figures end: without a compared version they take its place too.
private func figuresEnd(_ area: Rect, compared: Bool) -> Int { area.maxX - (compared ? 6 : 1) }

private func drawDriftHead(
    _ id: VersionID, _ other: VersionID?, in area: Rect, _ pen: inout Pen
) {
    pen.put("drift × limit", x: area.x, y: area.y, .muted)
    let end = figuresEnd(area, compared: other != nil)
    pen.putRight(Pen.cut(id.version ?? "", to: 6), end: end, y: area.y, .line)
    if let other {
        pen.putRight(Pen.cut(other.version ?? "", to: 5), end: area.maxX - 1, y: area.y, .muted)
    }
}

private func drawDriftRow(
    _ drift: FeatureDrift, _ other: VersionStatus?, in area: Rect, y: Int, _ pen: inout Pen
) {
    let role: Role = drift.drifted ? .ticket : .text
    let end = figuresEnd(area, compared: other != nil)
    pen.put(
        drift.feature, x: area.x, y: y, drift.drifted ? .ticket : .muted,
        width: end - 13 - area.x)
    let theme = pen.theme
    // Half as much again as the limit fits, so that the limit's mark stands in the fifth cell.
    Bar(drift.timesLimit, maximum: 1.5, limit: 1).draw(
        x: end - 12, y: y, width: 6, on: &pen.frame, style: theme[.muted],
        breachStyle: theme[.ticket], limitStyle: theme[.limit])
    pen.putRight(Formatting.multiple(drift.timesLimit), end: end, y: y, role)
    guard let other else { return }
    let same = other.drift.first { $0.feature == drift.feature }
    pen.putRight(Formatting.multiple(same?.timesLimit), end: area.maxX - 1, y: y, .muted)
}

/// `nulls 0.0 %  new 0.1 %`: the worst of all features.
private func gapsRuns(_ version: VersionStatus) -> [Run] {
    let nulls = version.drift.compactMap(\.nullRatio).max()
    let unseen = version.drift.compactMap(\.unseenRatio).max()
    let nullsOver = version.drift.contains { ($0.nullRatio ?? 0) > ($0.nullLimit ?? .infinity) }
    let unseenOver = version.drift.contains {
        ($0.unseenRatio ?? 0) > ($0.unseenLimit ?? .infinity)
    }
    return [
        Run("nulls ", .muted), Run("\(Formatting.percent(nulls)) %", nullsOver ? .ticket : .text),
        Run("  new ", .muted), Run("\(Formatting.percent(unseen)) %", unseenOver ? .ticket : .text),
    ]
}

/// Predictions, quality and labels, at the foot of the column.
private func answerLines(
    _ version: VersionStatus, _ other: VersionStatus?, _ model: DashboardModel, width: Int
) -> [[Run]] {
    var lines: [[Run]] = []
    let label = other?.id.version ?? "other"
    if let (name, share) = version.chiefPrediction {
        // A class that is a bare number would read as a figure.
        let said = Pen.cut(name.count < 3 ? "class \(name)" : name, to: 10)
        var runs = [
            Run(said + String(repeating: " ", count: max(1, 7 - Pen.width(said))), .muted),
            Run(Pen.pad("\(Formatting.percent(share)) %", 8)),
        ]
        if let theirs = other?.predictionRatios[name] {
            runs.append(Run("\(label): \(Formatting.percent(theirs)) %", .muted))
        }
        lines.append(runs)
    }
    if let figure = version.chiefQuality {
        var runs = [
            Run(Pen.pad(figure.shortName, 7), .muted),
            Run(
                Pen.pad((figure.estimated ? "~" : "") + Formatting.quality(figure.value), 8),
                figure.fell ? .ticket : .text),
        ]
        if let theirs = other?.quality[figure.name] {
            runs.append(Run("\(label): \(Formatting.quality(theirs))", .muted))
        } else if let training = figure.training {
            runs.append(Run("trained \(Formatting.quality(training))", .muted))
        }
        lines.append(runs)
    }
    lines += wrapped(labelWords(version, other), width: width).map { [Run($0, .muted)] }
    return Array(lines.prefix(5))
}

/// How far the labels are, in a sentence.
func labelWords(_ version: VersionStatus, _ other: VersionStatus?) -> String {
    let delay = version.labelDelaySeconds ?? other?.labelDelaySeconds
    guard version.labels == 0 else {
        let late = delay.map { ", \(Formatting.age($0)) late" } ?? ""
        return "\(Formatting.count(version.labels)) labels\(late)"
    }
    let name = version.id.version.map { " of \($0)" } ?? ""
    if let delay { return "no labels\(name) yet, they come \(Formatting.age(delay)) late" }
    return "no labels\(name): quality unknown"
}

private func drawFootLines(_ lines: [[Run]], in area: Rect, _ pen: inout Pen) {
    let top = area.maxY - lines.count - (area.height >= 14 ? 1 : 0)
    for (row, runs) in lines.enumerated() {
        pen.put(runs, x: area.x, y: top + row, width: area.width)
    }
}

extension VersionStatus {
    /// The class worth a figure: of two the rarer, of more the most frequent.
    var chiefPrediction: (String, Double)? {
        let ordered = predictionRatios.sorted {
            $0.value == $1.value ? $0.key < $1.key : $0.value < $1.value
        }
        return (ordered.count <= 2 ? ordered.first : ordered.last).map { ($0.key, $0.value) }
    }
}

/// Words in lines of at most `width` columns; a longer word is cut.
package func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if !line.isEmpty, Pen.width(line) + 1 + Pen.width(String(word)) > width {
            lines.append(line)
            line = ""
        }
        line += (line.isEmpty ? "" : " ") + Pen.cut(String(word), to: width)
    }
    return line.isEmpty ? lines : lines + [line]
}
