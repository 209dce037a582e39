import Canvas
import Snapshot

/// Why it fires and when it clears, what else the version does, who has it and what was done.
extension WhyView {
    /// - Parameter rows: how many there are; what lies deepest gives way to when it clears.
    func reasons(width: Int, rows: Int = .max) -> Section {
        let rule = model.snapshot.rule(of: alert)
        let kind = (why?.builtIn ?? rule?.builtIn) == true ? "built-in rule" : "rule"
        let title =
            switch alert.condition {
            case .pending: "Why it may fire"
            case .resolved: "Why it fired"
            default: "Why it fires"
            }
        guard let why else {
            let expression =
                rule.map { Prose.wrapped(Prose.line($0.expression), width: width) } ?? []
            return Section(
                title, note: "\(kind) \(alert.rule)",
                expression.map { [Run($0)] } + [[Run("reading …", .muted)]])
        }
        // Its lines are wrapped again: they may be made for another width.
        let clears = Prose.wrapped(why.clearWords.joined(separator: " "), width: width)
        let terms = why.terms.shallow(fitting: rows - clears.count)
        let verdicts = why.terms.map { Pen.width($0.verdict) }.max() ?? 0
        let values = min(12, max(7, why.terms.map { Pen.width($0.value) }.max() ?? 0))
        let room = max(4, width - values - 3 - verdicts)
        let texts = Self.fitted(terms, to: room)
        var lines = zip(terms, texts).map { term, text -> [Run] in
            [
                Run(Pen.padLeft(term.value, values) + "  ", term.depth > 0 ? .muted : .text),
                Run(Pen.pad(text, room) + " ", term.depth > 0 ? .muted : .text),
                Run(term.verdict),
            ]
        }
        lines += clears.map { [Run($0)] }
        if why.terms.isEmpty {
            lines += Prose.wrapped(Prose.line(why.expression), width: width).map { [Run($0)] }
        } else if let rule, lines.count < rows {
            let key = model.keys.key(.rule)
            lines.append([
                Run("\(key) shows the expression", .muted),
                Run(
                    rule.builtIn
                        ? "; driftop.yaml overrides it by name"
                        : why.location.isEmpty ? "" : "; " + why.location, .muted),
            ])
        }
        return Section(title, note: "\(kind) \(alert.rule)", lines)
    }

    /// The texts of the terms, the parts of a value further in; two that would be cut to the same
    /// words begin where they differ.
    static func fitted(_ terms: [AlertDetail.Term], to room: Int) -> [String] {
        func fit(_ text: String, _ term: AlertDetail.Term) -> String {
            let indent = String(repeating: "  ", count: term.depth)
            return indent + cut(text, to: room - Pen.width(indent))
        }
        let texts = terms.map { fit($0.text, $0) }
        return terms.indices.map { index in
            let twin = terms.indices.first {
                texts[$0] == texts[index] && terms[$0].text != terms[index].text
            }
            guard let twin else { return texts[index] }
            let common = zip(terms[index].text, terms[twin].text).prefix { $0.0 == $0.1 }.count
            // A few letters before it say what differs.
            let rest = terms[index].text.dropFirst(max(0, common - 8))
            return fit("…" + rest, terms[index])
        }
    }

    /// An expression with its middle left out where it is too long: its end tells it from others,
    /// and the limit stands there.
    static func cut(_ text: String, to room: Int) -> String {
        // On a narrow screen two halves would say less than one.
        guard Pen.width(text) > room, room >= 30 else { return text }
        let signs = [" > ", " < ", " ≥ ", " ≤ ", " = ", " ≠ "]
        let limit = signs.flatMap { text.ranges(of: $0) }.max { $0.lowerBound < $1.lowerBound }
        var tail = limit.map { String(text[$0.lowerBound...]) } ?? ""
        if tail.isEmpty || Pen.width(tail) > room / 2 { tail = String(text.suffix(room / 2)) }
        return Pen.cut(String(text.dropLast(tail.count)), to: room - Pen.width(tail)) + tail
    }

    /// The version beside the one it is compared with: whether only this measure moved.
    func beside(width: Int) -> Section {
        guard let version else {
            return Section("The rest", [[Run("the alert names no version", .muted)]])
        }
        let other = counterpart(of: version)
        let name = version.id.version ?? version.id.model
        let title =
            other.map { "\(name) beside \($0.id.version ?? $0.id.model)" } ?? "All of \(name)"
        let columns = [
            TableColumn("", minimum: 10, maximum: 18),
            TableColumn(name, alignment: .right, minimum: 8),
            TableColumn(
                other?.id.version ?? "USUAL", alignment: .right, minimum: 8),
            TableColumn("", minimum: 4, gap: 3, isFlexible: true),
        ]
        let rows = Comparison(version, other, detail: model.snapshot.subject).rows.prefix(6).map {
            row -> [Run] in
            [
                Run(row.name, .muted), Run(row.first, row.isBad ? .page : .text),
                Run(row.second, .muted), Run(row.words, row.isBad ? .text : .muted),
            ]
        }
        return Section(
            title, note: "last " + Formatting.window(model.snapshot.windowSeconds),
            TextTable.lines(columns, rows: rows, width: width))
    }

