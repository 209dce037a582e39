import Snapshot

/// The handoff as data: the alerts as in the snapshot's contract, and the shift around them.
enum HandoffJSON {
    /// Names its own form, so that it can change without surprise.
    static let format = "driftop/handoff/1"

    /// Unknown is null; times are RFC 3339 in UTC.
    static func text(_ snapshot: SystemSnapshot) -> String {
        var json = JSONText()
        json.object { json in
            json.field("format", format)
            json.field("at", snapshot.at)
            json.field("since", snapshot.shift?.since)
            json.array("alerts", snapshot.alerts, SnapshotJSON.write)
            json.array("came_and_went", snapshot.shift?.over ?? [], write)
            json.array("changes", snapshot.shift?.changes ?? [], write)
            json.array("nearest", snapshot.nearest) { json, near in
                json.object { json in
                    json.field("name", near.name)
                    json.field("words", near.words)
                    json.field("fraction", near.fraction)
                }
            }
            json.array("silences", snapshot.silences, write)
            if let load = snapshot.shift?.load { write(&json, load) }
        }
        return json.text + "\n"
    }

    private static func write(_ json: inout JSONText, _ past: ShiftDetail.PastAlert) {
        json.object { json in
            json.field("id", past.id)
            json.field("rule", past.rule)
            json.field("severity", past.severity)
            json.field("subject", past.subject)
            json.field("summary", past.summary.isEmpty ? nil : past.summary)
            json.field("fired_at", past.firedAt)
            json.field("ended_at", past.endedAt)
            json.field("acked_by", past.ackedBy)
            json.field("comment", past.comment)
            json.field("silenced", past.isQuiet)
        }
    }

    private static func write(_ json: inout JSONText, _ change: ShiftDetail.Change) {
        json.object { json in
            json.field("at", change.event.at)
            json.field("model", change.model)
            json.field("kind", change.event.kind.rawValue)
            json.field("title", change.event.title)
            json.field("detail", change.event.detail)
        }
    }

    private static func write(_ json: inout JSONText, _ silence: SilenceStatus) {
        json.object { json in
            json.field("id", silence.id)
            json.field("matchers", silence.matchers)
            json.field("author", silence.author)
            json.field("comment", silence.comment.isEmpty ? nil : silence.comment)
            json.field("starts_at", silence.startsAt)
            json.field("ends_at", silence.endsAt)
        }
    }

    private static func write(_ json: inout JSONText, _ load: AlertLoad) {
        json.object("alert_load") { json in
            json.field("last_10_minutes", Int64(load.lastTenMinutes))
            json.field("last_hour", Int64(load.lastHour))
            json.field("busiest_10_minutes", Int64(load.busiest))
            json.field("busiest_ended_at", load.busiestEnd)
            json.field("known_since", load.knownSince)
            json.field("operators", Int64(load.operators))
            json.field("manageable", AlertLoad.manageable)
        }
    }
}
