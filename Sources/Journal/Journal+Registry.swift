internal import Alerting
internal import GRDB
package import Telemetry

extension Journal {
    /// Remembers what the registries say, and tells what moved since any process of the workspace
    /// last looked; nothing of a model that is seen for the first time.
    ///
    /// Whoever comes later, or watched nothing for a while, sees the same moves.
    package func record(
        registry: [VersionFacts], at time: Timestamp
    ) throws(JournalError) -> [RegistryMove] {
        try write { db in
            guard let workspace = try workspaceID(db) else { return [] }
            var sight = try RegistrySight(workspace, db)
            let moves = sight.moves(to: registry, at: time)
            for facts in sight.changed.values { try Self.remember(facts, workspace, db) }
            for move in moves { try Self.insert(move, workspace, db) }
            try db.execute(
                sql: "DELETE FROM registry_move WHERE workspace = ? AND at < ?",
                arguments: [workspace, time.milliseconds - Self.incidentMilliseconds])
            return moves
        }
    }

    /// What moved since any process of the workspace last looked, for one that only looks.
    package func movesSince(
        _ registry: [VersionFacts], at time: Timestamp
    ) throws(JournalError) -> [RegistryMove] {
        try read { db in
            guard try JournalSchema.has("registry_move", db),
                let workspace = try knownWorkspace(db)
            else { return [] }
            var sight = try RegistrySight(workspace, db)
            return sight.moves(to: registry, at: time)
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

    private static func remember(
        _ facts: VersionFacts, _ workspace: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO registry_version VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                workspace, facts.model, facts.version, JournalText.text(facts.aliases),
                facts.stage, facts.role,
            ])
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

/// What registries said when they were last looked at.
private struct RegistrySight {
    /// Versions of all registries of a workspace that are remembered at most.
    private static let versionLimit = 20_000

    private var known: [String: [String: VersionFacts]] = [:]
    private var count = 0
    private let lastLook: Timestamp?
    /// By model and version: what is to be remembered anew.
    private(set) var changed: [[String]: VersionFacts] = [:]

    init(_ workspace: Int64, _ db: Database) throws {
        for row in try Row.fetchAll(
            db, sql: "SELECT * FROM registry_version WHERE workspace = ?", arguments: [workspace])
        {
            var facts = VersionFacts(model: row["model"], version: row["version"])
            facts.aliases = JournalText.strings(row["aliases"])
            facts.stage = row["stage"]
            facts.role = row["role"]
            known[facts.model, default: [:]][facts.version] = facts
            count += 1
        }
        lastLook = AttentionRow.time(
            try Int64.fetchOne(
                db, sql: "SELECT last_evaluation FROM workspace WHERE id = ?",
                arguments: [workspace]))
    }

    /// What a version had and nobody has taken it keeps: a registry that could not be read whole
    /// has moved nothing.
    mutating func moves(to registry: [VersionFacts], at time: Timestamp) -> [RegistryMove] {
        let before = Set(known.keys)
        var moves: [RegistryMove] = []
        for facts in registry {
            let old = known[facts.model]?[facts.version]
            let words = facts.moves(since: old)
            guard !words.isEmpty, old != nil || count < Self.versionLimit else { continue }
            if old == nil { count += 1 }
            let gained = facts.aliases.filter { old?.aliases.contains($0) != true }
            take(gained, from: facts)
            var new = facts
            new.aliases = (old?.aliases ?? []) + gained
            new.stage = facts.stage ?? old?.stage
            new.role = facts.role ?? old?.role
            note(new)
            guard before.contains(facts.model) else { continue }
            moves += words.map {
                RegistryMove(
                    model: facts.model, version: facts.version, words: $0,
                    after: lastLook ?? time, at: time)
            }
        }
        return moves
    }

    /// An alias is one version's: who had it has it no more.
    private mutating func take(_ aliases: [String], from owner: VersionFacts) {
        guard !aliases.isEmpty else { return }
        for other in (known[owner.model] ?? [:]).values
        where other.version != owner.version && other.aliases.contains(where: aliases.contains) {
            var left = other
            left.aliases.removeAll(where: aliases.contains)
            note(left)
        }
    }

    private mutating func note(_ facts: VersionFacts) {
        known[facts.model, default: [:]][facts.version] = facts
        changed[[facts.model, facts.version]] = facts
    }
}
