package import Documents
internal import Foundation

extension Configuration {
    /// Keys that make sense for one person on every machine.
    private static let personalKeys = [
        "window", "theme", "keys", "bell", "mouse", "colours", "glyphs",
    ]
    /// Keys that describe one workspace.
    private static let workspaceKeys = [
        "sources", "rules", "references", "teams", "workflow", "fields", "retention", "zone",
        "notify",
    ]
    /// Keys of the design that this version does not act on; accepting them would promise it did.
    private static let laterKeys = ["hooks", "prometheus", "alertmanager", "mlflow"]

    /// Lays what a `driftop.yaml` says over what stands here; every key's fault in one error.
    ///
    /// - Parameters:
    ///   - directory: where relative paths begin.
    ///   - personal: the file is the person's own: only how things look, not what is read.
    package mutating func apply(
        _ document: Document, directory: String, personal: Bool = false
    ) throws(DocumentError) {
        var faults: [DocumentError] = []
        let known = personal ? Self.personalKeys : Self.personalKeys + Self.workspaceKeys
        let entries = try document.root.entries()
        for entry in entries {
            if Self.laterKeys.contains(entry.name) {
                faults.append(
                    entry.key.error(
                        "\"\(entry.name)\" is not in this version of driftop", hint: "remove it"))
            } else if personal, Self.workspaceKeys.contains(entry.name) {
                faults.append(
                    entry.key.error(
                        "\"\(entry.name)\" belongs to one workspace, not to your own settings",
                        hint: "move it to the driftop.yaml beside the logs"))
            }
        }
        let refused = faults.map(\.line)
        let mapping = try document.root.mapping(of: "driftop.yaml", keys: known) { fault in
            if !refused.contains(fault.line) { faults.append(fault) }
        }
        for name in known where mapping[name] != nil {
            do throws(DocumentError) {
                try applyLook(mapping.only(name), directory: directory)
                if !personal { try applyWorkspace(mapping.only(name), directory: directory) }
            } catch {
                faults.append(error)
            }
        }
        if let fault = DocumentError(faults) { throw fault }
    }

    private mutating func applyLook(
        _ mapping: DocumentMapping, directory: String
    ) throws(DocumentError) {
        if let node = mapping["window"] {
            windowSeconds = try Self.duration(node, within: 10...86_400, "10s to 1d")
        }
        if let name = try mapping.string("theme") {
            theme = name.contains("/") ? Self.absolute(name, in: directory) : name
        }
        bell = try mapping.bool("bell") ?? bell
        mouse = try mapping.bool("mouse") ?? mouse
        colours = try mapping["colours"]?.choice("way of colouring", Colours.self) ?? colours
        glyphs = try mapping["glyphs"]?.choice("set of glyphs", Glyphs.self) ?? glyphs
        for entry in try mapping["keys"]?.entries("actions and their keys") ?? [] {
            keys[entry.name] = try entry.value.strings("a key or a list of keys")
        }
    }

    private mutating func applyWorkspace(
        _ mapping: DocumentMapping, directory: String
    ) throws(DocumentError) {
        if let node = mapping["sources"] {
            sources = try node.strings("a list of sources").map {
                Self.absolute($0, in: directory)
            }
            for entry in try node.sequenceOrSelf() { try Self.refuseAddress(entry) }
        }
        for node in try mapping["rules"]?.sequenceOrSelf() ?? [] {
            let path = Self.absolute(try node.string(), in: directory)
            rules.append(RuleLocation(node, path: path))
        }
        teams += try mapping.strings("teams").map { Self.absolute($0, in: directory) }
        workflow += try mapping.strings("workflow").map { Self.absolute($0, in: directory) }
        for node in try mapping.sequence("references") {
            let entry = try node.mapping(of: "a reference", keys: ["path", "model", "version"])
            references.append(
                Reference(
                    path: Self.absolute(try entry.required("path").string(), in: directory),
                    model: try entry.string("model"), version: try entry.string("version")))
        }
        if let node = mapping["notify"] {
            notify = try NotifySettings(node, directory: directory)
        }
        if let node = mapping["fields"] { fields = try FieldSettings(node) }
        if let node = mapping["retention"] {
            retentionSeconds = try Self.duration(node, within: 3_600...2_678_400, "1h to 31d")
        }
        if let node = mapping["zone"] { zone = try Self.zone(node) }
    }

    private static func zone(_ node: DocumentNode) throws(DocumentError) -> String {
        let name = try node.string()
        guard name != "local", TimeZone(identifier: name) == nil else { return name }
        let nearest = Nearest.match(for: name, in: TimeZone.knownTimeZoneIdentifiers)
        throw node.error(
            "\"\(name.prefix(40))\" is no time zone",
            hint: nearest.map { "did you mean \"\($0)\"?" } ?? "such as Europe/Zurich, UTC or local"
        )
    }

    private static func duration(
        _ node: DocumentNode, within bounds: ClosedRange<Double>, _ words: String
    ) throws(DocumentError) -> Double {
        let seconds = try node.duration()
        guard bounds.contains(seconds) else {
            throw node.error("expected a duration from \(words), found \(node.kind)")
        }
        return seconds
    }

    private static func refuseAddress(_ node: DocumentNode) throws(DocumentError) {
        guard try node.string().contains("://") else { return }
        throw node.error(
            "addresses are not read in this version of driftop", hint: "name a file or directory")
    }

    /// `~` is the home of nobody here: a shell expands it before driftop sees it.
    private static func absolute(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") || path.contains("://") ? path : directory + "/" + path
    }
}

extension DocumentNode {
    fileprivate func sequenceOrSelf() throws(DocumentError) -> [DocumentNode] {
        if case .scalar = content { return [self] }
        return try sequence()
    }
}
