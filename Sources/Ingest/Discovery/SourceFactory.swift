package import Foundation
package import Telemetry

/// Makes sources of what was found.
package struct SourceFactory: Sendable {
    package var fields: FieldMap
    package var zone: TimeZone?
    /// Columns of every known reference: features, whatever object they stand in.
    package private(set) var referenceColumns: Set<String>

    package init(settings: ScanSettings, found: [FoundSource]) {
        fields = settings.fields
        zone = settings.zone
        referenceColumns = []
        note(found)
    }

    /// Learns the columns of references found later; readers made from then on know them.
    package mutating func note(_ found: [FoundSource]) {
        for source in found {
            guard case .reference(let format, _, _) = source.recognition else { continue }
            referenceColumns.formUnion(
                ReferenceReader.featureColumns(path: source.path, format: format, fields: fields))
        }
    }

    /// Names columns that are features whatever object they stand in.
    package mutating func note(columns: Set<String>) { referenceColumns.formUnion(columns) }

    package func make(_ found: FoundSource) -> any Source {
        let state = found.initialState
        switch found.recognition {
        case .events(let file):
            guard let reader = reader(of: file) else { return StandingSource(state: state) }
            return TailedSource(
                state: state, path: found.path, reader: reader,
                start: file.isLabelFile ? .wholeNewestFirst : .newestFirst,
                follows: !file.isRotatedPart)
        case .metrics:
            return WholeFileSource(state: state, path: found.path, reader: MetricsReader())
        case .mlflowDatabase: return MLflowDatabaseSource(state: state, path: found.path)
        case .mlflowFileStore: return MLflowFileStoreSource(state: state, path: found.path)
        case .document(let kind):
            return WholeFileSource(state: state, path: found.path, reader: DocumentReader(kind))
        case .stageEvents:
            guard let reader = StageEventReader(zone: zoneOffsets) else {
                return StandingSource(state: state)
            }
            return TailedSource(
                state: state, path: found.path, reader: reader, start: .beginning)
        case .reference(let format, let model, let version):
            return WholeFileSource(
                state: state, path: found.path,
                reader: ReferenceReader(
                    format: format, fields: fields, model: model, version: version))
        case .ignored, .unreadable: return StandingSource(state: state)
        }
    }

    /// A reader of an event log, or of late labels.
    package func reader(of file: EventFile) -> (any EventReading)? {
        var options = EventReaderOptions(defaultModel: file.defaultModel)
        options.fields = fields
        if let column = file.labelColumn { options.fields.places[.label] = .column(column) }
        options.referenceColumns = referenceColumns
        options.zone = zoneOffsets
        options.isLabelFile = file.isLabelFile
        return file.format.reader(options)
    }

    private var zoneOffsets: ZoneOffsets { ZoneOffsets(zone ?? .current) }
}

/// A source that says how it stands and no more: what was ignored, and why.
package final class StandingSource: Source {
    package let state: SourceState
    private var isDelivered = false

    package init(state: SourceState) { self.state = state }

    package func step(now: Timestamp, horizon: Horizon) -> Delivery? {
        guard !isDelivered else { return nil }
        isDelivered = true
        return Delivery(batch: .nothing, source: state)
    }
}
