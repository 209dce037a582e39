import CSimdjson
import Telemetry

/// Assembles rows of a batch from the values of one line each.
struct RowBuilder {
    /// A column as the reader resolved it: what it is for, and its symbol when it is a feature.
    enum Column {
        case ignored
        case field(EventField, rank: UInt8, latencyScale: Double, isErrorField: Bool)
        case feature(Symbol)
    }
    private struct Candidate {
        var value = RawValue.missing
        var rank: UInt8 = .max
        var latencyScale = 1.0
        var isErrorField = false
    }
    /// Why a row is no row.
    struct Fault: Error {
        let reason: RejectReason
        let expected: String
        /// Whose value is at fault; nil when a field is missing.
        var field: EventField?
    }

    private static let nullRank = UInt8.max - 1
    /// An array or object where a value belongs: any other name of the field is better.
    private static let containerRank = UInt8.max - 2
    /// Fields that make a row an event, be they null.
    private static let telling: [EventField] = [
        .model, .version, .latency, .outcome, .prediction, .score, .label,
    ]

    private(set) var symbols = SymbolTable()
    private var rows: [EventRow] = []
    private var features: [FeatureEntry] = []
    private var candidates: [Candidate]
    private var featureStart = 0
    /// A field's value is an array or object; whether it is the row's is seen at its end.
    private var hasContainer = false
    private var times: TimeParser
    private let fixed: [EventField: Symbol]
    private let fixedLabelColumns: (prediction: Symbol, label: Symbol)
    private let defaultModel: Symbol
    /// A label file: rows need no time.
    private let isLabelFile: Bool

    init(_ options: EventReaderOptions) {
        candidates = Array(repeating: Candidate(), count: EventField.allCases.count)
        times = TimeParser(zone: options.zone)
        var symbols = SymbolTable()
        var fixed: [EventField: Symbol] = [:]
        for (field, place) in options.fields.places {
            if case .value(let text) = place { fixed[field] = symbols.name(text) }
        }
        self.fixed = fixed
        defaultModel = fixed[.model] ?? symbols.name(options.defaultModel)
        // Columns of their own, so that many classes of one do not starve another.
        fixedLabelColumns = (symbols.name("prediction"), symbols.name("label"))
        self.symbols = symbols
        isLabelFile = options.isLabelFile
    }

    mutating func column(_ use: FieldUse, path: String) -> Column {
        switch use {
        case .ignored: return .ignored
        case .feature(let name): return .feature(symbols.name(name))
        case .field(let field, let rank, let scale):
            let last = path.lowercased().split(separator: ".").last.map(String.init) ?? path
            return .field(
                field, rank: rank, latencyScale: scale,
                isErrorField: field == .outcome && last.hasPrefix("error"))
        }
    }

    /// Begins a row and takes all its fields: one call a line, because a call on a class's property
    /// checks for exclusive access, and that costs as much as a field.
    mutating func take(_ fields: UnsafeBufferPointer<CSJField>, _ columns: [Column]) {
        begin()
        for field in fields { take(RawValue(field), columns[Int(field.key)]) }
    }

    /// Begins a row and takes one cell a column.
    mutating func take(_ cells: [CSVRecord.Cell], _ columns: [Column]) {
        begin()
        for (cell, column) in zip(cells, columns) { take(RawValue(cell: cell), column) }
    }

    private mutating func begin() {
        featureStart = features.count
        hasContainer = false
        for index in candidates.indices { candidates[index].rank = .max }
    }

    private mutating func take(_ value: RawValue, _ column: Column) {
        switch column {
        case .ignored: break
        case .field(let field, let rank, let scale, let isError):
            let index = field.index
            if value.kind == .container {
                guard rank < 100, Self.isWrong(value, for: field),
                    candidates[index].rank > Self.containerRank
                else { return }
                candidates[index] = Candidate(
                    value: value, rank: Self.containerRank, isErrorField: isError)
                hasContainer = true
                return
            }
            // Nothing gives way to anything: `ts: null` does not hide `timestamp`.
            let effective = value.isNull ? Self.nullRank : rank
            if effective < candidates[index].rank {
                candidates[index] = Candidate(
                    value: value, rank: effective, latencyScale: scale, isErrorField: isError)
            }
        case .feature(let name):
            if value.kind == .container { return }
            features.append(FeatureEntry(name: name, value: featureValue(value, of: name)))
        }
    }

