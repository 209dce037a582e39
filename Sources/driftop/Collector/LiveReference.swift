import Ingest
import Snapshot
import Telemetry

/// A reference made of live traffic, when somebody asks for it: the first day of a version's values.
struct LiveReference {
    static let spanMilliseconds: Int64 = 86_400_000
    /// More is not read: a reference of some ten thousand rows is as good as one of millions.
    static let byteLimit: Int64 = 256 << 20

    private let id: VersionID
    private var table: ReferenceTable
    private var first: Timestamp?

    init(_ id: VersionID) {
        self.id = id
        table = ReferenceTable(
            location: "live traffic of \(id.model) \(id.version ?? ""), its first 24 h")
        table.model = id.model
        table.version = id.version
        table.columnNames = [
            ReferenceTable.scoreKey: "score", ReferenceTable.predictionKey: "prediction",
        ]
    }

    /// Reads logs from their beginning; nil when the version logged nothing that could be compared.
    static func table(
        of id: VersionID, in logs: [any Source], now: Timestamp
    ) -> ReferenceTable? {
        var reference = LiveReference(id)
        let horizon = Horizon(
            window: .distantPast, history: .distantPast, wanted: .distantPast)
        for log in logs {
            while log.state.bytes < byteLimit, let delivery = log.step(now: now, horizon: horizon) {
                guard case .events(let batch) = delivery.batch else { continue }
                reference.add(batch)
                if reference.isFull(batch) { break }
            }
        }
        return reference.table.columns.isEmpty ? nil : reference.table
    }

    private func isFull(_ batch: EventBatch) -> Bool {
        guard let first, let last = batch.rows.last?.time else { return false }
        return last - first > Self.spanMilliseconds
    }

    private mutating func add(_ batch: EventBatch) {
        for row in batch.rows where row.kind == .inference {
            guard batch[row.model] == id.model, batch[row.version] == id.version else { continue }
            let began = first ?? row.time
            first = began
            guard row.time - began <= Self.spanMilliseconds else { continue }
            table.rows += 1
            let start = Int(row.featureStart)
            for entry in batch.features[start..<(start + Int(row.featureCount))] {
                if let name = batch[entry.name] { add(entry.value, batch, to: name) }
            }
            if !row.score.isNaN { add(.number(row.score), batch, to: ReferenceTable.scoreKey) }
            if let prediction = row.prediction {
                add(prediction, batch, to: ReferenceTable.predictionKey)
            }
        }
    }

    private mutating func add(_ value: FeatureValue, _ batch: EventBatch, to column: String) {
        var known = table.columns.removeValue(forKey: column) ?? ReferenceTable.Column()
        switch value {
        case .null: known.nulls += 1
        case .number(let number): known.numbers.append(number)
        case .category(let symbol): known.categories[batch[symbol] ?? "other", default: 0] += 1
        }
        table.columns[column] = known
    }
}
