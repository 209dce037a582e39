internal import GRDB

extension JournalSchema {
    /// When each person last had a dashboard of the workspace open, and what the audit's lines
    /// about silences were about.
    ///
    /// It can be run again: a file may have one of the two already.
    static func addLooks(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS look (
                    workspace INTEGER NOT NULL REFERENCES workspace (id),
                    who TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (workspace, who)
                ) STRICT, WITHOUT ROWID;
                """)
        if try !db.columns(in: "audit").contains(where: { $0.name == "silence" }) {
            try db.execute(sql: "ALTER TABLE audit ADD COLUMN silence TEXT")
        }
    }

    /// The expression of the rule that gave an alert, by which rules of one name are told apart,
    /// when an incident called for somebody, and what registries said.
    ///
    /// It can be run again: a file may have some of them already.
    static func addExpressionsAndRegistry(_ db: Database) throws {
        for (table, column, type) in [
            ("incident", "expression", "TEXT"), ("flap", "expression", "TEXT"),
            ("attention", "rang_at", "INTEGER"),
        ] where try !db.columns(in: table).contains(where: { $0.name == column }) {
            try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column) \(type)")
        }
        try db.execute(sql: registry)
    }

    /// What registries last said of each version, and what moved in them; `aliases` is a JSON list.
    private static let registry = """
        CREATE TABLE IF NOT EXISTS registry_version (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            model TEXT NOT NULL,
            version TEXT NOT NULL,
            aliases TEXT NOT NULL,
            stage TEXT,
            role TEXT,
            PRIMARY KEY (workspace, model, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS registry_move (
            id INTEGER PRIMARY KEY,
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            model TEXT NOT NULL,
            version TEXT NOT NULL,
            words TEXT NOT NULL,
            after INTEGER NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS registry_move_at ON registry_move (workspace, at);
        """

    /// What a deployment's latency was measured against when its alert began, and the sides of an
    /// `or` that had an alert's series; it can be run again.
    static func addBaselinesAndSides(_ db: Database) throws {
        try db.execute(sql: baselines)
        if try !db.columns(in: "incident").contains(where: { $0.name == "sides" }) {
            try db.execute(sql: "ALTER TABLE incident ADD COLUMN sides TEXT")
        }
    }

    private static let baselines = """
        CREATE TABLE IF NOT EXISTS baseline (
            workspace INTEGER NOT NULL REFERENCES workspace (id),
            labels TEXT NOT NULL,
            seconds REAL NOT NULL,
            borrowed_from TEXT,
            since INTEGER NOT NULL,
            PRIMARY KEY (workspace, labels)
        ) STRICT, WITHOUT ROWID;
        """

    /// Whether the file has a table: one opened for reading is never changed.
    static func has(_ table: String, _ db: Database) throws -> Bool {
        try db.tableExists(table)
    }
}
