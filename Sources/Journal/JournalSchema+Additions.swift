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
    /// and when an incident called for somebody.
    ///
    /// It can be run again: a file may have some of them already.
    static func addExpressions(_ db: Database) throws {
        for (table, column, type) in [
            ("incident", "expression", "TEXT"), ("flap", "expression", "TEXT"),
            ("attention", "rang_at", "INTEGER"),
        ] where try !db.columns(in: table).contains(where: { $0.name == column }) {
            try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column) \(type)")
        }
    }

    /// Whether the file has a table: one opened for reading is never changed.
    static func has(_ table: String, _ db: Database) throws -> Bool {
        try db.tableExists(table)
    }
}
