import Canvas
import Snapshot

/// What lies behind the value: the slowest or the failed requests, the bins of a feature that
/// moved, or the version beside another.
extension WhyView {
    func evidence(width: Int, rows: Int) -> Section {
        ownEvidence(width: width, rows: rows) ?? beside(width: width)
    }

    /// nil where there is nothing but the version beside another.
    func ownEvidence(width: Int, rows: Int) -> Section? {
        switch why?.evidence {
        case .slowest: requests(width: width, rows: rows, failed: false)
        case .failed: requests(width: width, rows: rows, failed: true)
        case .feature: movedBins(width: width, rows: rows)
        case .other, nil: nil
        }
    }

    private var list: RequestList? {
        model.snapshot.requests.flatMap { list in
            list.id == model.requestSubject(alert) && list.target == alert.labels["target"]
                ? list : nil
        }
    }

    /// How many there were, on the alert's own target where it names one.
    private func total(failed: Bool) -> Int64? {
        let count = version.flatMap { RequestCount(of: $0, on: alert.labels["target"]) }
        return failed ? count?.errors : count?.requests
    }

    private func requests(width: Int, rows: Int, failed: Bool) -> Section? {
        guard let list else { return nil }
        let found = failed ? list.failed : list.slowest
        guard !found.isEmpty else { return nil }
        let words = failed ? list.commonFailed : list.commonSlow
        var notes = Prose.wrapped(words, width: width)
        notes.append(
            "\(model.keys.key(.requests)) all of them; "
                + "\(model.keys.key(.copy)) there copies a request id")
        let columns = [
            TableColumn("TIME", minimum: 12), TableColumn("MS", alignment: .right, minimum: 6),
            TableColumn("OUT", minimum: 3, maximum: 8, gap: 2),
            TableColumn("REQUEST", minimum: 8, maximum: 8, gap: 2, rank: 1),
            TableColumn("FEATURES", minimum: 8, gap: 3, rank: 2, isFlexible: true),
        ]
        let shown = found.prefix(max(1, rows - 1 - notes.count)).map { request -> [Run] in
            let out = request.failed ? "failed" : "ok"
            return [
                Run(Formatting.clockMillisecond(request.at), .muted),
                Run(Formatting.milliseconds(request.latencySeconds)),
                Run(
                    request.failed && !request.outcome.isEmpty ? request.outcome : out,
                    request.failed ? .ticket : .muted),
                Run(request.id), Run(features(of: request, list), .muted),
            ]
        }
        // Whole minutes are kept: they may begin somewhat before the window does.
        let begins = list.since.map { model.snapshot.at.seconds(since: $0) }
        let isExact = begins.map { $0 <= model.snapshot.windowSeconds } ?? true
        let span =
            isExact
            ? "last " + Formatting.window(model.snapshot.windowSeconds)
            : "since " + (list.since.map(Formatting.clockSecond) ?? "")
        let isOneOfSeveral = version.map { $0.targets.count > 1 } == true
        let place = alert.labels["target"].flatMap { isOneOfSeveral ? "on \($0)" : nil }
        // An alert about a model has no version of its own: the busiest one's are shown.
        let whose = alert.subject?.version == nil ? list.id.version.map { "of \($0)" } : nil
        let window = Formatting.window(model.snapshot.windowSeconds)
        let total = total(failed: failed).map {
            "\(Formatting.grouped($0)) in " + (isExact ? "all" : window)
        }
        return Section(
            failed ? "Failed requests" : "Slowest requests",
            note: [[span, whose, place].compactMap { $0 }.joined(separator: " "), total].compactMap
            { $0 }
            .joined(separator: ", "),
            TextTable.lines(columns, rows: Array(shown), width: width)
                + notes.enumerated().map { index, line in
                    [Run(line, index == notes.count - 1 || words.isEmpty ? .muted : .text)]
                })
    }

    /// What they have in common comes first, without the rest where there is any.
    private func features(of request: RequestList.Request, _ list: RequestList) -> String {
        if request.isGone { return "no longer in the log" }
        let all = request.features.split(separator: " · ").map(String.init)
        let common = list.commonFeatures.compactMap { name in
            all.first { $0.hasPrefix(name + " ") }
        }
        return (common.isEmpty ? all : common).joined(separator: " · ")
    }

    /// The bins that moved most, present share beside the reference's.
    private func movedBins(width: Int, rows: Int) -> Section? {
        guard let feature = model.snapshot.feature, feature.id == alert.subject,
            feature.drift.feature == alert.labels["feature"], !feature.bins.isEmpty
        else { return nil }
        let columns = [
            TableColumn("BIN", minimum: 12, maximum: 24),
            TableColumn("NOW %", alignment: .right, minimum: 6),
            TableColumn("THEN %", alignment: .right, minimum: 6, gap: 2),
            TableColumn("PSI", alignment: .right, minimum: 5, gap: 2),
            TableColumn("", minimum: 1, gap: 2, isFlexible: true),
        ]
        let sorted = feature.bins.sorted { abs($0.contribution) > abs($1.contribution) }
        let moved = feature.drift.whatMoved
        let room = max(1, rows - 1 - (moved.isEmpty ? 0 : 1))
        let shown = sorted.prefix(room).map { bin in
            [
                Run(bin.label), Run(Facts.short(bin.currentShare * 100)),
                Run(Facts.short(bin.referenceShare * 100), .muted),
                Run(Formatting.figure(bin.contribution), .muted), Run(""),
            ]
        }
        let note = moved.isEmpty ? [] : [[Run("\(feature.drift.feature) \(moved)")]]
        return Section(
            "What moved", note: "against \(Formatting.grouped(feature.drift.referenceCount)) rows",
            TextTable.lines(columns, rows: Array(shown), width: width) + note)
    }
}
