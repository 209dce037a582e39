internal import Alerting
internal import GRDB
internal import Telemetry

extension JournalWriter {
    func attention(_ alert: String) throws -> AttentionRecord? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM attention WHERE workspace = ? AND alert = ?",
            arguments: [workspace, alert]
        ).map(AttentionRow.record)
    }

    func save(_ record: AttentionRecord, revision: Int64) throws {
        let row = AttentionRow(record.attention)
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO attention (workspace, alert, rule, labels, state, who, at,
                    severity, value, comment, until, worse_than, upwards, closed_at, returned_at,
                    note, note_by, note_at, followed, revision, until_cleared, rang_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                workspace, record.id, record.rule, JournalText.text(record.labels), row.state,
                row.who, row.at?.milliseconds, row.severity, row.value, row.comment,
                row.until?.milliseconds, row.worseThan, row.upwards, row.closedAt?.milliseconds,
                row.returnedAt?.milliseconds, record.comment?.text, record.comment?.by,
                record.comment?.at.milliseconds, record.followed.milliseconds, revision,
                row.untilCleared, record.rangAt?.milliseconds,
            ])
    }
}

/// The columns that spell one `Attention`.
struct AttentionRow {
    var state: String
    var who: String?
    var at: Timestamp?
    var severity: String?
    var value: Double?
    var comment: String?
    var until: Timestamp?
    var worseThan: Double?
    var upwards: Bool?
    var untilCleared: Bool?
    var closedAt: Timestamp?
    var returnedAt: Timestamp?

    init(_ attention: Attention) {
        switch attention {
        case .new: state = "new"
        case .acked(let acknowledgement):
            state = "acked"
            take(acknowledgement)
        case .snoozed(let snooze):
            state = "snoozed"
            who = snooze.by
            at = snooze.at
            severity = snooze.severity
            comment = snooze.comment
            switch snooze.until {
            case .time(let time): until = time
            case .worseThan(let limit, let isUpwards):
                worseThan = limit
                upwards = isUpwards
            case .cleared: untilCleared = true
            }
        case .returned(let at):
            state = "returned"
            returnedAt = at
        case .closed(let acknowledgement, let at, let returned):
            state = "closed"
            take(acknowledgement)
            closedAt = at
            returnedAt = returned
        }
    }

    private mutating func take(_ acknowledgement: Acknowledgement) {
        who = acknowledgement.by
        at = acknowledgement.at
        severity = acknowledgement.severity
        value = acknowledgement.value.flatMap { $0.isNaN ? nil : $0 }
        comment = acknowledgement.comment
    }

    static func record(_ row: Row) -> AttentionRecord {
        var comment: AttentionRecord.Comment?
        if let text: String = row["note"], let by: String = row["note_by"],
            let at = time(row["note_at"])
        {
            comment = .init(text: text, by: by, at: at)
        }
        return AttentionRecord(
            rule: row["rule"], labels: JournalText.labels(row["labels"]), attention: attention(row),
            comment: comment, followed: time(row["followed"]) ?? .distantPast,
            rangAt: time(row["rang_at"]))
    }

    /// A row somebody tampered with reads as `new`: an alert is never quiet by mistake.
    private static func attention(_ row: Row) -> Attention {
        let who: String? = row["who"]
        let severity: String = row["severity"] ?? "none"
        switch row["state"] as String {
        case "acked", "closed":
            guard let who, let at = time(row["at"]) else { return .new }
            let acknowledgement = Acknowledgement(
                by: who, at: at, comment: row["comment"], severity: severity, value: row["value"])
            guard let closedAt = time(row["closed_at"]) else { return .acked(acknowledgement) }
            return .closed(acknowledgement, at: closedAt, returnedAt: time(row["returned_at"]))
        case "snoozed":
            guard let who, let at = time(row["at"]), let until = until(row) else { return .new }
            return .snoozed(
                Snooze(until: until, by: who, at: at, comment: row["comment"], severity: severity))
        case "returned": return time(row["returned_at"]).map { .returned(at: $0) } ?? .new
        default: return .new
        }
    }

    private static func until(_ row: Row) -> Snooze.Until? {
        if let end = time(row["until"]) { return .time(end) }
        if let isOneShot: Bool = row["until_cleared"], isOneShot { return .cleared }
        guard let limit: Double = row["worse_than"], let upwards: Bool = row["upwards"] else {
            return nil
        }
        return .worseThan(limit, upwards: upwards)
    }

    static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map { Timestamp(milliseconds: $0) }
    }
}
