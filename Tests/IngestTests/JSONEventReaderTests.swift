import Ingest
import Telemetry
import Testing

@Suite struct JSONEventReaderTests {
    @Test func readsEveryFieldOfALine() {
        let batch = read(
            """
            {"ts":"2026-11-23T10:00:00.25Z","model":"fraud","version":8,"target":"eu-1",\
            "latency_ms":12.5,"status":503,"prediction":"deny","score":0.75,"label":1,\
            "request_id":"abc","features":{"amount":4.5,"country":"DE","new":true,"age":null}}

            """, into: jsonReader())
        #expect(batch.rows.count == 1)
        let row = batch.rows[0]
        #expect(row.time == Timestamp(milliseconds: 1_795_428_000_250))
        #expect(batch[row.model] == "fraud")
        #expect(batch[row.version] == "8")
        #expect(batch[row.target] == "eu-1")
        #expect(row.latencySeconds == 0.0125)
        #expect(row.outcome == .error)
        #expect(batch.text(row.prediction) == "'deny'")
        #expect(row.score == 0.75)
        #expect(row.label == .number(1))
        #expect(row.requestHash == RequestID.hash("abc"))
        #expect(row.line.offset == 0)
        #expect(
            batch.featureTexts(0)
                == ["amount": "4.5", "country": "'DE'", "new": "'true'", "age": "null"])
    }

    @Test("a label that has not come yet is no request", arguments: ["null", "\"\"", "\"NaN\""])
    func emptyLabel(_ label: String) {
        let batch = read(
            "{\"ts\":1,\"request_id\":\"a\",\"label\":\(label)}\n", into: jsonReader())
        #expect(batch.rows.map(\.kind) == [.label])
    }

    @Test func theFirstNameOfAFieldWinsAndNullGivesWay() {
        let batch = read(
            """
            {"timestamp":2,"ts":1,"model_name":"b","model":null}
            {"time":3,"timestamp":null,"model":{"name":"nested","version":"7"}}

            """, into: jsonReader())
        #expect(batch.rows.map(\.time.milliseconds) == [1_000, 3_000])
        #expect(batch.rows.map { batch[$0.model] } == ["b", "nested"])
        #expect(batch.rows.map { batch[$0.version] } == [nil, "7"])
    }

    @Test func nestedShortWordsOfOtherObjectsAreNoFields() {
        let batch = read(
            #"{"ts":1,"user":{"id":5},"http":{"version":"1.1","status_code":500},"error":{"code":3}}"#,
            into: jsonReader())
        #expect(batch.rows[0].requestHash == 0)
        #expect(batch.rows[0].version == .none)
        #expect(batch.rows[0].outcome == .error)
    }

    @Test func ofEqualKeysTheLastWins() {
        let batch = read(#"{"ts":1,"score":0.1,"score":0.9}"#, into: jsonReader())
        #expect(batch.rows[0].score == 0.9)
    }

    @Test func undoesEscapesInKeysAndValues() {
        let batch = read(
            #"{"ts":1,"mod\u0065l":"caf\u00e9 \ud83d\ude00 \"x\"","version":"a\/b"}"#,
            into: jsonReader())
        #expect(batch[batch.rows[0].model] == "café 😀 \"x\"")
        #expect(batch[batch.rows[0].version] == "a/b")
    }

    @Test func takesNotANumberAndInfinityAsPythonWritesThem() {
        let batch = read(
            #"{"ts":1,"features":{"a":NaN,"b":-Infinity,"c":1e400,"d":123456789012345678901234}}"#,
            into: jsonReader())
        #expect(batch.rows.isEmpty)
        let good = read(
            #"{"ts":1,"features":{"a":NaN,"b":-Infinity,"d":123456789012345678901234}}"#,
            into: jsonReader())
        #expect(
            good.featureTexts(0)
                == ["a": "null", "b": "-inf", "d": "\(Double("123456789012345678901234") ?? 0)"])
    }

    @Test(arguments: [
        (#"{"ts":1,"latency_ms":3"#, "not_json"),
        (#"{"ts":1,"latency_ms":}"#, "not_json"),
        (#"{"ts":1 "latency_ms":2}"#, "not_json"),
        (#"{"ts":1}}"#, "not_json"),
        (#"{"ts":1} {"ts":2}"#, "not_json"),
        (#"{"ts":01}"#, "not_json"),
        (#"{"ts":nul}"#, "not_json"),
        (#"{"ts":1,"model":"a"b"}"#, "not_json"),
        (#"{"ts":1,"model":"\x"}"#, "not_json"),
        (#"Traceback (most recent call last):"#, "not_json"),
        (#"[1,2]"#, "not_object"),
        (#""text""#, "not_object"),
        (#"17"#, "not_object"),
        (#"{"model":"a"}"#, "no_time"),
        (#"{"ts":1,"level":"INFO","message":"started"}"#, "not_event"),
        (#"{"ts":"yesterday"}"#, "bad_time"),
        (#"{"ts":true}"#, "bad_time"),
        (#"{"ts":"2026-13-01T00:00:00Z"}"#, "bad_time"),
        (#"{"ts":1,"latency_ms":"fast"}"#, "wrong_type"),
        (#"{"ts":1,"score":true}"#, "wrong_type"),
        (#"{"ts":1,"latency_ms":-1}"#, "bad_latency"),
        (#"{"ts":1795430000}"#, "future"),
    ])
    func rejectsWithAReasonAndLosesNothingAround(line: String, reason: String) {
        let reader = jsonReader()
        reader.now = Timestamp(milliseconds: 1_795_428_000_000)
        let batch = read("{\"ts\":1,\"code\":0}\n\(line)\n{\"ts\":2,\"code\":0}\n", into: reader)
        #expect(batch.rows.map(\.time.milliseconds) == [1_000, 2_000])
        #expect(reader.rejections.counts == [reason: 1])
        #expect(reader.rejections.examples[reason]?.hasPrefix("byte 18") == true)
    }

    @Test(arguments: ["{\"ts\":2,\"level\":\"INFO\"}", "{\"ts\":2,", "[1]"])
    func aBrokenLineBehindAHoleIsCountedOnce(line: String) {
        let reader = jsonReader()
        let batch = read(
            "\0\0\0\(line)\n\(line)\n\0\0{\"ts\":3,\"code\":0}\n", into: reader)
        #expect(batch.rows.map(\.time.milliseconds) == [3_000])
        #expect(reader.rejections.counts["nul"] == 2)
        #expect(reader.rejections.total == 3)
    }

    @Test func examplesCarryNoControlCharacters() {
        let reader = jsonReader()
        _ = read("\u{1b}[31mboom\u{1b}[0m\u{202e}\n", into: reader)
        let example = reader.rejections.examples["not_json"] ?? ""
        #expect(example.contains("boom"))
        #expect(example.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(!example.contains("\u{202e}"))
    }

    @Test func aLineWithIdAndLabelIsALateLabel() {
        let batch = read(
            """
            {"ts":"2026-11-23T10:00:00Z","request_id":"r1","label":1}
            {"id":50000,"ground_truth":"fraud"}
            {"ts":1,"id":7,"label":0,"prediction":1}

            """, into: jsonReader())
        #expect(batch.rows.map(\.kind) == [.label, .label, .inference])
        #expect(batch.rows[1].time == .distantPast)
        #expect(batch.rows[1].requestHash == RequestID.hash("50000"))
        #expect(batch.text(batch.rows[1].label) == "'fraud'")
        #expect(batch.rows[2].label == .number(0))
    }

    @Test func numericAndTextFormsOfAnIdAgree() {
        let batch = read(
            #"{"ts":1,"code":0,"id":50000}"# + "\n" + #"{"ts":1,"code":0,"id":"50000"}"# + "\n"
                + #"{"ts":1,"code":0,"id":50000.0}"# + "\n", into: jsonReader())
        #expect(Set(batch.rows.map(\.requestHash)).count == 1)
        #expect(RequestID.hash("15626212112312601814") != RequestID.hash("15626212112312601815"))
    }

    @Test func configuredNamesReplaceTheUsualOnes() {
        let reader = jsonReader {
            $0.fields = FieldMap(
                [
                    .model: .value("car-loan"), .label: .column("repaid"),
                    .latency: .column("took"), .version: .column("meta.build"),
                    .features: .column("payload.x"),
                ], latencyUnit: .milliseconds)
        }
        let batch = read(
            #"{"ts":1,"id":1,"model":"b","repaid":1,"took":20,"meta":{"build":3},"payload":{"x":{"a":1}}}"#,
            into: reader)
        let row = batch.rows[0]
        #expect(batch[row.model] == "car-loan")
        #expect(batch[row.version] == "3")
        #expect(row.latencySeconds == 0.02)
        #expect(row.label == .number(1))
        #expect(batch.featureTexts(0) == ["a": "1.0"])
    }

    @Test func columnsOfAReferenceAreFeatures() {
        let reader = jsonReader { $0.referenceColumns = ["car_value", "feature_b", "score"] }
        let batch = read(
            #"{"ts":1,"car_value":3,"other":4,"features":{"b":1},"score":0.5}"#, into: reader)
        #expect(batch.featureTexts(0) == ["car_value": "3.0", "feature_b": "1.0"])
        #expect(batch.rows[0].score == 0.5)
    }

    @Test func aFloodOfCategoriesStarvesNoName() {
        let reader = jsonReader()
        var text = ""
        for index in 0..<70_000 {
            text += "{\"ts\":1,\"features\":{\"f\(index % 20)\":\"c\(index)\"}}\n"
        }
        let flooded = read(text, into: reader)
        #expect(flooded.symbols.count <= SymbolTable.limit)
        let after = read(#"{"ts":1,"model":"late","features":{"f0":"new"}}"#, into: reader)
        #expect(after[after.rows[0].model] == "late")
        #expect(after.features.last?.value == .category(.other))
    }

    @Test func randomChunksGiveTheSameRecords() {
        var random = SeededGenerator(seed: 11)
        var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
        for index in 0..<400 {
            switch index % 9 {
            case 3: bytes += Array("{\"ts\":\(index),\"broken\":\n".utf8)
            case 5: bytes += [0, 0, 0] + Array("{\"ts\":\(index),\"code\":0}\r\n".utf8)
            case 7:
                bytes +=
                    Array("{\"ts\":\(index),\"model\":\"caf".utf8) + [0xE9] + Array("\"}\n".utf8)
            default:
                let size = Int.random(in: 0...300, using: &random)
                let text = String(repeating: "x", count: size)
                bytes += Array("{\"ts\":\(index),\"model\":\"\(text)\"}\n".utf8)
            }
        }
        bytes += Array("{\"ts\":9999,\"code\":0}".utf8)
        let whole = jsonReader()
        let expected = read(bytes, into: whole, chunks: { $0 })
        #expect(expected.rows.count == 400 - 45 - 44 + 1)
        for _ in 0..<20 {
            let reader = jsonReader()
            let batch = read(
                bytes, into: reader,
                chunks: { _ in Int.random(in: 1...700, using: &random) })
            #expect(batch.rows.map(\.time) == expected.rows.map(\.time))
            #expect(batch.rows.map(\.line) == expected.rows.map(\.line))
            #expect(reader.rejections == whole.rejections)
        }
    }
}

/// A small generator with a seed, the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