    /// Ends the row; a fault leaves no trace of it.
    mutating func finish(at place: LinePlace, latest: Timestamp) -> Fault? {
        do throws(Fault) {
            var row = try row(latest: latest)
            row.line = place
            rows.append(row)
            return nil
        } catch {
            features.removeSubrange(featureStart...)
            return error
        }
    }

    /// The value that a fault is about; valid while its line is.
    func value(of fault: Fault) -> RawValue {
        fault.field.map { candidates[$0.index].value } ?? .missing
    }

    /// The rows so far, and an empty builder that keeps its symbols.
    mutating func batch() -> EventBatch {
        let batch = EventBatch(symbols: symbols.texts, rows: rows, features: features)
        // No capacity is kept: an idle source would hold a burst's for good.
        rows = []
        features = []
        return batch
    }

    private subscript(field: EventField) -> RawValue? {
        let candidate = candidates[field.index]
        return candidate.rank == .max || candidate.value.isNull ? nil : candidate.value
    }

    private mutating func row(latest: Timestamp) throws(Fault) -> EventRow {
        if hasContainer { try refuseContainers() }
        var row = EventRow()
        if let id = self[.id] { row.requestHash = RequestID.hash(id.text) }
        row.label = self[.label].map { outcomeValue($0, of: fixedLabelColumns.label) }
        row.prediction = self[.prediction].map {
            outcomeValue($0, of: fixedLabelColumns.prediction)
        }
        row.score = try number(.score) ?? .nan
        row.latencySeconds = try latency()
        let isPlain = row.prediction == nil && row.score.isNaN && row.latencySeconds.isNaN
        // A label that is null has not come yet.
        let waitsForLabel =
            row.label == nil && candidates[EventField.label.index].rank != .max
            && candidates[EventField.outcome.index].rank == .max
        let isLabel =
            row.requestHash != 0 && isPlain && (row.label != nil || waitsForLabel)
        if let time = try time(latest) {
            row.time = time
        } else if !isLabel && !(isLabelFile && row.requestHash != 0 && row.label != nil) {
            throw Fault(reason: .noTime, expected: "a time")
        }
        let featureCount = features.count - featureStart
        if isLabel && (featureCount == 0 || row.time == .distantPast) {
            features.removeSubrange(featureStart...)
            row.kind = .label
            // Only what the line or the configuration says: a label's file is named for no model.
            row.model = name(.model) ?? fixed[.model] ?? .none
            row.version = name(.version) ?? fixed[.version] ?? .none
            return row
        }
        if featureCount == 0, !Self.telling.contains(where: tells) {
            throw Fault(
                reason: .notEvent,
                expected: "a model, latency, status, prediction, score or features")
        }
        let model = name(.model)
        row.model = model ?? defaultModel
        row.isModelGuessed = model == nil && fixed[.model] == nil
        row.version = name(.version) ?? fixed[.version] ?? .none
        row.target = name(.target) ?? fixed[.target] ?? .none
        let outcome = candidates[EventField.outcome.index]
        if outcome.rank != .max {
            row.outcome = OutcomeWords.outcome(
                of: outcome.value, isErrorField: outcome.isErrorField)
        }
        row.featureStart = Int32(featureStart)
        row.featureCount = Int32(featureCount)
        return row
    }

    /// Whether an array or object cannot stand for the field: predictions may have any shape, ids
    /// and targets are often described by an object, and features are one.
    private static func isWrong(_ value: RawValue, for field: EventField) -> Bool {
        switch field {
        case .prediction: false
        case .id, .target, .features: value.isArray
        case .time, .model, .version, .latency, .outcome, .score, .label: true
        }
    }

