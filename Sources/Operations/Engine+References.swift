internal import Telemetry

extension Engine {
    /// Looks at a batch before it is folded: a version that has no reference yet may earn one by
    /// the features it logs, and must have it before its values are counted.
    mutating func resolveReferences(_ batch: EventBatch, from source: inout SourceRecord) {
        var names: [DeploymentKey: Set<String>] = [:]
        var looked: [SourceRecord.RowKey: Int] = [:]
        for row in batch.rows where row.kind == .inference && row.featureCount > 0 {
            let key = SourceRecord.RowKey(
                model: row.model.index, version: row.version.index, target: -1)
            // A log's columns are stable: its first rows tell.
            guard looked[key, default: 0] < 64 else { continue }
            looked[key, default: 0] += 1
            let start = Int(row.featureStart)
            let entries = batch.features[start..<(start + Int(row.featureCount))]
            if let noted = source.noted[key], entries.allSatisfy({ noted.contains($0.name) }) {
                continue
            }
            source.noted[key, default: []].formUnion(entries.lazy.map(\.name))
            let id = DeploymentKey(
                model: batch[row.model] ?? source.state.name, version: batch[row.version],
                target: nil)
            for entry in entries {
                if let name = batch[entry.name] { names[id, default: []].insert(name) }
            }
        }
        for (id, logged) in names {
            if versionIndex[id] == nil, versions.count < Self.deploymentLimit {
                versions.append(VersionState(model: id.model, version: id.version))
                versionIndex[id] = versions.count - 1
            }
            guard let index = versionIndex[id] else { continue }
            if versions[index].note(logged) { attachReference(to: index) }
        }
    }

    /// Gives a version the reference that fits it best by what it has logged.
    mutating func attachReference(to index: Int) {
        let version = versions[index]
        versions[index].attach(
            references.reference(
                model: version.model, version: version.version, logged: version.logged))
    }
}
