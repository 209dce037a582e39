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
            for flow in model.snapshot.workflow { stages[flow.model] = flow.stages }
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

    /// A cell's runs and, for measuring, its text.
    func cell(_ cell: ModelsColumns.Cell, _ kind: ModelsColumns.Kind, _ glyphs: GlyphSet)
        -> (runs: [Run], text: String)
    {
        let runs: [Run] =
            switch cell {
            case .state: state(kind)
            case .model: repeatsModel ? [] : filter.marked(version.id.model, plain)
            case .version: [Run(" " + (version.id.version ?? "—"), plain)]
            case .role: [Run(roleWords, plain)]
            case .target: [Run(targetWords, plain)]
            case .traffic: [Run(Formatting.wholePercent(version.trafficShare), plain)]
            case .requests: [Run(requestWords, breached.requests ?? plain)]
            case .errors: [Run(Formatting.percent(version.errorRatio), breached.errors ?? plain)]
            case .p50: [Run(Formatting.milliseconds(version.latency?.p50), plain)]
            case .p95:
                [Run(Formatting.milliseconds(version.latency?.p95), breached.latency ?? plain)]
            case .p99: [Run(Formatting.milliseconds(version.latency?.p99), plain)]
            case .usual:
                [Run(Formatting.multiple(version.timesUsual), breached.latency ?? plain)]
            case .spark: [Run(sparkline(glyphs), breached.latency ?? .muted)]
            case .drift: drift(kind)
            case .quality: quality(kind)
            case .owner: [Run(owner ?? "—", .muted)]
            case .stages: stages.map { Run(String($0.status.glyph), $0.role(plain)) }
            }
        return (runs, runs.plainText)
    }

    private func state(_ kind: ModelsColumns.Kind) -> [Run] {
        let (mark, word, role) = version.stateWords
        return [Run(kind == .single ? mark : mark + " " + word, role)]
    }

    private var roleWords: String {
        let role = version.role ?? version.aliases.first ?? version.stage
        let silent = version.targets.filter(\.silent).count
        guard silent > 0, version.targets.count > 1 else { return role ?? "—" }
        let alive = "\(version.targets.count - silent)/\(version.targets.count)"
        return (role.map { $0 + " " } ?? "") + alive
    }

    private var targetWords: String {
        if let target = version.target { return target }
        return version.targets.isEmpty ? "—" : "\(version.targets.count) targets"
    }

    /// Mirrored traffic in brackets: nobody waits for its answers.
    private var requestWords: String {
        let text = Formatting.figure(version.requestsPerSecond)
        return version.role == "shadow" && version.requestsPerSecond != nil ? "(\(text))" : text
    }

    /// The scale is three times the usual, so that rows compare.
    private func sparkline(_ glyphs: GlyphSet) -> String {
        let known = version.latencySparkline.compactMap { $0 }
        guard !known.isEmpty || version.requests != nil else { return "" }
        let usual = version.baselineSeconds ?? known.min() ?? 0
        let top = max(usual * 3, .leastNonzeroMagnitude)
        return Sparkline(version.latencySparkline, bounds: 0...top).text(width: 10, glyphs: glyphs)
    }

    private func drift(_ kind: ModelsColumns.Kind) -> [Run] {
        let ordered = version.orderedDrift
        guard let worst = ordered.first(where: { $0.timesLimit != nil }) else {
            if !ordered.isEmpty { return [Run("too few yet", .muted)] }
            return [Run("—", .muted)]
        }
        let nameWidth = kind == .full ? 14 : kind == .wide ? 8 : 6
        let value = Formatting.multiple(worst.timesLimit)
        let further = ordered.dropFirst().filter(\.drifted).count
        let text = Pen.pad(worst.feature, nameWidth) + Pen.padLeft(value, 4)
        let role: Role = worst.drifted ? .ticket : plain
        guard further > 0, kind == .wide || kind == .full else { return [Run(text, role)] }
        return [Run(text, role), Run("+\(min(further, 9))", role)]
    }

    private func quality(_ kind: ModelsColumns.Kind) -> [Run] {
        let width = kind == .full ? 8 : 7
        guard let figure = version.chiefQuality else { return [Run("—", .muted)] }
        let value = Formatting.quality(figure.value) + (figure.fell ? "▼" : "")
        let name = Pen.cut(figure.shortName, to: max(1, width - Pen.width(value)))
        let gap = String(
            repeating: " ", count: max(0, width - Pen.width(name) - Pen.width(value)))
        return [Run(name + gap, .muted), Run(value, figure.fell ? .ticket : plain)]
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
