internal import Alerting
internal import GRDB
package import Telemetry

extension Journal {
    /// Versions of all registries of a workspace that are remembered at most.
    private static let versionLimit = 20_000

    /// Remembers what the registries say, and tells what moved since any process of the workspace
    /// last looked; nothing of a model that is seen for the first time.
    ///
    /// Whoever comes later, or watched nothing for a while, sees the same moves.
    package func record(
        registry: [VersionFacts], at time: Timestamp
    ) throws(JournalError) -> [RegistryMove] {
        try write { db in
            guard let workspace = try workspaceID(db) else { return [] }
            let known = try Self.registered(workspace, db)
            let lastLook = try Int64.fetchOne(
                db, sql: "SELECT last_evaluation FROM workspace WHERE id = ?",
                arguments: [workspace])
            var moves: [RegistryMove] = []
            for facts in registry {
                let old = known[facts.model]?[facts.version]
                let words = facts.moves(since: old)
                guard !words.isEmpty, old != nil || known.count < Self.versionLimit else {
                    continue
                }
                try Self.remember(facts, old, workspace, db)
                guard known[facts.model] != nil else { continue }
                try Self.take(facts.aliases, to: facts, workspace, db)
                moves += words.map {
                    RegistryMove(
                        model: facts.model, version: facts.version, words: $0,
                        after: lastLook.map { Timestamp(milliseconds: $0) } ?? time, at: time)
                }
            }
            for move in moves { try Self.insert(move, workspace, db) }
            try db.execute(
                sql: "DELETE FROM registry_move WHERE workspace = ? AND at < ?",
                arguments: [workspace, time.milliseconds - Self.incidentMilliseconds])
            return moves
        }
    }

    /// What moved after a time, oldest first.
    package func registryMoves(since: Timestamp) throws(JournalError) -> [RegistryMove] {
        try read { db in
            guard try JournalSchema.has("registry_move", db),
                let workspace = try knownWorkspace(db)
            else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM registry_move WHERE workspace = ? AND at > ? ORDER BY at, id
                    """, arguments: [workspace, since.milliseconds]
            ).map { row in
                RegistryMove(
                    model: row["model"], version: row["version"], words: row["words"],
                    after: Timestamp(milliseconds: row["after"]),
                    at: Timestamp(milliseconds: row["at"]))
            }
        }
    }

    private static func registered(
        _ workspace: Int64, _ db: Database, of model: String? = nil
    ) throws -> [String: [String: VersionFacts]] {
        var known: [String: [String: VersionFacts]] = [:]
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM registry_version
                WHERE workspace = ?1 AND (?2 IS NULL OR model = ?2)
                """, arguments: [workspace, model])
        {
            var facts = VersionFacts(model: row["model"], version: row["version"])
            facts.aliases = JournalText.strings(row["aliases"])
            facts.stage = row["stage"]
            facts.role = row["role"]
            known[facts.model, default: [:]][facts.version] = facts
        }
        return known
    }

    /// What a version had and nobody has taken it keeps: a registry that could not be read whole
    /// has moved nothing.
    private static func remember(
        _ facts: VersionFacts, _ old: VersionFacts?, _ workspace: Int64, _ db: Database
    ) throws {
        let gained = facts.aliases.filter { old?.aliases.contains($0) != true }
        try db.execute(
            sql: "INSERT OR REPLACE INTO registry_version VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                workspace, facts.model, facts.version,
                JournalText.text((old?.aliases ?? []) + gained), facts.stage ?? old?.stage,
                facts.role ?? old?.role,
            ])
    }

    /// An alias is one version's: who had it has it no more.
    private static func take(
        _ aliases: [String], to facts: VersionFacts, _ workspace: Int64, _ db: Database
    ) throws {
        guard !aliases.isEmpty else { return }
        for (version, other) in try registered(workspace, db, of: facts.model)[facts.model] ?? [:]
        where version != facts.version && other.aliases.contains(where: aliases.contains) {
            let left = other.aliases.filter { !aliases.contains($0) }
            try db.execute(
                sql: """
                    UPDATE registry_version SET aliases = ?
                    WHERE workspace = ? AND model = ? AND version = ?
                    """, arguments: [JournalText.text(left), workspace, facts.model, version])
        }
    }

    private static func insert(_ move: RegistryMove, _ workspace: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO registry_move (workspace, model, version, words, after, at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                workspace, move.model, move.version, move.words, move.after.milliseconds,
                move.at.milliseconds,
            ])
    }
}
