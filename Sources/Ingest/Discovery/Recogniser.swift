import Foundation

/// Decides by name and first bytes what a file is.
package struct Recogniser {
    private static let headSize = 64 << 10

    /// Why a text is not read that looks like nothing there is.
    package static let unknownFormat = "no known format"

    private let settings: ScanSettings

    package init(settings: ScanSettings) { self.settings = settings }

    /// nil: nothing worth a word (a journal of SQLite, our own configuration).
    package func recognise(path: String) -> Recognition? {
        let name = FileName(path: path)
        if let known = nativeFile(name) { return known }
        if isSilent(name) || settings.ruleFiles.contains(path) { return nil }
        if let kind = name.unreadableKind { return .ignored(kind) }
        let file: OpenFile
        do throws(OpenFile.Failure) {
            file = try OpenFile(path: path)
        } catch {
            return .unreadable("cannot be read: \(error.reason)")
        }
        var head = file.bytes(at: 0, count: Self.headSize)
        if head.isEmpty { return .ignored("empty so far") }
        if let binary = binaryKind(head, file, name) { return binary }
        // What a truncation under a writer leaves: the text begins behind a hole.
        if head.first == 0 {
            head = Array(head.drop { $0 == 0 })
            if head.isEmpty { return .ignored("nothing but NUL bytes so far") }
        }
        let recognition = recognise(text: head, name: name, path: path)
        guard case .ignored = recognition, file.status.size > Self.headSize else {
            return recognition
        }
        // A log may begin with something else: a banner, a traceback. JSON lines need no header.
        let start = file.lineStart(before: file.status.size - Int64(Self.headSize) / 2)
        let tail = file.bytes(at: start, count: Self.headSize)
        guard LineSample(head: tail).looksLikeJSON else { return recognition }
        let second = recognise(text: tail, name: name, path: path)
        if case .events = second { return second }
        return recognition
    }

    private func nativeFile(_ name: FileName) -> Recognition? {
        switch name.name {
        case "registry.yaml", "registry.yml": .document(.registry)
        case "team.yaml", "team.yml", "teams.yaml", "teams.yml": .document(.team)
        case "workflow.yaml", "workflow.yml": .document(.workflow)
        case "workflow.jsonl": .stageEvents
        default: nil
        }
    }

    private func isSilent(_ name: FileName) -> Bool {
        if ["driftop.yaml", "driftop.yml", "meta.yaml", "MLmodel"].contains(name.name) {
            return true
        }
        return ["-wal", "-shm", "-journal", "~", ".tmp", ".swp", ".lock", ".pid"]
            .contains { name.name.hasSuffix($0) }
    }

    private func binaryKind(_ head: [UInt8], _ file: OpenFile, _ name: FileName) -> Recognition? {
        if head.starts(with: [0x1F, 0x8B]) { return .ignored("compressed with gzip: unpack it") }
        guard head.starts(with: SQLiteSchema.magic) else { return nil }
        // A new database may have its tables in the write-ahead log still.
        let tables = SQLiteSchema.tables(in: file)
        if name.name == "mlflow.db"
            || tables.isSuperset(of: ["model_versions", "registered_models"])
        {
            return .mlflowDatabase
        }
        return .ignored("an SQLite database without MLflow's registry tables")
    }

    private func recognise(text head: [UInt8], name: FileName, path: String) -> Recognition {
        let binding = settings.references.first { $0.path == path }
        let isReference = binding != nil || name.name.lowercased().hasPrefix("reference")
        var lines = LineSample(head: head)
        if lines.isBinary { return .ignored("not text") }
        if ["prom", "metrics", "openmetrics"].contains(name.fileExtension) { return .metrics }
        if ["yaml", "yml"].contains(name.fileExtension) {
            return .ignored(
                Self.holdsGroups(head)
                    ? "a rule file: read when rules: in driftop.yaml names it"
                    : "YAML, but not registry.yaml, team.yaml or workflow.yaml")
        }
        if lines.looksLikeJSON {
            if isReference { return reference(.jsonLines, binding) }
            return jsonLines(&lines, name)
        }
        if lines.looksLikeExposition { return .metrics }
        // A reference of a single feature has no delimiter to be told by.
        guard let delimiter = lines.csvDelimiter ?? (isReference ? UInt8(ascii: ",") : nil) else {
            return .ignored(Self.unknownFormat)
        }
        if isReference { return reference(.csv(delimiter: delimiter), binding) }
        return csv(lines, delimiter, name)
    }

    private static func holdsGroups(_ head: [UInt8]) -> Bool {
        String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
            .contains(where: isGroupsLine)
    }

    /// Whether a line is `groups` at the top of a YAML text, as in a Prometheus rule file.
    package static func isGroupsLine(_ line: Substring) -> Bool {
        for key in ["groups", "\"groups\"", "'groups'"] where line.hasPrefix(key) {
            return line.dropFirst(key.count).first { $0 != " " } == ":"
        }
        return false
    }

    private func reference(
        _ format: EventFormat, _ binding: ScanSettings.ReferenceBinding?
    ) -> Recognition {
        .reference(format, model: binding?.model, version: binding?.version)
    }

    private func jsonLines(_ lines: inout LineSample, _ name: FileName) -> Recognition {
        let keys = lines.jsonKeys()
        if keys.isEmpty { return .ignored("JSON, but not one object a line") }
        for telemetry in ["resourceSpans", "resourceMetrics", "resourceLogs"]
        where keys.contains(where: { $0.hasPrefix(telemetry) }) || lines.mentions(telemetry) {
            return .ignored("OpenTelemetry JSON: not read yet")
        }
        if keys.isSuperset(of: ["stage", "status", "model"]) { return .stageEvents }
        return rows(columns: keys, format: .jsonLines, name)
    }

    private func csv(_ lines: LineSample, _ delimiter: UInt8, _ name: FileName) -> Recognition {
        rows(columns: lines.csvHeader(delimiter), format: .csv(delimiter: delimiter), name)
    }

    /// Rows are events when they have a time and anything a model writes; labels when they have an
    /// id and a label and no time.
    private func rows(
        columns: Set<String>, format: EventFormat, _ name: FileName
    ) -> Recognition {
        var file = EventFile(format: format, defaultModel: name.base)
        file.isRotatedPart = name.rotatedFrom != nil
        let uses = FieldUses(map: settings.fields, referenceColumns: [])
        var fields: Set<EventField> = []
        var others: [String] = []
        for column in columns {
            switch uses.use(of: column) {
            case .field(let field, _, _): fields.insert(field)
            case .feature: fields.insert(.features)
            case .ignored: others.append(column)
            }
        }
        file.logsRequests = !fields.isDisjoint(
            with: [.latency, .outcome, .prediction, .score, .features])
        file.namesModels = fields.contains(.model)
        if fields.contains(.time) {
            let telling: Set<EventField> = [
                .latency, .outcome, .prediction, .score, .label, .features,
            ]
            guard !fields.isDisjoint(with: telling) || fields.isSuperset(of: [.model, .version])
            else {
                return .ignored(
                    "\(format.name) with a time, but no latency, status, prediction, score or features"
                )
            }
            return .events(file)
        }
        guard fields.contains(.id) else { return .ignored("\(format.name) without a time") }
        file.isLabelFile = true
        if fields.contains(.label) { return .events(file) }
        // `labels.csv` with an id and one column more: that column is the label.
        let words = ["label", "truth", "actual", "outcome", "target"]
        if others.count == 1, fields == [.id],
            words.contains(where: name.base.lowercased().contains)
        {
            file.labelColumn = others[0]
            return .events(file)
        }
        return .ignored("\(format.name) with an id, but neither a time nor a label")
    }
}
