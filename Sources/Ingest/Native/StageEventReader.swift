import CSimdjson
package import Telemetry

/// Reads `workflow.jsonl`: one line a change of a stage.
package final class StageEventReader: RecordReading {
    private enum Field {
        case time, model, stage, status, run, detail, ignored
    }

    private let parser: OpaquePointer
    private var fields: [Field] = []
    private var times: TimeParser
    private var events: [StageEvent] = []
    private var replaces = true
    private let defaultModel: String?
    package private(set) var rejections = Rejections()
    package var now = Timestamp.distantPast
    package var framing: LineBuffer.Framing { .lines }

    /// - Parameter defaultModel: the model of lines that name none.
    package init?(zone: ZoneOffsets = ZoneOffsets(), defaultModel: String? = nil) {
        guard let parser = csj_create(256, 1_024) else { return nil }
        self.parser = parser
        self.defaultModel = defaultModel
        times = TimeParser(zone: zone)
    }

    deinit { csj_destroy(parser) }

    package func prime(with first: Line) {}

    package func restart() {
        replaces = true
        events = []
    }

    package func isComplete(_ line: Line) -> Bool {
        guard let base = line.bytes.baseAddress, line.bytes.last == UInt8(ascii: "}") else {
            return false
        }
        let text = base.assumingMemoryBound(to: CChar.self)
        return csj_parse(parser, text, line.bytes.count).status == CSJ_OK
    }

    package func take() -> ReadRecords? {
        guard !events.isEmpty else { return nil }
        defer {
            events = []
            replaces = false
        }
        return ReadRecords(
            batch: .stageEvents(events, replace: replaces), count: events.count,
            newest: events.map(\.time).max(), oldest: events.map(\.time).min())
    }

    package func read(_ event: LineEvent) {
        switch event {
        case .line(let line):
            rejections.begin(at: line.offset)
            read(line)
        case .tooLong(let offset): rejections.countTooLong(at: offset)
        case .nuls(let offset, let count): rejections.countNuls(at: offset, count)
        }
    }

    private func read(_ line: Line) {
        guard let base = line.bytes.baseAddress, !line.bytes.isBlank else { return }
        let text = base.assumingMemoryBound(to: CChar.self)
        let record = csj_parse(parser, text, line.bytes.count)
        guard record.status == CSJ_OK else { return rejections.count(json: record, line) }
        var values: [Field: RawValue] = [:]
        for index in 0..<Int(record.count) {
            let field = record.fields[index]
            let value = RawValue(field)
            let meaning = meaning(of: Int(field.key))
            if value.isNull || value.kind == .container { continue }
            if meaning != .ignored { values[meaning] = value }
        }
        read(values, line)
    }

    private func read(_ values: [Field: RawValue], _ line: Line) {
        func reject(_ reason: RejectReason, _ expected: String) {
            rejections.count(
                reason,
                "byte \(line.offset): expected \(expected) in \(Rejections.excerpt(line.bytes))")
        }
        guard let timeText = values[.time]?.text else { return reject(.noTime, "a time") }
        guard let time = times.parse(timeText) else { return reject(.badTime, "a time") }
        guard time <= now + EventReaderOptions.futureTolerance else {
            return reject(.future, "a time up to 10 min ahead")
        }
        guard let model = values[.model].map(Self.text) ?? defaultModel else {
            return reject(.badStage, "a model")
        }
        guard let stage = values[.stage].flatMap({ Stage(written: Self.text($0)) }) else {
            return reject(.badStage, "one of the seven stages")
        }
        guard let status = values[.status].flatMap({ StageEvent.Status(written: Self.text($0)) })
        else { return reject(.badStage, "started, succeeded, failed or waiting") }
        var event = StageEvent(time: time, model: model, stage: stage, status: status)
        event.run = values[.run].map(Self.text)
        event.detail = values[.detail].map(Self.text)
        events.append(event)
    }

    private static func text(_ value: RawValue) -> String {
        String(decoding: value.text, as: UTF8.self)
    }

    private func meaning(of key: Int) -> Field {
        while fields.count <= key {
            var length = 0
            let text = csj_key_text(parser, UInt32(fields.count), &length)
            let name = String(
                decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
            fields.append(Self.field(name))
        }
        return fields[key]
    }

    private static func field(_ name: String) -> Field {
        if EventField.time.names.contains(name) { return .time }
        switch name {
        case "model", "model_name": return .model
        case "stage": return .stage
        case "status", "state": return .status
        case "run", "run_id": return .run
        case "detail", "message": return .detail
        default: return .ignored
        }
    }
}

extension Stage {
    /// A stage as people write it: `data collection`, `data_collection`, `Data-Collection`.
    package init?(written text: String) {
        let words = text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 }
        self.init(rawValue: String(words))
    }
}

extension StageEvent.Status {
    /// A status as pipelines write it.
    init?(written text: String) {
        switch text.lowercased() {
        case "started", "running", "start": self = .started
        case "succeeded", "success", "finished", "completed", "ok": self = .succeeded
        case "failed", "failure", "error": self = .failed
        case "waiting", "queued", "pending", "scheduled": self = .waiting
        default: return nil
        }
    }
}
