internal import Telemetry

/// What all registries together know, per model and version.
struct RegistryBook: Sendable {
    private var bySource: [String: [ModelFacts]] = [:]
    private(set) var models: [String: ModelFacts] = [:]
    private var versions: [DeploymentKey: VersionFacts] = [:]

    /// Replaces what one source said; returns what moved, for the timeline.
    mutating func update(
        _ facts: [ModelFacts], from source: String, at: Timestamp
    ) -> [RegistryMove] {
        let before = versions
        let known = bySource[source] != nil
        bySource[source] = facts
        merge()
        return known ? moves(from: before, at: at) : []
    }

    subscript(model: String, version: String?) -> VersionFacts? {
        versions[DeploymentKey(model: model, version: version, target: nil)]
    }

    /// The role a version has: stated, or read off its alias or stage.
    func role(_ model: String, _ version: String?) -> String? {
        guard let facts = self[model, version] else { return nil }
        if let role = facts.role { return role }
        let roles = ["champion", "challenger", "canary", "shadow"]
        if let alias = facts.aliases.first(where: { roles.contains($0.lowercased()) }) {
            return alias.lowercased()
        }
        switch facts.stage?.lowercased() {
        case "production": return "champion"
        case "staging": return "challenger"
        default: return nil
        }
    }

    /// Whether the registry says that a version no longer serves.
    func isRetired(_ model: String, _ version: String?) -> Bool {
        self[model, version]?.isRetired == true
    }

    /// Sources in name order, so that the same facts always win: what is stated first stays.
    private mutating func merge() {
        models = [:]
        versions = [:]
        for source in bySource.keys.sorted() {
            for model in bySource[source] ?? [] { merge(model) }
        }
        for (name, model) in models {
            for version in model.versions {
                versions[DeploymentKey(model: name, version: version.version, target: nil)] =
                    version
            }
        }
    }

    private mutating func merge(_ facts: ModelFacts) {
        guard var known = models[facts.name] else {
            models[facts.name] = facts
            return
        }
        known.owner = known.owner ?? facts.owner
        known.description = known.description ?? facts.description
        known.tags.merge(facts.tags) { mine, _ in mine }
        for version in facts.versions {
            if let index = known.versions.firstIndex(where: { $0.version == version.version }) {
                known.versions[index].fill(from: version)
            } else {
                known.versions.append(version)
            }
        }
        models[facts.name] = known
    }

    private func moves(
        from before: [DeploymentKey: VersionFacts], at: Timestamp
    ) -> [RegistryMove] {
        versions.flatMap { key, facts in
            facts.moves(since: before[key]).map {
                RegistryMove(
                    model: key.model, version: facts.version, words: $0, after: at, at: at)
            }
        }.sorted { ($0.model, $0.words) < ($1.model, $1.words) }
    }
}

extension VersionFacts {
    /// Takes over what is absent here.
    mutating func fill(from other: VersionFacts) {
        aliases += other.aliases.filter { !aliases.contains($0) }
        stage = stage ?? other.stage
        role = role ?? other.role
        target = target ?? other.target
        run = run ?? other.run
        commit = commit ?? other.commit
        dataset = dataset ?? other.dataset
        artifact = artifact ?? other.artifact
        flavor = flavor ?? other.flavor
        description = description ?? other.description
        createdAt = createdAt ?? other.createdAt
        updatedAt = updatedAt ?? other.updatedAt
        author = author ?? other.author
        status = status ?? other.status
        tags.merge(other.tags) { mine, _ in mine }
        params.merge(other.params) { mine, _ in mine }
        trainingMetrics.merge(other.trainingMetrics) { mine, _ in mine }
    }
}
