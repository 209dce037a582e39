import Telemetry

/// What MLflow's stores have in common, however they keep it.
enum RegistryFacts {
    /// Versions that MLflow keeps after their deletion.
    static let deletedStage = "Deleted_Internal"
    static let promptTag = "mlflow.prompt.is_prompt"
    static let versionLimit = 10_000

    private static let roles: Set<String> = ["champion", "challenger", "canary", "shadow"]
    private static let commitTags = [
        "mlflow.source.git.commit", "git_commit", "git_sha", "commit", "commit_sha",
    ]
    private static let ownerTags = ["owner", "owners", "team", "contact"]

    /// MLflow writes the text `None` for a version without a stage.
    static func stage(_ text: String?) -> String? {
        guard let text = present(text), text != "None" else { return nil }
        return text
    }

    /// Empty text is no fact.
    static func present(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text
    }

    static func isPrompt(_ tags: [String: String]) -> Bool { tags[promptTag] == "true" }

    static func owner(_ tags: [String: String]) -> String? {
        ownerTags.lazy.compactMap { present(tags[$0]) }.first
    }

    /// A registry says a role by an alias or a tag of that name.
    static func role(aliases: [String], tags: [String: String]) -> String? {
        if let role = tags["role"], roles.contains(role) { return role }
        return aliases.first { roles.contains($0) }
    }

    /// The run's commit, else what people tag a version with.
    static func commit(run: [String: String], version: [String: String]) -> String? {
        for key in commitTags {
            if let found = present(run[key]) ?? present(version[key]) { return found }
        }
        return nil
    }

    /// A metric as stored: infinity comes as the largest double, NaN is no value.
    static func metric(_ value: Double, isNaN: Bool = false) -> Double? {
        if isNaN || value.isNaN { return nil }
        let largest = 1.797_693_134_862_3e308
        return abs(value) >= largest ? (value < 0 ? -.infinity : .infinity) : value
    }

    static func time(_ milliseconds: Int64?) -> Timestamp? {
        guard let milliseconds, milliseconds > 0 else { return nil }
        return Timestamp(milliseconds: milliseconds)
    }

    /// Versions by number where they are numbers, else by name.
    static func sorted(_ versions: [VersionFacts]) -> [VersionFacts] {
        versions.sorted { left, right in
            guard let one = Int(left.version), let other = Int(right.version) else {
                return left.version < right.version
            }
            return one < other
        }
    }
}
