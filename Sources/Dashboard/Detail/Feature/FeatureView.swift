package import Canvas
import Snapshot

/// Draws the feature view into `area`; its first row is the view's own sentence.
///
/// Reference and live share of every bin side by side, the bins that moved named, the figures and
/// their limits beside, and the multiple of the limit over time below.
package func drawFeature(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .feature(let id, let name) = model.place, let version = model.version(id),
        let drift = version.drift.first(where: { $0.feature == name })
    else {
        pen.put("This feature is no longer in the data.", x: area.x + 1, y: area.y, .muted)
        return
    }
    FeatureView(model: model, version: version, drift: drift).draw(in: area, &pen)
}

struct FeatureView {
    let model: DashboardModel
    let version: VersionStatus
    let drift: FeatureDrift

    /// The engine's answer, when it is about this feature.
    var detail: FeatureDetail? {
        model.snapshot.feature.flatMap {
            $0.id == version.id && $0.drift.feature == drift.feature ? $0 : nil
        }
    }
    var now: Moment { model.snapshot.at }

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        if body.width >= 110, body.height >= 28 {
            let (upper, lower) = body.splitTop(body.height * 2 / 3)
            let split = area.width * 80 / 120
            let left = Rect(x: upper.x, y: upper.y, width: split, height: upper.height)
            drawBins(in: left, &pen)
            let right = Rect(
                x: upper.x + split + 1, y: upper.y, width: upper.width - split - 1,
                height: upper.height)
            pen.rule("Figures", x: right.x, y: right.y, width: right.width, lead: 1)
            pen.divider(x: upper.x + split, rows: upper.y + 1..<upper.maxY)
            pen.junction(.down, x: upper.x + split, y: upper.y, focused: false)
            pen.lines(
                figureLines(width: right.width - 2), in: right.inset(left: 1, top: 1, right: 1))
            drawHistory(in: lower, &pen)
        } else if body.height < 16 {
            let (upper, line) = body.splitTop(body.height - 1)
            drawBins(in: upper, &pen)
            pen.lines(Array(compactLines.prefix(1)), in: line.inset(left: 1))
        } else {
            let (upper, rest) = body.splitTop(max(4, body.height - 8))
            let (figures, strip) = rest.splitTop(5)
            drawBins(in: upper, &pen)
            pen.rule("Figures", y: figures.y)
            pen.lines(compactLines, in: figures.inset(left: 1, top: 1))
            drawHistory(in: strip, &pen)
        }
    }

    private var sentence: [Run] {
        guard let value = drift.value else {
            let why =
                drift.currentCount < 100
                ? "\(drift.currentCount) values, it takes 100 to tell and 500 to alarm"
                : "no reference"
            return [
                Run("— ", .muted), Run("Drift of \(drift.feature) is unknown: \(why).", .muted),
            ]
        }
        let figures =
            "PSI \(Formatting.quality(value)), limit \(Formatting.quality(drift.threshold))"
        let count = Formatting.count(drift.currentCount)
        guard drift.drifted else {
            let few = drift.currentCount < 500 ? "; below 500 values nothing alarms" : ""
            return [
                Run("✓ ", .good),
                Run(
                    "\(drift.feature) is within its limit: \(figures), over \(count) values\(few)."),
            ]
        }
        let since =
            VersionView(model: model, version: version).onset(of: drift)
            .map { " since " + Facts.brief($0, now: now) } ?? ""
        let moved =
            drift.whatMoved.isEmpty
            ? "" : " " + drift.whatMoved.prefix(1).uppercased() + drift.whatMoved.dropFirst() + "."
        return [
            Run("● ", .ticket),
            Run(
                "\(drift.feature) moved\(since): \(figures), "
                    + "\(Formatting.multiple(drift.timesLimit)) ×, over \(count) values.\(moved)"),
        ]
    }

    private var figurePairs: [(String, [Run])] {
        let bad: Role = drift.drifted ? .ticket : .text
        var pairs: [(String, [Run])] = [
            (drift.method.uppercased(), [Run(Formatting.quality(drift.value, decimals: 3), bad)]),
            ("limit", [Run(Formatting.quality(drift.threshold, decimals: 3))]),
            ("× limit", [Run(Formatting.multiple(drift.timesLimit), bad)]),
            ("n live", [Run(Formatting.grouped(drift.currentCount))]),
            ("n reference", [Run(Formatting.grouped(drift.referenceCount))]),
            ("nulls", ratio(drift.nullRatio, drift.nullLimit)),
        ]
        if drift.kind == .categorical || drift.unseenRatio != nil {
            pairs.append(("unseen", ratio(drift.unseenRatio, drift.unseenLimit)))
        }
        return pairs
    }

    private func ratio(_ value: Double?, _ limit: Double?) -> [Run] {
        guard let value else { return [Run(Formatting.unknown, .muted)] }
        let isBeyond = limit.map { value > $0 } ?? false
        return [
            Run(Formatting.percent(value) + " %", isBeyond ? .ticket : .text),
            Run(limit.map { ", limit \(Formatting.percent($0)) %" } ?? "", .muted),
        ]
    }

    private func figureLines(width: Int) -> [[Run]] {
        var lines = figurePairs.map { [Run(Pen.pad($0.0, 13), .muted)] + $0.1 }
        lines.append([])
        lines += Prose.labelled(
            "kind", drift.kind == .numeric ? "numeric" : "categorical", indent: 13, width: width)
        if let weight = drift.weight {
            lines += Prose.labelled(
                "weight", Formatting.quality(weight) + " of the model's decisions", indent: 13,
                width: width)
        }
        if let name = detail?.referenceName, !name.isEmpty {
            lines += Prose.labelled("reference", name, indent: 13, width: width)
        }
        if let from = detail?.liveFrom {
            lines += Prose.labelled(
                "live from", Facts.when(from, now: now) + " on", indent: 13, width: width)
        }
        lines.append([])
        lines += Prose.wrapped(
            "The limit is the larger of .1 and what chance alone exceeds once in a thousand times "
                + "at these two counts.", width: width
        ).map { [Run($0, .muted)] }
        if let history = detail?.history {
            lines.append([])
            let words = Words.drift(history, of: drift.feature)
            lines += Prose.wrapped(words, width: width).map { [Run($0)] }
        }
        return lines
    }

    private var compactLines: [[Run]] {
        let pairs = figurePairs.map { [Run($0.0 + " ", .muted)] + $0.1 }
        func joined(_ parts: ArraySlice<[Run]>) -> [Run] {
            parts.enumerated().flatMap { $0.offset == 0 ? $0.element : [Run("   ")] + $0.element }
        }
        var lines = [joined(pairs.prefix(3)), joined(pairs.dropFirst(3).prefix(2))]
        lines.append(joined(pairs.dropFirst(5)))
        if let history = detail?.history {
            lines.append([
                Run(
                    Words.drift(history, of: drift.feature), .muted)
            ])
        }
        return lines
    }
}