    /// What the version is held against: the chosen one when it is of the same model, else its
    /// champion.
    private func counterpart(of version: VersionStatus) -> VersionStatus? {
        let chosen = model.compared.flatMap { $0.model == version.id.model ? $0 : nil }
        if let chosen, chosen != version.id { return model.version(chosen) }
        let others = model.model(version.id.model)?.versions ?? []
        return others.first { $0.id != version.id && $0.isChampion && $0.requests != nil }
    }

    func people(width: Int) -> Section {
        var lines: [[Run]] = []
        if why == nil, let owner = alert.owner {
            lines += Prose.labelled(
                "owner", model.people(of: owner), indent: 10, width: width)
        } else if let role = why?.ownerRole ?? alert.owner {
            let team = why?.ownerTeam ?? alert.team
            let duty = [why?.ownerResponsibility, team].compactMap { $0 }.joined(separator: ", ")
            let label = Pen.width(role) < 10 ? role : "owner"
            let text =
                duty.isEmpty
                ? (Pen.width(role) < 10 ? "" : role + ", ") + "by the registry; in no team's file"
                : Pen.width(role) < 10 ? duty : [role, duty].joined(separator: ": ")
            lines += Prose.labelled(label, text, indent: 10, width: width)
        } else {
            lines.append([
                Run("nobody owns it: name an owner in registry.yaml or team.yaml", .muted)
            ])
        }
        if let words = why?.onCallWords {
            let parts = words.split(separator: " ", maxSplits: 1)
            let who = parts.first.map(String.init) ?? ""
            let rest = parts.count > 1 ? String(parts[1]) : ""
            // Without an end of the shift only the contact follows.
            let duty = rest.hasPrefix("to ") || rest.hasPrefix("on ") ? rest : "on call " + rest
            lines += Prose.labelled(who, duty, indent: 10, width: width)
        }
        if let runbook = why?.runbook ?? alert.annotations["runbook_url"] {
            lines += Prose.labelled("runbook", runbook, indent: 10, width: width)
        }
        if let command = why?.command {
            lines += Prose.labelled(
                model.keys.key(.copy) + " copies", command, indent: 10, width: width)
        }
        if let words = why?.commandWords {
            lines += Prose.labelled(
                why?.commandLabel ?? "it would", words, indent: 10, width: width)
        }
        return Section("Who, and what now", lines)
    }

    /// This alert so far, oldest first, with what it waits for.
    func handling(width: Int) -> Section {
        var steps: [(Moment?, String)] = []
        if let onset = alert.onsetAt, onset < alert.activeAt {
            steps.append(
                (onset, "beyond its limit" + (alert.onsetOrEarlier ? ", or earlier" : "")))
        }
        steps.append(
            (alert.activeAt, "condition true" + (alert.activeAtOrEarlier ? ", or earlier" : "")))
        if let fired = alert.firedAt {
            let held = fired.seconds(since: alert.activeAt)
            let span = held < 600 ? Formatting.window(held) : Words.duration(held)
            steps.append((fired, "fires" + (held > 0 ? ", true for \(span)" : "")))
        }
        if let acked = alert.ackedAt {
            let who = alert.ackedBy.map { " by " + $0 } ?? ""
            let comment = alert.comment.map { ", \"\($0)\"" } ?? ""
            steps.append((acked, alert.attention.rawValue + who + comment))
        }
        if let lost = alert.dataLostAt { steps.append((lost, "its series vanishes: no data")) }
        if let resolved = alert.resolvedAt { steps.append((resolved, "clears")) }
        steps.sort { ($0.0 ?? now) < ($1.0 ?? now) }
        if let until = alert.snoozedUntil { steps.append((until, "snooze ends")) }
        if let hush = alert.hush {
            let comment = hush.comment.map { ", \"\($0)\"" } ?? ""
            steps.append(
                (
                    hush.until,
                    hush.until == nil
                        ? "quiet because of \(hush.by)" : "the silence by \(hush.by) ends" + comment
                ))
        }
        if let fires = alert.firesAt, alert.condition == .pending {
            steps.append((fires, "fires if it stays so"))
        }
        var lines = steps.flatMap { moment, words -> [[Run]] in
            let time = moment.map(clock) ?? Formatting.unknown
            return Prose.labelled(time, words, indent: 12, width: width)
        }
        if alert.attention == .new, alert.condition != .pending, alert.isActive {
            lines.append([
                Run(Pen.pad(Formatting.unknown, 12), .muted),
                Run("nobody has it in hand: \(model.keys.key(.acknowledge)) takes it", .ticket),
            ])
        }
        if let why, let chart = why.chart, !why.isTruth {
            // `p95 over 5 m` is named in the heading; here `p95` says it.
            let window = why.measure.ranges(of: " over ").last?.lowerBound
            let name = window.map { String(why.measure[..<$0]) } ?? why.measure
            let measure = name.isEmpty ? "value" : Self.cut(name, to: max(30, width / 2))
            let sentence = Words.chart(
                chart, measure: measure, unit: why.unit,
                scale: why.scale, limit: why.limit, breach: why.breachesBelow ? .below : .above,
                onset: alert.isActive ? alert.onsetAt : nil)
            lines += Prose.wrapped(sentence, width: width).map { [Run($0, .muted)] }
        }
        return Section("This alert so far", note: "oldest first", lines)
    }

    private func clock(_ moment: Moment) -> String {
        Formatting.date(moment) == Formatting.date(now)
            ? Formatting.clockSecond(moment) : Facts.when(moment, now: now)
    }
}
