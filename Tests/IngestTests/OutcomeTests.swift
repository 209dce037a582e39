import Ingest
import Telemetry
import Testing

@Suite struct OutcomeTests {
    @Test(arguments: [
        (#""status":200"#, Outcome.ok), (#""status":"201""#, .ok), (#""status":404"#, .ok),
        (#""status":429"#, .ok), (#""status":499"#, .ok), (#""status":500"#, .error),
        (#""status":"503""#, .error), (#""status":"502, 200""#, .ok),
        (#""status":"200, 504""#, .error), (#""status":"OK""#, .ok),
        (#""status":"Success""#, .ok), (#""status":"timeout""#, .error),
        (#""status":"DEADLINE_EXCEEDED""#, .error), (#""status":"HTTP 503""#, .error),
        (#""status":"NOT_FOUND""#, .ok), (#""status":"approved""#, .unknown),
        (#""status":true"#, .ok), (#""status":false"#, .error), (#""status":null"#, .unknown),
        (#""code":0"#, .ok), (#""code":14"#, .error), (#""code":5"#, .ok),
        (#""error":null"#, .ok), (#""error":"""#, .ok), (#""error":false"#, .ok),
        (#""error":true"#, .error), (#""error":"none""#, .ok), (#""error":"bad input""#, .error),
        (#""error":1"#, .error), (#""error":0"#, .ok), (#""outcome":"failed""#, .error),
        (#""status":"weird""#, .unknown), (#""status":999"#, .unknown),
        (#""status":42"#, .unknown), (#""status":-1"#, .unknown), (#""code":16"#, .ok),
        (#""status":"transferred""#, .unknown), (#""status":"ERR_CLOSED""#, .error),
        (#""status":"NO_ERROR""#, .ok), (#""error":-1"#, .error),
        (#""score":1"#, .unknown), (#""status":200,"error":"x""#, .ok),
    ])
    func followsWhatSomebodyOnCallMustMend(field: String, outcome: Outcome) {
        let batch = read("{\"ts\":1,\"model\":\"m\",\(field)}", into: jsonReader())
        #expect(batch.rows.map(\.outcome) == [outcome])
    }

    @Test func numbersAsTextAreReadToTheLastBit() {
        var random = SeededGenerator(seed: 21)
        var texts: [String] = []
        for _ in 0..<3_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { texts.append("\(value)") }
            texts.append("\(Double.random(in: -1e6...1e6, using: &random))")
            texts.append("\(Int64.random(in: -1_000_000...1_000_000, using: &random))")
            texts.append("\(UInt64.random(in: 0...UInt64.max, using: &random))")
            texts.append("0.\(UInt64.random(in: 0...UInt64.max, using: &random))e-7")
        }
        let batch = read(
            "ts,feature_x\n" + texts.map { "1,\($0)\n" }.joined(), into: csvReader(),
            framing: .csv(delimiter: UInt8(ascii: ",")))
        #expect(batch.features.count == texts.count)
        for (entry, text) in zip(batch.features, texts) {
            #expect(entry.value == Double(text).map { .number($0) }, "\(text)")
        }
    }

    @Test(arguments: ["1.2.3", "0x10", "1e", "--1", "1_000", "e5", ".", "+", "1 ", "٣"])
    func whatIsNoNumberIsACategory(text: String) {
        let batch = read(
            "ts,feature_x\n1,\(text)\n", into: csvReader(),
            framing: .csv(delimiter: UInt8(ascii: ",")))
        #expect(batch.featureTexts(0) == ["x": "'\(text)'"])
    }
}
