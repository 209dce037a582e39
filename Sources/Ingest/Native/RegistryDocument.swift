package import Documents
package import Telemetry

/// `registry.yaml`: models and versions as a user without a registry writes them down.
package enum RegistryDocument {
    private static let roles =
        ["champion", "challenger", "canary", "shadow"] + VersionFacts.retiredWords

    package static func models(_ document: Document) throws(DocumentError) -> [ModelFacts] {
        let top = try document.root.mapping(of: "registry.yaml", keys: ["models"])
        var models: [ModelFacts] = []
        for node in try top.sequence("models") {
            let fields = try node.mapping(
                of: "a model", keys: ["name", "owner", "description", "tags", "versions"])
            var model = ModelFacts(name: try fields.required("name").string("a name"))
            guard !models.contains(where: { $0.name == model.name }) else {
                throw node.error(
                    "model \"\(model.name)\" stands here twice", hint: "join their versions")
            }
            model.owner = try fields.string("owner")
            model.description = try fields.string("description")
            model.tags = try fields.texts("tags")
            for version in try fields.sequence("versions") {
                model.versions.append(try facts(version, model: model.name))
            }
            models.append(model)
        }
        return models
    }

    private static func facts(
        _ node: DocumentNode, model: String
    ) throws(DocumentError) -> VersionFacts {
        let fields = try node.mapping(
            of: "a version",
            keys: [
                "version", "aliases", "stage", "role", "target", "run", "commit", "dataset",
                "artifact", "flavor", "description", "created_at", "author", "status", "tags",
                "params", "metrics",
            ])
        var facts = VersionFacts(
            model: model, version: try fields.required("version").string("a version"))
        facts.aliases = try fields.strings("aliases")
        facts.stage = try fields.string("stage")
        facts.role = try role(fields)
        facts.target = try fields.string("target")
        facts.run = try fields.string("run")
        facts.commit = try fields.string("commit")
        facts.dataset = try fields.string("dataset")
        facts.artifact = try fields.string("artifact")
        facts.flavor = try fields.string("flavor")
        facts.description = try fields.string("description")
        facts.createdAt = try fields["created_at"]?.timestamp()
        facts.author = try fields.string("author")
        facts.status = try fields.string("status")
        facts.tags = try fields.texts("tags")
        facts.params = try fields.texts("params")
        for entry in try fields["metrics"]?.entries() ?? [] where !entry.value.isNull {
            facts.trainingMetrics[entry.name] = try entry.value.double("a number")
        }
        return facts
    }

    private static func role(_ fields: DocumentMapping) throws(DocumentError) -> String? {
        guard let node = fields["role"] else { return nil }
        let role = try node.string("a role")
        if roles.contains(role) { return role }
        let near = Nearest.match(for: role, in: roles).map { "did you mean \"\($0)\"?" }
        throw node.error(
            "\"\(role)\" is no role", hint: near ?? "one of: " + roles.joined(separator: ", "))
    }
}

extension DocumentNode {
    /// A time as the event logs write it; without a zone it is UTC.
    func timestamp() throws(DocumentError) -> Timestamp {
        let text = try string("a time")
        var parser = TimeParser(zone: .utc)
        if let time = parser.parse(text) { return time }
        throw error(
            "\"\(text.prefix(40))\" is no time", hint: "write for example 2026-11-24T08:00:00Z")
    }
}
