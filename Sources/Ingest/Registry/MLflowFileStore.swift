import Documents
import Foundation
package import Telemetry

/// Reads the model registry of an MLflow file store (`mlruns/models/…`).
package struct MLflowFileStore {
    private let root: URL
    private static let fileLimit: Int64 = 1 << 20
    private static let entryLimit = 20_000

    /// - Parameter root: the directory that holds `models/` and the experiments.
    package init(root: String) { self.root = URL(fileURLWithPath: root, isDirectory: true) }

    /// The registry as it stands: deleted versions and prompts left out.
    package func models() throws(ContentFault) -> [ModelFacts] {
        var models: [ModelFacts] = []
        var runs = RunDirectories(root: root)
        for name in names(root.appendingPathComponent("models")) {
            let folder = root.appendingPathComponent("models").appendingPathComponent(name)
            guard let meta = try mapping(folder.appendingPathComponent("meta.yaml")) else {
                continue
            }
            var model = ModelFacts(name: meta["name"] ?? name)
            model.tags = texts(folder.appendingPathComponent("tags"))
            if RegistryFacts.isPrompt(model.tags) { continue }
            model.description = RegistryFacts.present(meta["description"])
            model.owner = RegistryFacts.owner(model.tags)
            let aliases = aliases(folder)
            for entry in names(folder) where entry.hasPrefix("version-") {
                let version = folder.appendingPathComponent(entry)
                if let facts = try facts(version, model.name, aliases, &runs) {
                    model.versions.append(facts)
                }
            }
            model.versions = RegistryFacts.sorted(model.versions)
            models.append(model)
        }
        return models.sorted { $0.name < $1.name }
    }

    private func facts(
        _ folder: URL, _ model: String, _ aliases: [String: [String]], _ runs: inout RunDirectories
    ) throws(ContentFault) -> VersionFacts? {
        guard let meta = try mapping(folder.appendingPathComponent("meta.yaml")) else { return nil }
        let stage = meta["current_stage"]
        if stage == RegistryFacts.deletedStage { return nil }
        let number = meta["version"] ?? String(folder.lastPathComponent.dropFirst("version-".count))
        var facts = VersionFacts(model: model, version: number)
        facts.tags = texts(folder.appendingPathComponent("tags"))
        if RegistryFacts.isPrompt(facts.tags) { return nil }
        facts.aliases = (aliases[number] ?? []).sorted()
        facts.stage = RegistryFacts.stage(stage)
        facts.description = RegistryFacts.present(meta["description"])
        facts.author = RegistryFacts.present(meta["user_id"])
        facts.artifact = RegistryFacts.present(meta["source"])
        facts.status = RegistryFacts.present(meta["status"])
        facts.createdAt = RegistryFacts.time(meta["creation_timestamp"].flatMap { Int64($0) })
        facts.updatedAt = RegistryFacts.time(meta["last_updated_timestamp"].flatMap { Int64($0) })
        facts.run = RegistryFacts.present(meta["run_id"])
        var runTags: [String: String] = [:]
        if let run = facts.run, let folder = runs.folder(of: run) {
            facts.params = texts(folder.appendingPathComponent("params"))
            runTags = texts(folder.appendingPathComponent("tags"))
            facts.trainingMetrics = metrics(folder.appendingPathComponent("metrics"))
        }
        facts.commit = RegistryFacts.commit(run: runTags, version: facts.tags)
        facts.role = RegistryFacts.role(aliases: facts.aliases, tags: facts.tags)
        facts.target = RegistryFacts.present(facts.tags["target"])
        facts.author = facts.author ?? RegistryFacts.present(runTags["mlflow.user"])
        return facts
    }

    /// The alias files are the truth; the map in `meta.yaml` is a copy.
    private func aliases(_ model: URL) -> [String: [String]] {
        var aliases: [String: [String]] = [:]
        for (alias, version) in texts(model.appendingPathComponent("aliases")) {
            aliases[version.trimmed, default: []].append(alias)
        }
        return aliases
    }

    /// A file's top-level scalars; nil when there is no file, a fault when it is cut or no YAML.
    private func mapping(_ file: URL) throws(ContentFault) -> [String: String]? {
        guard let text = text(file) else { return nil }
        do throws(DocumentError) {
            let document = try Document(yaml: text, file: file.lastPathComponent)
            var values: [String: String] = [:]
            for entry in try document.root.entries("a mapping") {
                if case .scalar(let value, _) = entry.value.content { values[entry.name] = value }
            }
            return values
        } catch {
            throw ContentFault("\(file.path): \(error.description)")
        }
    }

    /// Every file of a directory as name and content; a `/` in a name is a directory.
    private func texts(_ folder: URL, prefix: String = "") -> [String: String] {
        var texts: [String: String] = [:]
        for name in names(folder) {
            let file = folder.appendingPathComponent(name)
            guard let status = FileStatus(path: file.path) else { continue }
            if status.isDirectory {
                guard prefix.count < 200 else { continue }
                texts.merge(self.texts(file, prefix: prefix + name + "/")) { $1 }
            } else if let text = text(file) {
                texts[prefix + name] = text
            }
        }
        return texts
    }

    private func metrics(_ folder: URL) -> [String: Double] {
        var metrics: [String: Double] = [:]
        for (name, text) in texts(folder) { metrics[name] = Self.lastMetric(text) }
        return metrics
    }

    /// The value of the newest line `time value step …` (old files: `time value`): highest step,
    /// then time, then value, as MLflow orders them.
    static func lastMetric(_ text: String) -> Double? {
        var best: (step: Int64, time: Int64, value: Double)?
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count >= 2, let time = Int64(parts[0]), let value = Double(parts[1]) else {
                continue
            }
            let step = parts.count > 2 ? Int64(parts[2]) ?? 0 : 0
            let candidate = (step, time, value)
            guard let old = best else {
                best = candidate
                continue
            }
            if (step, time) > (old.step, old.time)
                || (step, time) == (old.step, old.time) && value > old.value
            {
                best = candidate
            }
        }
        return best.flatMap { RegistryFacts.metric($0.value) }
    }

    private func text(_ file: URL) -> String? {
        guard let status = FileStatus(path: file.path), status.isRegular,
            status.size <= Self.fileLimit,
            let open = try? OpenFile(path: file.path)
        else { return nil }
        return String(decoding: open.bytes(at: 0, count: Int(status.size)), as: UTF8.self)
    }

    private func names(_ folder: URL) -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return Array(found.filter { !$0.hasPrefix(".") }.sorted().prefix(Self.entryLimit))
    }
}

/// Finds runs: `EXPERIMENT/RUN`, without walking what is inside.
private struct RunDirectories {
    let root: URL
    private var experiments: [URL]?

    init(root: URL) { self.root = root }

    mutating func folder(of run: String) -> URL? {
        // A run id is hexadecimal; anything else could lead out of the store.
        guard run.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
        if experiments == nil {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
            experiments = names.filter { $0.allSatisfy(\.isNumber) }.sorted()
                .map { root.appendingPathComponent($0) }
        }
        return experiments?.lazy.map { $0.appendingPathComponent(run) }
            .first { FileStatus(path: $0.path)?.isDirectory == true }
    }
}
