package import Alerting
import Canvas
import Snapshot
import Telemetry

/// Lines of the audit as they leave the program: one an action, nothing in them that a terminal
/// would obey.
package enum AuditLines {
    /// One JSON object on one line, without its line's end.
    ///
    /// The fields, always all of them and in this order; names and meanings do not change:
    /// - `at`: when it was done, RFC 3339 in UTC with milliseconds.
    /// - `who`: a person, or `driftop` for what happened by itself.
    /// - `what`: `ack`, `unack`, `comment`, `snooze`, `silence`, `unsilence`; by itself
    ///   `ack ended`, `snooze ended`, `unsilence`, `ack carried over`, `snooze carried over`; and
    ///   `… refused` for what was done while the journal could not be written and came too late.
    /// - `alert`: the alert's id; null for a silence.
    /// - `rule`, `labels`: the alert's; null and `{}` for a silence.
    /// - `before`, `after`: the attention (`new`, `acked`, `snoozed`, `returned`; `closed`: over,
    ///   and somebody had acknowledged it), or the state of the silence; `before` is null for a
    ///   new one.
    /// - `comment`: what was said; null for nothing.
    /// - `silence`: null, or `{id, matchers, author, comment, starts_at, ends_at,
    ///   ends_when_unmatched}` as it stood after the line.
    package static func json(_ entry: AuditEntry) -> String {
        let isSilence = entry.rule.isEmpty
        var json = JSONText()
        json.object { json in
            json.field("at", time(entry.at))
            json.field("who", entry.who)
            json.field("what", entry.what)
            json.field("alert", isSilence ? nil : entry.alert)
            json.field("rule", isSilence ? nil : entry.rule)
            json.field("labels", entry.labels.dictionary)
            json.field("before", entry.before.isEmpty ? nil : entry.before)
            json.field("after", entry.after)
            json.field("comment", entry.comment.flatMap { $0.isEmpty ? nil : $0 })
            guard let silence = entry.silence else { return json.null("silence") }
            json.object("silence") { json in
                json.field("id", silence.id)
                json.field("matchers", silence.selector.description)
                json.field("author", silence.author)
                json.field("comment", silence.comment.isEmpty ? nil : silence.comment)
                json.field("starts_at", time(silence.startsAt))
                json.field("ends_at", time(silence.endsAt))
                json.field("ends_when_unmatched", silence.endsWhenUnmatched)
            }
        }
        return json.text
    }

    /// One line for people: time, who, what, about what, before and after, what was said.
    package static func text(_ entry: AuditEntry) -> String {
        var parts = [time(entry.at), entry.who, entry.what]
        if let silence = entry.silence {
            parts.append("\(silence.selector) until \(time(silence.endsAt))")
        } else if entry.rule.isEmpty {
            parts.append(entry.alert)
        } else {
            let labels = entry.labels.pairs.filter { $0.name != "alertname" }
                .map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
            parts.append("\(entry.rule){\(labels)}")
        }
        if entry.before != entry.after {
            parts.append(entry.before.isEmpty ? entry.after : "\(entry.before) → \(entry.after)")
        }
        if let comment = entry.comment, !comment.isEmpty { parts.append("“\(comment)”") }
        return TextSafety.plain(parts.joined(separator: "  ").replacing("\n", with: " "))
    }

    private static func time(_ time: Timestamp) -> String {
        CivilTime.text(Moment(milliseconds: time.milliseconds))
    }
}
