package import Canvas
import Snapshot

/// Draws the version view into `area`; its first row is the view's own sentence.
///
/// Identity is code, data, model, as the field versions them; system health stands beside model
/// health; a strip is one week on one axis in all three tables, so a cause is found by looking up.
package func drawVersion(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .version(let id) = model.place, let version = model.version(id) else {
        pen.put("This version is no longer in the data.", x: area.x + 1, y: area.y, .muted)
        return
    }
    VersionView(model: model, version: version).draw(in: area, &pen)
}

/// One version: who it is, how it feels, what it eats, what happened to it.
struct VersionView {
    let model: DashboardModel
    let version: VersionStatus

    /// The engine's answer, when it is about this version.
    var detail: SubjectDetail? {
        model.snapshot.subject.flatMap { $0.subject.id == version.id ? $0 : nil }
    }
    var now: Moment { model.snapshot.at }

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 1)
        let rows = Rows(area)
        drawIdentity(in: rows.identity, &pen)
        if rows.isCompact {
            drawCompactHealth(in: rows.health, &pen)
        } else {
            drawHealth(in: rows.health, &pen)
        }
        drawFeatures(in: rows.features, &pen)
        drawTimeline(in: rows.timeline, &pen)
    }

    /// The rows of the four parts, by the area's size alone.
    struct Rows {
        let identity: Rect
        let health: Rect
        let features: Rect
        let timeline: Rect
        /// Health in two lines of words: the tables need more columns or rows than there are.
        let isCompact: Bool

        init(_ area: Rect) {
            let body = Rect(
                x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
            // At 40 rows: 6 + 8 + 10 + 12; low screens keep what decides and lose what explains.
            let isLow = body.height < 30
            let isTiny = body.height < 18
            isCompact = isTiny || body.width < 76
            let (first, rest) = body.splitTop(isTiny ? 0 : isLow ? 4 : 6)
            let (second, lower) = rest.splitTop(isCompact ? (isTiny ? 2 : 3) : isLow ? 7 : 8)
            let least = isTiny ? 0 : isLow ? 3 : 12
            let spare = lower.height - least
            // A tall screen shows every feature there usually is before the past grows.
            let forFeatures = spare <= 10 ? spare : min(spare - (spare - 10) / 3, 34)
            let (third, fourth) = lower.splitTop(
                least == 0 ? lower.height : max(0, forFeatures))
            identity = first
            health = second
            features = third
            timeline = fourth
        }
    }
}

/// The version's state for the top line: `● ticket acked · champion · eu-1 · 100 %`.
package func versionStatus(_ model: DashboardModel) -> [Run] {
    guard case .version(let id) = model.place, let version = model.version(id) else { return [] }
    let alerts = model.alerts(about: id).filter { $0.isActive && $0.condition != .pending }
    // What names the version says more of it than what is about its model as a whole.
    let own = alerts.first { $0.subject == id } ?? alerts.first
    var runs = own.map(Facts.state) ?? [Run("✓ ok", .text)]
    if version.requests == nil { runs = [Run("· not seen serving", .muted)] }
    var rest = [version.role, version.target].compactMap { $0 }
    if version.target == nil, version.targets.count > 1 {
        let silent = version.targets.count(where: \.silent)
        rest.append("\(version.targets.count - silent) of \(version.targets.count) targets")
    }
    if let share = version.trafficShare { rest.append(Formatting.wholePercent(share) + " %") }
    if !rest.isEmpty { runs.append(Run(" · " + rest.joined(separator: " · "))) }
    return runs
}
