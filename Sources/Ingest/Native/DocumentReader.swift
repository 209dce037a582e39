import Documents
package import Telemetry

/// Reads one of the native YAML files into its batch.
package final class DocumentReader: ContentReading {
    /// Which native file.
    package enum Kind: Hashable, Sendable {
        case registry, team, workflow
    }
    private let kind: Kind
    package var needsAllOfIt: Bool { true }

    package init(_ kind: Kind) { self.kind = kind }

    package func read(
        _ content: FileContent, _ state: inout SourceState
    ) throws(ContentFault) -> Batch {
        let bytes = try content.bytes(limit: Int64(Document.byteLimit))
        do throws(DocumentError) {
            let text = String(decoding: bytes, as: UTF8.self)
            let document = try Document(yaml: text, file: state.name)
            let batch = try batch(document)
            state.records = batch.count
            return batch.batch
        } catch {
            throw ContentFault(error.description)
        }
    }

    private func batch(_ document: Document) throws(DocumentError) -> (batch: Batch, count: Int64) {
        switch kind {
        case .registry:
            let models = try RegistryDocument.models(document)
            return (.registry(models), Int64(models.reduce(0) { $0 + $1.versions.count }))
        case .team:
            let teams = try TeamDocument.teams(document)
            return (.teams(teams), Int64(teams.count))
        case .workflow:
            let plans = try WorkflowDocument.plans(document)
            return (.stagePlans(plans), Int64(plans.count))
        }
    }
}
