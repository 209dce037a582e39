internal import GRDB
package import Telemetry

/// Reads the model registry of an MLflow SQLite database.
///
/// Read-only in every case: never creates, never writes, never `immutable` (that misses what a
/// write-ahead log still holds). Columns are asked for only where the schema has them.
package struct MLflowDatabase {
    private let queue: DatabaseQueue
    private let columns: [String: Set<String>]

    private static let tables = [
        "registered_models", "model_versions", "registered_model_aliases",
        "registered_model_tags", "model_version_tags", "params", "latest_metrics", "tags",
        "inputs", "datasets", "logged_models",
    ]

    /// - Throws: `ContentFault` with the database's own words.
    package init(path: String) throws(ContentFault) {
        var configuration = Configuration()
        configuration.readonly = true
        // A writer of a rollback journal holds the file for moments only.
        configuration.busyMode = .timeout(0.25)
        configuration.label = "mlflow"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            columns = try queue.read { database in
                var columns: [String: Set<String>] = [:]
                for table in Self.tables {
                    let rows = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))")
                    columns[table] = Set(rows.map { $0["name"] as String })
                }
                return columns
            }
        } catch {
            throw Self.fault(error)
        }
        guard has("model_versions", "name"), has("registered_models", "name") else {
            throw ContentFault("an SQLite database without MLflow's registry tables")
        }
    }

    /// The registry as it stands: deleted versions and prompts left out.
    package func models() throws(ContentFault) -> [ModelFacts] {
        do {
            return try queue.read { try models($0) }
        } catch {
            throw Self.fault(error)
        }
    }

    private static func fault(_ error: any Error) -> ContentFault {
        guard let error = error as? DatabaseError else { return ContentFault("\(error)") }
        return ContentFault("SQLite: \(error.message ?? error.resultCode.description)")
    }

    private func has(_ table: String, _ column: String) -> Bool {
        columns[table]?.contains(column) == true
    }

    /// The column, or NULL under its name where the schema has none.
    private func column(_ table: String, _ name: String) -> String {
        has(table, name) ? name : "NULL AS \(name)"
    }

    private func models(_ database: Database) throws -> [ModelFacts] {
        var models: [String: ModelFacts] = [:]
        var tags: [String: [String: String]] = [:]
        if has("registered_model_tags", "name") {
            for row in try Row.fetchAll(
                database, sql: "SELECT name, key, value FROM registered_model_tags")
            {
                tags[row["name"], default: [:]][row["key"]] = row["value"]
            }
        }
        let description = column("registered_models", "description")
        for row in try Row.fetchAll(
            database, sql: "SELECT name, \(description) FROM registered_models")
        {
            var model = ModelFacts(name: row["name"])
            model.tags = tags[model.name] ?? [:]
            if RegistryFacts.isPrompt(model.tags) { continue }
            model.description = RegistryFacts.present(row["description"])
            model.owner = RegistryFacts.owner(model.tags)
            models[model.name] = model
        }
        for version in try versions(database) {
            guard !RegistryFacts.isPrompt(version.tags) else { continue }
            models[version.model]?.versions.append(version)
        }
        return models.values
            .map { model in
                var model = model
                model.versions = RegistryFacts.sorted(model.versions)
                return model
            }
            .sorted { $0.name < $1.name }
    }

    private func versions(_ database: Database) throws -> [VersionFacts] {
        let wanted = [
            "creation_time", "last_updated_time", "description", "user_id", "current_stage",
            "source", "run_id", "status",
        ].map { column("model_versions", $0) }.joined(separator: ", ")
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT name, CAST(version AS TEXT) AS number, \(wanted) FROM model_versions
                ORDER BY version DESC LIMIT \(RegistryFacts.versionLimit)
                """)
        let aliases = try aliases(database)
        let tags = try versionTags(database)
        var facts: [VersionFacts] = []
        for row in rows {
            let stage: String? = row["current_stage"]
            if stage == RegistryFacts.deletedStage { continue }
            var version = VersionFacts(model: row["name"], version: row["number"])
            let key = [version.model, version.version]
            version.aliases = (aliases[key] ?? []).sorted()
            version.tags = tags[key] ?? [:]
            version.stage = RegistryFacts.stage(stage)
            version.description = RegistryFacts.present(row["description"])
            version.author = RegistryFacts.present(row["user_id"])
            version.artifact = RegistryFacts.present(row["source"])
            version.status = RegistryFacts.present(row["status"])
            version.createdAt = RegistryFacts.time(row["creation_time"])
            version.updatedAt = RegistryFacts.time(row["last_updated_time"])
            version.run = try run(RegistryFacts.present(row["run_id"]), version, database)
            try fill(&version, database)
            facts.append(version)
        }
        return facts
    }

    /// The run that made a version; a version registered from a logged model names it there.
    private func run(
        _ run: String?, _ version: VersionFacts, _ database: Database
    ) throws -> String? {
        if let run { return run }
        guard let source = version.artifact, source.hasPrefix("models:/m-"),
            has("logged_models", "source_run_id")
        else { return nil }
        return RegistryFacts.present(
            try String.fetchOne(
                database, sql: "SELECT source_run_id FROM logged_models WHERE model_id = ?",
                arguments: [String(source.dropFirst("models:/".count))]))
    }

    private func aliases(_ database: Database) throws -> [[String]: [String]] {
        guard has("registered_model_aliases", "alias") else { return [:] }
        var aliases: [[String]: [String]] = [:]
        for row in try Row.fetchAll(
            database,
            sql: "SELECT name, CAST(version AS TEXT) AS v, alias FROM registered_model_aliases")
        {
            aliases[[row["name"], row["v"]], default: []].append(row["alias"])
        }
        return aliases
    }

    private func versionTags(_ database: Database) throws -> [[String]: [String: String]] {
        guard has("model_version_tags", "key") else { return [:] }
        var tags: [[String]: [String: String]] = [:]
        for row in try Row.fetchAll(
            database,
            sql: "SELECT name, CAST(version AS TEXT) AS v, key, value FROM model_version_tags")
        {
            tags[[row["name"], row["v"]], default: [:]][row["key"]] = row["value"]
        }
        return tags
    }

    /// What the version's run says: parameters, last metrics, commit, data.
    private func fill(_ version: inout VersionFacts, _ database: Database) throws {
        var runTags: [String: String] = [:]
        if let run = version.run {
            version.params = try texts("params", run, database)
            runTags = try texts("tags", run, database)
            if has("latest_metrics", "is_nan") {
                for row in try Row.fetchAll(
                    database,
                    sql: "SELECT key, value, is_nan FROM latest_metrics WHERE run_uuid = ?",
                    arguments: [run])
                {
                    version.trainingMetrics[row["key"]] = RegistryFacts.metric(
                        row["value"] ?? .nan, isNaN: row["is_nan"] ?? false)
                }
            }
            version.dataset = try dataset(run, database)
        }
        version.commit = RegistryFacts.commit(run: runTags, version: version.tags)
        version.role = RegistryFacts.role(aliases: version.aliases, tags: version.tags)
        version.target = RegistryFacts.present(version.tags["target"])
        version.author = version.author ?? RegistryFacts.present(runTags["mlflow.user"])
    }

    private func texts(
        _ table: String, _ run: String, _ database: Database
    ) throws -> [String: String] {
        guard has(table, "run_uuid") else { return [:] }
        var texts: [String: String] = [:]
        for row in try Row.fetchAll(
            database, sql: "SELECT key, value FROM \(table) WHERE run_uuid = ?", arguments: [run])
        {
            texts[row["key"]] = row["value"]
        }
        return texts
    }

    /// Name and digest of the run's first input.
    private func dataset(_ run: String, _ database: Database) throws -> String? {
        guard has("inputs", "destination_id"), has("datasets", "digest") else { return nil }
        return try String.fetchOne(
            database,
            sql: """
                SELECT d.name || ' ' || d.digest FROM inputs AS i
                JOIN datasets AS d ON d.dataset_uuid = i.source_id
                WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN'
                    AND i.destination_id = ?
                ORDER BY d.name LIMIT 1
                """, arguments: [run])
    }
}
