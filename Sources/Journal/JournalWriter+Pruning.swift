internal import GRDB
internal import Telemetry

extension Journal {
    /// How long an incident that is over is kept: a year, and a month to compare it with.
    ///
    /// The audit is kept for ever: a line is some 300 bytes, and only what people and rules did
    /// makes one.
    package static let incidentMilliseconds: Int64 = 400 * 86_400_000

    /// Incidents of one workspace that are kept at most, some 50 MB; the oldest go.
    ///
    /// A rule that fires every minute is there in 70 days.
    package static let incidentLimit = 100_000
}

extension JournalWriter {
    /// Forgets, once an hour of evaluations, what is over for too long: incidents, the attention
    /// that nobody gives any more, and silences.
    func prune(at time: Timestamp) throws {
        let last = try Int64.fetchOne(
            db, sql: "SELECT last_evaluation FROM workspace WHERE id = ?", arguments: [workspace])
        guard time.milliseconds / 3_600_000 > (last ?? 0) / 3_600_000 else { return }
        let oldest = time.milliseconds - Journal.incidentMilliseconds
        for sql in [
            "DELETE FROM incident WHERE workspace = ? AND ended_at < ?",
            "DELETE FROM silence WHERE workspace = ? AND ends_at < ?",
            "DELETE FROM baseline WHERE workspace = ? AND since < ?",
            "DELETE FROM attention WHERE workspace = ? AND state IN ('new', 'closed') "
                + "AND followed < ?",
        ] {
            try db.execute(sql: sql, arguments: [workspace, oldest])
        }
        try db.execute(
            sql: """
                DELETE FROM incident WHERE id IN (
                    SELECT id FROM incident WHERE workspace = ? AND ended_at IS NOT NULL
                    ORDER BY ended_at DESC LIMIT -1 OFFSET ?)
                """, arguments: [workspace, Journal.incidentLimit])
    }
}
