import Canvas
import Snapshot

/// One row of the models table: what each cell says and how it looks.
struct ModelRow {
    let version: VersionStatus
    /// The version above is of the same model: its name is not repeated.
    let repeatsModel: Bool
    /// What rows need of the rest of the snapshot, looked up once a frame.
    struct Known {
        var owners: [String: String] = [:]
        var stages: [String: [StageStatus]] = [:]
        var breaches: [VersionID: Breaches] = [:]
        var filter: Filter

        init(_ model: DashboardModel) {
            filter = Filter(model.mainFilter)
            for status in model.snapshot.models { owners[status.name] = status.owner }
            for flow in model.snapshot.workflow where flow.isKnown {
                stages[flow.model] = flow.stages
            }
            for alert in model.snapshot.alerts {
                guard let id = alert.subject else { continue }
                breaches[id, default: Breaches()].add(alert)
            }
        }
    }
    private let owner: String?
    private let stages: [StageStatus]
    private let breached: Breaches
    /// The look of what is as usual: the subject and trouble stand out.
    private let plain: Role

    private let filter: Filter

    init(_ version: VersionStatus, _ model: DashboardModel, _ known: Known, repeatsModel: Bool) {
        self.version = version
        self.repeatsModel = repeatsModel
        filter = known.filter
        owner = known.owners[version.id.model]
        stages = repeatsModel ? [] : known.stages[version.id.model] ?? []
        breached = known.breaches[version.id] ?? Breaches()
        let stands = version.worst > .pending || version.id == model.subject
        let age = version.lastSeenAt.map { model.snapshot.at.seconds(since: $0) } ?? 0
        plain = age > max(60, model.snapshot.windowSeconds / 5) ? .stale : stands ? .text : .muted
    }

    /// What stands in a cell.
    func cell(
        _ cell: ModelsColumns.Cell, _ kind: ModelsColumns.Kind, width: Int, _ glyphs: GlyphSet
    ) -> [Run] {
        switch cell {
        case .state: state(kind)
        case .model: repeatsModel ? [] : filter.marked(version.id.model, plain)
        case .version: [Run(" " + (version.id.version ?? "—"), plain)]
        case .role: [Run(version.roleWords, plain)]
        case .target: [Run(version.targetWords, plain)]
        case .traffic: [Run(Formatting.wholePercent(version.trafficShare), plain)]
        case .requests: [Run(version.requestWords, breached.requests ?? plain)]
        case .errors: [Run(Formatting.percent(version.errorRatio), breached.errors ?? plain)]
        case .p50: [Run(Formatting.milliseconds(version.latency?.p50), plain)]
        case .p95:
            [Run(Formatting.milliseconds(version.latency?.p95), breached.latency ?? plain)]
        case .p99: [Run(Formatting.milliseconds(version.latency?.p99), plain)]
        case .usual:
            [Run(Formatting.multiple(version.timesUsual), breached.latency ?? plain)]
        case .spark: [Run(sparkline(glyphs), breached.latency ?? .muted)]
        case .drift: drift(kind, width: width)
        case .quality: quality(kind)
        case .owner: [Run(owner ?? "—", .muted)]
        case .stages: stages.map { Run(String($0.status.glyph), $0.role(plain)) }
        }
    }

    private func state(_ kind: ModelsColumns.Kind) -> [Run] {
        let (mark, word, role) = version.stateWords
        return [Run(kind == .single ? mark : mark + " " + word, role)]
    }

    /// The scale is three times the usual, so that rows compare.
    private func sparkline(_ glyphs: GlyphSet) -> String {
        let known = version.latencySparkline.compactMap { $0 }
        guard !known.isEmpty || version.requests != nil else { return "" }
        let usual = version.baselineSeconds ?? known.min() ?? 0
        let top = max(usual * 3, .leastNonzeroMagnitude)
        return Sparkline(version.latencySparkline, bounds: 0...top).text(width: 10, glyphs: glyphs)
    }

