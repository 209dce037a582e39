package import Alerting
internal import GRDB
package import Telemetry

extension Journal {
    /// How many notices of the workspace were claimed since `time`, by whatever process.
    package func notices(since time: Timestamp) throws(JournalError) -> Int {
        try read { db in
            guard let workspace = try workspaceID(db) else { return 0 }
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM notice WHERE workspace = ? AND claimed_at > ?",
                arguments: [workspace, time.milliseconds]) ?? 0
        }
    }

    /// Whether nobody has been told of this yet; whoever hears yes is the one to tell.
    ///
    /// What fired counts once an incident, whichever evaluator saw it first and when.
    package func claim(_ ring: RuleEvaluation.Ring, at time: Timestamp) throws(JournalError) -> Bool
    {
        try flush()
        return try write { db in
            guard let workspace = try workspaceID(db) else { return true }
            return try JournalWriter(db, workspace).claim(ring, at: time)
        }
    }

    /// Whether somebody has been told of this.
    package func isClaimed(
        _ ring: RuleEvaluation.Ring, at time: Timestamp
    ) throws(JournalError) -> Bool {
        try read { db in
            guard let workspace = try workspaceID(db),
                let since = try JournalWriter(db, workspace).since(ring, at: time)
            else { return false }
            let count = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM notice
                    WHERE workspace = ? AND alert = ? AND reason = ? AND since = ?
                    """, arguments: [workspace, ring.alert, ring.reason.rawValue, since])
            return (count ?? 0) > 0
        }
    }
}

extension JournalWriter {
    /// Whether nobody had been told of it; from here on somebody has.
    func claim(_ ring: RuleEvaluation.Ring, at time: Timestamp) throws -> Bool {
        let since = try since(ring, at: time)
        try db.execute(
            sql: "DELETE FROM notice WHERE workspace = ? AND claimed_at < ?",
            arguments: [workspace, time.milliseconds - Journal.incidentMilliseconds])
        try db.execute(
            sql: "INSERT OR IGNORE INTO notice VALUES (?, ?, ?, ?, ?)",
            arguments: [
                workspace, ring.alert, ring.reason.rawValue, since ?? time.milliseconds,
                time.milliseconds,
            ])
        let isFirst = db.changesCount > 0
        if ring.reason != .fired {
            // Whoever was told of it now need not be told later that it had fired.
            var fired = ring
            (fired.reason, fired.since) = (.fired, nil)
            _ = try claim(fired, at: time)
        }
        return isFirst
    }

    /// What tells one occasion to ring from another, whichever evaluator sees it and when: when the
    /// snooze began or the silence ended, the incident for what fired.
    ///
    /// Nobody writes down when an inhibition ends: of one alert all within two minutes are one.
    func since(_ ring: RuleEvaluation.Ring, at time: Timestamp) throws -> Int64? {
        if let since = ring.since { return since.milliseconds }
        if ring.reason == .silenceEnded {
            return try Int64.fetchOne(
                db,
                sql: """
                    SELECT since FROM notice WHERE workspace = ? AND alert = ? AND reason = ?
                        AND claimed_at > ? ORDER BY claimed_at DESC LIMIT 1
                    """,
                arguments: [
                    workspace, ring.alert, ring.reason.rawValue, time.milliseconds - 120_000,
                ])
        }
        return try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM incident WHERE workspace = ? AND alert = ?
                ORDER BY ended_at IS NULL DESC, active_at DESC LIMIT 1
                """, arguments: [workspace, ring.alert])
    }
}
