import Ingest
import Snapshot
import Telemetry

/// A reference in the making, when somebody asks for it: the first day of a version's live values.
///
/// Reads logs from their beginning, a bounded piece at a time, and keeps rows as lines of a file
/// that reads like any other reference.
struct LiveReference {
    static let spanMilliseconds: Int64 = 86_400_000
    /// More of one log is not read.
    static let byteLimit: Int64 = 256 << 20
    /// Some ten thousand rows are as good a reference as millions: then every second one goes.
    static let rowLimit = 20_000

    private struct Row {
        var time: Timestamp
        var line: String
    }
    let id: VersionID
    private var logs: [any Source]
    private let totalBytes: Int64
    private var readBytes: Int64 = 0
    private var rows: [Row] = []
    private var first: Timestamp?
    private var met = 0
    private var stride = 1

    init(of id: VersionID, in logs: [any Source]) {
        self.id = id
        self.logs = logs
        totalBytes = logs.reduce(1) { sum, log in
            sum + min(FileStatus(path: log.state.location)?.size ?? 0, Self.byteLimit)
        }
    }

    /// How much of the logs has been read, 0 … 1.
    var fraction: Double {
        min(1, Double(readBytes + (logs.first?.state.bytes ?? 0)) / Double(totalBytes))
    }

    /// The rows of the first day, as lines, in the order of the logs.
    var lines: [String] {
        guard let first else { return [] }
        return rows.filter { $0.time - first <= Self.spanMilliseconds }.map(\.line)
    }

    /// One piece of reading; false when there is nothing left to read.
    mutating func step(now: Timestamp) -> Bool {
        guard let log = logs.first else { return false }
        let horizon = Horizon(
            window: .distantPast, history: .distantPast, wanted: .distantPast)
        if log.state.bytes < Self.byteLimit, let delivery = log.step(now: now, horizon: horizon) {
            guard case .events(let batch) = delivery.batch else { return true }
            add(batch)
            if !isPast(batch) { return true }
        }
        readBytes += log.state.bytes
        logs.removeFirst()
        return !logs.isEmpty
    }

    /// Logs are sorted well enough: a batch that ends after the day ends the log.
    private func isPast(_ batch: EventBatch) -> Bool {
        guard let first, let last = batch.rows.last?.time else { return false }
        return last - first > Self.spanMilliseconds
    }

    private mutating func add(_ batch: EventBatch) {
        for row in batch.rows where row.kind == .inference {
            guard batch[row.model] == id.model, batch[row.version] == id.version else { continue }
            first = min(first ?? row.time, row.time)
            met += 1
            guard met % stride == 0, let line = line(row, batch) else { continue }
            rows.append(Row(time: row.time, line: line))
            if rows.count == Self.rowLimit { thin() }
        }
    }

    private mutating func thin() {
        stride *= 2
        rows = rows.indices.filter { $0 % 2 == 1 }.map { rows[$0] }
    }

    /// nil when the row has nothing to compare.
    private func line(_ row: EventRow, _ batch: EventBatch) -> String? {
        let start = Int(row.featureStart)
        let features = batch.features[start..<(start + Int(row.featureCount))]
        guard !features.isEmpty || !row.score.isNaN || row.prediction != nil else { return nil }
        var json = JSONText()
        json.object { json in
            json.field("model", id.model)
            if let version = id.version { json.field("version", version) }
            if !row.score.isNaN { json.field("score", row.score) }
            if let prediction = row.prediction {
                Self.write("prediction", prediction, batch, to: &json)
            }
            json.object("features") { json in
                for entry in features {
                    guard let name = batch[entry.name] else { continue }
                    Self.write(name, entry.value, batch, to: &json)
                }
            }
        }
        return json.text
    }

    private static func write(
        _ name: String, _ value: FeatureValue, _ batch: EventBatch, to json: inout JSONText
    ) {
        switch value {
        case .null: json.null(name)
        case .number(let number): json.field(name, number)
        case .category(let symbol): json.field(name, batch[symbol] ?? "other")
        }
    }
}
