package import Alerting
internal import GRDB
package import Telemetry

/// Some lines of the audit, and where the next ones begin.
package struct AuditPage: Hashable, Sendable {
    /// In the order they were written.
    package var lines: [AuditEntry]
    /// What `auditPage(after:)` takes for the lines behind these; nil when there are none.
    package var next: Int64?
}

extension Journal {
    /// Lines of one page: what a reader holds at once, however long the audit is.
    package static let auditPageLength = 1_000

    /// The audit's lines behind a place, as far as a page goes.
    ///
    /// Lines are never changed and never removed, so that pages read one after the other are what
    /// one reading would have been.
    /// - Parameters:
    ///   - place: `next` of the page before; 0 for the first page.
    ///   - since: earlier ones are left out, by the time of the action.
    package func auditPage(
        after place: Int64 = 0, since: Timestamp = .distantPast
    ) throws(JournalError) -> AuditPage {
        try read { db in
            guard let workspace = try knownWorkspace(db) else { return AuditPage(lines: []) }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM audit WHERE workspace = ? AND id > ? AND at >= ?
                    ORDER BY id LIMIT ?
                    """,
                arguments: [workspace, place, since.milliseconds, Self.auditPageLength])
            let isFull = rows.count == Self.auditPageLength
            return AuditPage(lines: rows.map(AuditRow.entry), next: isFull ? rows.last?["id"] : nil)
        }
    }

    /// Every line of the audit from `since` on, in the order they were written.
    package func audit(since: Timestamp = .distantPast) throws(JournalError) -> [AuditEntry] {
        var page = try auditPage(since: since)
        var lines = page.lines
        while let next = page.next {
            page = try auditPage(after: next, since: since)
            lines += page.lines
        }
        return lines
    }
}

/// Reads a line of the audit.
enum AuditRow {
    static func entry(_ row: Row) -> AuditEntry {
        // A file that an older program wrote, and that is only read, has no such column.
        let silence: String? = row.hasColumn("silence") ? row["silence"] : nil
        return AuditEntry(
            at: Timestamp(milliseconds: row["at"]), who: row["who"], what: row["what"],
            alert: row["alert"], rule: row["rule"], labels: JournalText.labels(row["labels"]),
            before: row["before"], after: row["after"], comment: row["comment"],
            silence: silence.flatMap(JournalText.silence))
    }
}
