internal import Documents
internal import PromQL
internal import Telemetry

extension RuleTestReader {
    /// What `do:` may say.
    private enum Deed: String, CaseIterable {
        case ack, unack, comment, snooze, silence, unsilence, restart
    }

    /// One entry of `actions`.
    mutating func action(_ node: DocumentNode) -> RuleTestAction? {
        let keys = [
            "at", "do", "alert", "by", "comment", "for", "above", "below", "replay", "refused",
            "clock", "late_sample", "until_unmatched",
        ]
        guard let mapping = mapping(node, of: "an action", keys: keys),
            attempt({ () throws(DocumentError) in try mapping.required("at") }) != nil,
            let at = milliseconds(mapping, "at"), let kind = kind(mapping)
        else { return nil }
        return RuleTestAction(
            line: node.line, atMilliseconds: at, by: text(mapping, "by") ?? "somebody", kind: kind,
            refusal: text(mapping, "refused"))
    }

    private mutating func kind(_ mapping: DocumentMapping) -> RuleTestAction.Kind? {
        let given = ["do", "clock", "late_sample"].filter { mapping[$0] != nil }
        guard given.count == 1 else {
            note(
                mapping.node.error(
                    "an action needs one of \"do\", \"clock\" and \"late_sample\"",
                    hint: "for example {at: 5m, do: ack, alert: HighLatency}"))
            return nil
        }
        if let clock = mapping["clock"] {
            return signedMilliseconds(clock).map { .clock(milliseconds: $0) }
        }
        if let late = mapping["late_sample"] { return lateSample(late) }
        guard
            let deed = attempt({ () throws(DocumentError) in
                try mapping.required("do").choice("action", Deed.self)
            })
        else { return nil }
        if deed == .restart {
            let replays = attempt { () throws(DocumentError) in try mapping.bool("replay") }
            return .restart(
                downMilliseconds: milliseconds(mapping, "for") ?? 0, replays: replays ?? nil)
        }
        guard
            let node = attempt({ () throws(DocumentError) in try mapping.required("alert") }),
            let selector = selector(node)
        else { return nil }
        return handling(deed, selector, mapping)
    }

    private mutating func handling(
        _ deed: Deed, _ selector: LabelSelector, _ mapping: DocumentMapping
    ) -> RuleTestAction.Kind? {
        let comment = text(mapping, "comment")
        switch deed {
        case .ack: return .handle(selector, .ack(comment: comment))
        case .unack: return .handle(selector, .unack)
        case .comment: return .handle(selector, .comment(comment ?? ""))
        case .unsilence: return .unsilence(selector)
        case .silence:
            let ends = attempt { () throws(DocumentError) in
                try mapping.bool("until_unmatched")
            }
            return length(mapping).map {
                .silence(
                    selector, milliseconds: $0, comment: comment ?? "",
                    endsWhenUnmatched: (ends ?? nil) ?? false)
            }
        case .snooze:
            for (key, upwards) in [("above", true), ("below", false)] {
                guard
                    let limit = attempt({ () throws(DocumentError) in try mapping.double(key) }),
                    let limit
                else { continue }
                return .handle(
                    selector, .snooze(.worseThan(limit, upwards: upwards), comment: comment))
            }
            return length(mapping).map { .snooze(selector, milliseconds: $0, comment: comment) }
        case .restart: return nil
        }
    }

    private mutating func length(_ mapping: DocumentMapping) -> Int64? {
        guard attempt({ () throws(DocumentError) in try mapping.required("for") }) != nil else {
            return nil
        }
        return milliseconds(mapping, "for")
    }

    /// An alert's name, matchers such as `alertname="High",model="a"`, or a mapping of labels.
    private mutating func selector(_ node: DocumentNode) -> LabelSelector? {
        do throws(LabelSelector.Fault) {
            if case .mapping(let entries) = node.content {
                var matchers: [LabelSelector.Matcher] = []
                for entry in entries {
                    guard
                        let text = attempt({ () throws(DocumentError) in try entry.value.string() })
                    else { return nil }
                    matchers.append(.init(entry.name, .equal, text))
                }
                return try LabelSelector(matchers)
            }
            guard
                let text = attempt({ () throws(DocumentError) in
                    try node.string("an alert's name or matchers")
                })
            else { return nil }
            guard text.contains("=") || text.contains("!") else {
                return try LabelSelector([.init("alertname", .equal, text)])
            }
            return try LabelSelector(parsing: text)
        } catch {
            note(node.error("not a list of matchers: \(error.message)"))
            return nil
        }
    }

    private mutating func lateSample(_ node: DocumentNode) -> RuleTestAction.Kind? {
        guard
            let mapping = mapping(node, of: "a late sample", keys: ["series", "value", "at"]),
            let name = attempt({ () throws(DocumentError) in try mapping.required("series") }),
            let value = attempt({ () throws(DocumentError) in try mapping.required("value") }),
            attempt({ () throws(DocumentError) in try mapping.required("at") }) != nil,
            let labels = labels(name), let points = points(value),
            let at = milliseconds(mapping, "at")
        else { return nil }
        guard points.count == 1 else {
            note(value.error("expected one value, found \(points.count)"))
            return nil
        }
        return .lateSample(labels, value: points[0], atMilliseconds: at)
    }

    /// `+5m`, `-90s`.
    private mutating func signedMilliseconds(_ node: DocumentNode) -> Int64? {
        guard case .scalar(let text, _) = node.content,
            let seconds = DocumentNode.seconds(
                of: text.hasPrefix("+") || text.hasPrefix("-") ? String(text.dropFirst()) : text)
        else {
            note(node.error("expected a shift such as +5m or -90s, found \(node.kind)"))
            return nil
        }
        let milliseconds = Int64((seconds * 1_000).rounded())
        return text.hasPrefix("-") ? -milliseconds : milliseconds
    }
}
