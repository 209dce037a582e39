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

    /// The expression of the rule that gave an alert, by which rules of one name are told apart.
    ///
    /// It can be run again: a file may have one of the two already.
    static func addExpressions(_ db: Database) throws {
        for table in ["incident", "flap"]
        where try !db.columns(in: table).contains(where: { $0.name == "expression" }) {
            try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN expression TEXT")
        }
    }

    /// Whether the file has a table: one opened for reading is never changed.
    static func has(_ table: String, _ db: Database) throws -> Bool {
        try db.tableExists(table)
    }
}
