/// One thing that moved in a registry.
package struct RegistryMove: Hashable, Sendable {
    package var model: String
    package var version: String
    /// `registered`, `alias champion`, `stage Production`, `role canary`.
    package var words: String
    /// When it was last seen as it was before, and first as it is now.
    package var after: Timestamp
    package var at: Timestamp

    package init(
        model: String, version: String, words: String, after: Timestamp, at: Timestamp
    ) {
        self.model = model
        self.version = version
        self.words = words
        self.after = after
        self.at = at
    }

    /// Whether somebody watched when it moved: a registry is read every few seconds.
    package var isExact: Bool { at - after <= 120_000 }
}

extension VersionFacts {
    /// What moved to this version since it was known so; nil for one that was not known.
    ///
    /// What it lost is told by the version that has it now.
    package func moves(since old: VersionFacts?) -> [String] {
        var words = old == nil ? ["registered"] : []
        words += aliases.filter { old?.aliases.contains($0) != true }.map { "alias \($0)" }
        if let stage, stage != old?.stage { words.append("stage \(stage)") }
        if let role, role != old?.role { words.append("role \(role)") }
        return words
    }
}