    private func refuseContainers() throws(Fault) {
        for field in EventField.allCases {
            let candidate = candidates[field.index]
            guard candidate.rank == Self.containerRank, !candidate.isErrorField else { continue }
            // `model: {version: …}` says the version and leaves the name to the file.
            if field == .model, !candidate.value.isArray, self[.version] != nil { continue }
            let kind = field == .features ? "an object" : "a single value"
            throw Fault(
                reason: .wrongType, expected: "\(kind) as \(field.rawValue)", field: field)
        }
    }

    private mutating func time(_ latest: Timestamp) throws(Fault) -> Timestamp? {
        guard let value = self[.time] else { return nil }
        let time: Timestamp? =
            switch value.kind {
            case .bool, .null, .container: nil
            case .number: EpochTime.parse(value.text) ?? EpochTime.time(number: value.number)
            case .text, .cell: times.parse(value.text)
            }
        guard let time else {
            throw Fault(
                reason: .badTime, expected: "RFC 3339, seconds since 1970 or 2026-11-23 10:00:00",
                field: .time)
        }
        guard time <= latest else {
            throw Fault(reason: .future, expected: "a time up to 10 min ahead", field: .time)
        }
        return time
    }

    private func number(_ field: EventField) throws(Fault) -> Double? {
        guard let value = self[field] else { return nil }
        guard let number = value.numeric else {
            throw Fault(
                reason: .wrongType, expected: "a number as \(field.rawValue)", field: field)
        }
        return number
    }

    private func latency() throws(Fault) -> Double {
        guard let number = try number(.latency) else { return .nan }
        let candidate = candidates[EventField.latency.index]
        guard number >= 0, number.isFinite else {
            throw Fault(
                reason: .badLatency, expected: "a latency of 0 or more", field: .latency)
        }
        return number * candidate.latencyScale
    }

    private func tells(_ field: EventField) -> Bool {
        let rank = candidates[field.index].rank
        return rank < NestedName.guessRank || rank == Self.nullRank
    }

    private mutating func name(_ field: EventField) -> Symbol? {
        guard let value = self[field], value.kind != .container else { return nil }
        if value.kind == .bool { return symbols.name(value.number != 0 ? "true" : "false") }
        return symbols.name(value.text)
    }

    private mutating func featureValue(_ value: RawValue, of name: Symbol) -> FeatureValue {
        if value.isNull { return .null }
        switch value.kind {
        case .null, .container: return .null
        case .number: return .number(value.number)
        case .bool: return .category(symbols.category(truth: value.number != 0, of: name))
        case .cell:
            if let number = value.numeric { return .number(number) }
            if let flag = value.bool {
                return .category(symbols.category(truth: flag, of: name))
            }
            return .category(symbols.category(value.text, of: name))
        case .text: return .category(symbols.category(value.text, of: name))
        }
    }

    /// A prediction or a label: numeric text counts as its number, because the two sides often come
    /// from different writers.
    private mutating func outcomeValue(_ value: RawValue, of column: Symbol) -> FeatureValue {
        if value.kind == .text, let number = value.numeric { return .number(number) }
        if value.kind == .text, let flag = value.bool {
            return .category(symbols.category(truth: flag, of: column))
        }
        return featureValue(value, of: column)
    }
}

extension EventField {
    /// Position among all cases.
    var index: Int {
        switch self {
        case .time: 0
        case .model: 1
        case .version: 2
        case .target: 3
        case .latency: 4
        case .outcome: 5
        case .prediction: 6
        case .score: 7
        case .label: 8
        case .id: 9
        case .features: 10
        }
    }
}

extension SymbolTable {
    /// The category of a truth value, spelt `true` or `false` whatever the log wrote.
    mutating func category(truth: Bool, of column: Symbol) -> Symbol {
        let word: StaticString = truth ? "true" : "false"
        return category(
            UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount),
            of: column)
    }
}
