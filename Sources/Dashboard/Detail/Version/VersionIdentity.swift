import Canvas
import Snapshot

/// Code, data, model: what a version is made of, and what it serves.
extension VersionView {
    func drawIdentity(in area: Rect, _ pen: inout Pen) {
        guard !area.isEmpty else { return }
        pen.rule("Identity", note: approval, y: area.y)
        for (index, row) in identityRows.prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + index
            pen.put(row.label, x: area.x + 1, y: y, .muted, width: 8)
            let start = area.x + 9
            guard !row.facts.isEmpty else {
                pen.put("— " + row.missing, x: start, y: y, .muted, width: area.maxX - start)
                continue
            }
            // Three columns where there is room, else the facts one after the other.
            guard area.width >= 110 else {
                let line = row.facts.filter { !$0.isEmpty }.joined(separator: " · ")
                pen.put(line, x: start, y: y, width: area.maxX - start)
                continue
            }
            let stops = [9, area.width * 66 / 120, area.width * 90 / 120]
            let facts = row.facts.filter { !$0.isEmpty }.prefix(stops.count)
            for (column, fact) in facts.enumerated() {
                // The last one has the rest of the line.
                let end = column + 1 < facts.count ? stops[column + 1] : area.width
                pen.put(fact, x: area.x + stops[column], y: y, width: end - stops[column] - 1)
            }
        }
    }

    /// `card 5 of 7 · approved by lea 2026-10-29 · maturity 2 of 3`.
    private var approval: String {
        let tags = version.tags
        let level = model.model(version.id.model)?.maturityLevel
        return [
            Facts.tag(tags, "card").map { "card " + $0 },
            Facts.tag(tags, "approved by", "approved_by").map { "approved by " + $0 },
            version.stage.map { "stage " + $0 },
            level.map { "maturity \($0) of 3" },
        ].compactMap { $0 }.joined(separator: " · ")
    }

    private struct IdentityRow {
        var label: String
        var facts: [String]
        /// Why it is empty and what would fill it.
        var missing: String
    }

    private var identityRows: [IdentityRow] {
        var rows = [
            IdentityRow(
                label: "code", facts: code,
                missing: "no registry names the commit it was built from"),
            IdentityRow(
                label: "data", facts: data,
                missing: version.driftUnknownReason ?? "no registry names its training data"),
            IdentityRow(
                label: "model", facts: artifact,
                missing: "no registry names its run: write it in registry.yaml beside the log"),
            IdentityRow(label: "serves", facts: serving, missing: "no request in the window"),
        ]
        let lacks = lacking
        if !lacks.isEmpty { rows.append(IdentityRow(label: "lacks", facts: lacks, missing: "")) }
        return rows
    }

    private var code: [String] {
        let tags = version.tags
        var commit = version.commit ?? ""
        if let branch = Facts.tag(tags, "branch", "git.branch", "mlflow.source.git.branch") {
            commit += (commit.isEmpty ? "" : " on ") + branch
        }
        if let message = Facts.tag(tags, "message", "git.message") { commit += ", \"\(message)\"" }
        let author = version.author ?? Facts.tag(tags, "author", "mlflow.user")
        let made = [author, version.createdAt.map(Formatting.date)].compactMap { $0 }
        let ci = Facts.tag(tags, "ci").map { "CI " + $0 } ?? ""
        let source = Facts.tag(tags, "mlflow.source.name") ?? ""
        return trimmed([commit.isEmpty ? source : commit, made.joined(separator: " "), ci])
    }

    private var data: [String] {
        let rows = Facts.tag(version.tags, "rows", "dataset.rows")
        let name = [version.dataset, rows].compactMap { $0 }.joined(separator: ", ")
        let digest = Facts.tag(version.tags, "sha256", "dataset.digest").map { "sha256 " + $0 }
        return trimmed([
            name, digest ?? "", version.referenceWords.map { "reference: " + $0 } ?? "",
        ])
    }

    private var artifact: [String] {
        let python = Facts.tag(version.tags, "python").map { "python " + $0 }
        let parts = [version.run.map { "run " + $0 }, version.flavor, python, version.artifact]
            .compactMap { $0 }
        let made = parts.joined(separator: ", ")
        guard !parts.isEmpty || !version.params.isEmpty else { return [] }
        let inputs = version.drift.filter { $0.feature != "score" && $0.feature != "prediction" }
        let count =
            Facts.tag(version.tags, "features") ?? (inputs.isEmpty ? nil : "\(inputs.count)")
        let params = version.params.sorted { $0.key < $1.key }.prefix(4)
            .map { "\($0.key) \($0.value)" }.joined(separator: " · ")
        return trimmed([
            made, count.map { "\($0) feature\($0 == "1" ? "" : "s") → \(version.id.model)" } ?? "",
            params,
        ])
    }

    private var serving: [String] {
        guard version.requests != nil || version.role != nil else { return [] }
        var words = [version.role ?? version.aliases.first ?? "serves"]
        if let share = version.trafficShare { words.append(Formatting.wholePercent(share) + " %") }
        if let target = version.target {
            words.append("on " + target)
        } else if version.targets.count > 1 {
            words.append("on \(version.targets.count) targets")
        }
        if let since = version.servingSince ?? version.firstSeenAt {
            let seen = version.servingSinceOrEarlier ? "seen since " : "since "
            words.append(seen + Formatting.dateMinute(since))
        }
        return trimmed([
            words.joined(separator: " "), version.servedBefore.map { "before it: " + $0 } ?? "",
            version.servedAfter.map { "after it: " + $0 } ?? "",
        ])
    }

    private var lacking: [String] {
        let status = model.model(version.id.model)
        let level = status?.maturityLevel.map { "level \(min(3, $0 + 1)): " }
        let missing = status?.maturityMissing.joined(separator: ", ") ?? ""
        let maturity = level.flatMap { missing.isEmpty ? nil : $0 + missing } ?? ""
        return trimmed([
            maturity, Facts.tag(version.tags, "card lacks").map { "card: " + $0 } ?? "",
        ])
    }

    /// The facts without empty ones at the end; none at all when every one is empty.
    private func trimmed(_ facts: [String]) -> [String] {
        var kept = facts
        while kept.last?.isEmpty == true { kept.removeLast() }
        return kept
    }
}
