internal import Telemetry

extension Engine {
    /// Looks at a batch before it is folded: a version that has no reference yet may earn one by
    /// the features it logs, and must have it before its values are counted.
    mutating func resolveReferences(_ batch: EventBatch, from source: SourceRecord) {
        var names: [DeploymentKey: Set<String>] = [:]
        var looked: [SourceRecord.RowKey: Int] = [:]
        for row in batch.rows where row.kind == .inference && row.featureCount > 0 {
            let key = SourceRecord.RowKey(
                model: row.model.index, version: row.version.index, target: -1)
            // A log's columns are stable: its first rows tell.
            guard looked[key, default: 0] < 64 else { continue }
            looked[key, default: 0] += 1
            let id = DeploymentKey(
                model: batch[row.model] ?? source.state.name, version: batch[row.version],
                target: nil)
            let start = Int(row.featureStart)
            for entry in batch.features[start..<(start + Int(row.featureCount))] {
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