    private func drift(_ kind: ModelsColumns.Kind, width: Int) -> [Run] {
        // Wide columns leave two cells for the count of further drifted features.
        let counts = kind == .wide || kind == .full
        let ordered = version.orderedDrift
        guard let worst = ordered.first(where: { $0.timesLimit != nil }) else {
            if !ordered.isEmpty {
                let hasReference = ordered.contains { $0.referenceCount > 0 }
                let words = hasReference ? "too few yet" : "no reference"
                return [Run(counts ? words : hasReference ? "too few" : "no ref.", .muted)]
            }
            return [Run("—", .muted)]
        }
        let nameWidth = width - (counts ? 6 : 4)
        let value = Formatting.multiple(worst.timesLimit)
        let further = ordered.dropFirst().filter(\.drifted).count
        // A blank stays between name and figure, also where the figure is long.
        let room = nameWidth + 3 - Pen.width(value)
        let text = Pen.pad(Pen.cut(worst.feature, to: room), room + 1) + value
        let role: Role = worst.drifted ? .ticket : plain
        guard further > 0, counts else { return [Run(text, role)] }
        return [Run(text, role), Run("+\(min(further, 9))", role)]
    }

    /// Name and figure; the mark of a fall stands behind, so that figures stay in line.
    private func quality(_ kind: ModelsColumns.Kind) -> [Run] {
        let width = kind == .full ? 8 : 7
        guard let figure = version.chiefQuality else {
            return [Run(Pen.padLeft("—", 4), .muted)]
        }
        let value = Formatting.quality(figure.value)
        let room = max(1, width - Pen.width(value))
        let runs = [
            Run(Pen.pad(figure.shortName, room), .muted),
            Run(value, figure.fell ? .ticket : plain),
        ]
        return figure.fell ? runs + [Run("▼", .ticket)] : runs
    }
}

extension VersionStatus {
    /// Its role, and how many of its targets speak when not all do.
    fileprivate var roleWords: String {
        let role = role ?? aliases.first ?? stage
        let silent = targets.filter(\.silent).count
        guard silent > 0, targets.count > 1 else { return role ?? "—" }
        let alive = "\(targets.count - silent)/\(targets.count)"
        let both = (role.map { $0 + " " } ?? "") + alive
        return Pen.width(both) <= 8 ? both : alive + " up"
    }

    /// Its target, or how many.
    fileprivate var targetWords: String {
        if let target = target { return target }
        return targets.isEmpty ? "—" : "\(targets.count) targets"
    }

    /// Mirrored traffic in brackets: nobody waits for its answers.
    fileprivate var requestWords: String {
        guard role == "shadow", let rate = requestsPerSecond else {
            return Formatting.figure(requestsPerSecond)
        }
        return "(\(10..<1_000 ~= rate ? Formatting.fixed(rate, 0) : Formatting.figure(rate)))"
    }

    /// The text of a cell whose column is as wide as its widest text; nil for the others.
    func measuredText(_ cell: ModelsColumns.Cell, owner: String?) -> String? {
        switch cell {
        case .model: id.model
        case .version: " " + (id.version ?? "—")
        case .role: roleWords
        case .target: targetWords
        case .requests: requestWords
        case .p50: Formatting.milliseconds(latency?.p50)
        case .p95: Formatting.milliseconds(latency?.p95)
        case .p99: Formatting.milliseconds(latency?.p99)
        case .usual: Formatting.multiple(timesUsual)
        case .owner: owner ?? "—"
        case .state, .traffic, .errors, .spark, .drift, .quality, .stages: nil
        }
    }
}

extension VersionStatus {
    /// Columns of the worst feature, a blank, and figures with their count.
    var driftWidth: Int {
        Pen.width(orderedDrift.first { $0.timesLimit != nil }?.feature ?? "") + 7
    }
}

/// Which figures of a version an alert is about, by the rule's measure.
struct Breaches {
    var latency: Role?
    var errors: Role?
    var requests: Role?

    init() {}

    init(of version: VersionStatus, in model: DashboardModel) {
        for alert in model.snapshot.alerts where alert.subject == version.id { add(alert) }
    }

    mutating func add(_ alert: AlertStatus) {
        guard alert.condition == .firing || alert.condition == .recovering else { return }
        let role: Role = alert.isPage ? .page : .ticket
        let words = (alert.rule + " " + alert.what).lowercased()
        if words.contains("latency") || words.contains("p95") { latency = role }
        if words.contains("error") { errors = role }
        if words.contains("traffic") || words.contains("silent") { requests = role }
    }
}
