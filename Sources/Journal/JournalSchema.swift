internal import GRDB

/// The tables, and their version.
enum JournalSchema {
    static let version = 7

    /// Creates the tables in a new file, adds those that an older one lacks; refuses one that a
    /// newer program wrote.
    static func migrate(_ db: Database) throws {
        // Most files are up to date: opening one writes nothing.
        guard try found(db) != version else { return }
        try db.inTransaction(.immediate) {
            let found = try found(db)
            if found == 0 { try db.execute(sql: tables) }
            if found < 2 { try db.execute(sql: rollups) }
            if found < 3 { try db.execute(sql: flapsAndNotices) }
            if found < 4 { try addLooks(db) }
            if found < 5 { try db.execute(sql: auditNumbers) }
            if found < 6 { try addExpressionsAndRegistry(db) }
            if found < 7 { try addBaselinesAndSides(db) }
            if found < version { try db.execute(sql: "PRAGMA user_version = \(version)") }
            return .commit
        }
        try check(db)
    }

    static func check(_ db: Database) throws {
        try refuseNewer(db)
        guard try found(db) > 0 else {
            throw JournalError(.missing, path: db.description, detail: "the file is empty")
        }
    }

    /// Ends with an error for a file of a newer program.
    static func refuseNewer(_ db: Database) throws {
        let found = try found(db)
        guard found <= version else {
            throw JournalError(
                .tooNew, path: db.description,
                detail: "version \(found), known are up to \(version)")
        }
    }

    /// Whether the file is new enough to keep hours: one opened for reading is never changed.
    static func hasRollups(_ db: Database) throws -> Bool { try found(db) >= 2 }

    /// Whether the file is new enough to keep flap windows and who was told.
    static func hasFlaps(_ db: Database) throws -> Bool { try found(db) >= 3 }

    private static func found(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    static func workspaceID(
        _ identity: String, in db: Database, creating: Bool
    ) throws -> Int64? {
        if creating {
            try db.execute(
                sql: "INSERT OR IGNORE INTO workspace (identity) VALUES (?)", arguments: [identity])
        }
        return try Int64.fetchOne(
            db, sql: "SELECT id FROM workspace WHERE identity = ?", arguments: [identity])
    }

    /// Times are milliseconds since 1970; labels and annotations JSON objects with sorted keys.
    ///
    /// `revision` counts a workspace's writes: a reader asks for the rows above the one it has
    /// seen.
    private static let tables = """
        CREATE TABLE workspace (
            id INTEGER PRIMARY KEY,
            identity TEXT NOT NULL UNIQUE,
            last_evaluation INTEGER,
            revision INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE incident (
            id INTEGER PRIMARY KEY,
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            alert TEXT NOT NULL,
            rule TEXT NOT NULL,
            labels TEXT NOT NULL,
            series TEXT NOT NULL,
            subject TEXT NOT NULL,
            severity TEXT NOT NULL,
            annotations TEXT NOT NULL,
            phase TEXT NOT NULL CHECK (phase IN
                ('pending', 'firing', 'recovering', 'no_data', 'resolved', 'forgotten')),
            value REAL,
            active_at INTEGER NOT NULL,
            fired_at INTEGER,
            phase_since INTEGER,
            ended_at INTEGER,
            evaluated_at INTEGER NOT NULL,
            acked_by TEXT,
            comment TEXT,
            revision INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX incident_open ON incident (workspace, alert) WHERE ended_at IS NULL;
        CREATE INDEX incident_alert ON incident (workspace, alert, active_at);
        CREATE INDEX incident_past ON incident (workspace, rule, subject, active_at);
        CREATE INDEX incident_revision ON incident (workspace, revision);

        CREATE TABLE attention (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            alert TEXT NOT NULL,
            rule TEXT NOT NULL,
            labels TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN
                ('new', 'acked', 'snoozed', 'returned', 'closed')),
            who TEXT,
            at INTEGER,
            severity TEXT,
            value REAL,
            comment TEXT,
            until INTEGER,
            worse_than REAL,
            upwards INTEGER,
            closed_at INTEGER,
            returned_at INTEGER,
            note TEXT,
            note_by TEXT,
            note_at INTEGER,
            followed INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            PRIMARY KEY (workspace, alert)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attention_revision ON attention (workspace, revision);

        CREATE TABLE silence (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            id TEXT NOT NULL,
            matchers TEXT NOT NULL,
            author TEXT NOT NULL,
            comment TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            ends_when_unmatched INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            alert TEXT NOT NULL,
            rule TEXT NOT NULL,
            labels TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            comment TEXT
        ) STRICT;
        CREATE INDEX audit_at ON audit (workspace, at);
        CREATE TRIGGER audit_keeps_lines BEFORE UPDATE ON audit
            BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit
            BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
        """

    /// `REPLACE` deletes without asking the trigger that guards deletions.
    private static let auditNumbers = """
        CREATE TRIGGER IF NOT EXISTS audit_keeps_numbers BEFORE INSERT ON audit
            WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
            BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
        """

    /// One row an hour and version; `measures` is a JSON object of numbers by name.
    private static let rollups = """
        CREATE TABLE rollup (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            model TEXT NOT NULL,
            version TEXT NOT NULL,
            ended_at INTEGER NOT NULL,
            measures TEXT NOT NULL,
            PRIMARY KEY (workspace, model, version, ended_at)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rollup_age ON rollup (workspace, ended_at);
        """

    /// A flap window is one JSON object; a notice says who runs the command for an incident.
    private static let flapsAndNotices = """
        CREATE TABLE flap (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            alert TEXT NOT NULL,
            rule TEXT NOT NULL,
            labels TEXT NOT NULL,
            window TEXT NOT NULL,
            PRIMARY KEY (workspace, alert)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE notice (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            alert TEXT NOT NULL,
            reason TEXT NOT NULL,
            since INTEGER NOT NULL,
            claimed_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, alert, reason, since)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_age ON notice (workspace, claimed_at);
        ALTER TABLE attention ADD COLUMN until_cleared INTEGER;
        """
}
