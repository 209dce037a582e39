import Ingest
import Telemetry
import Testing

/// Arrays and objects where a field's single value belongs.
@Suite struct ContainerValueTests {
    @Test(arguments: [
        (#""status":[500]"#, "outcome"), (#""status":{"phase":"done"}"#, "outcome"),
        (#""latency_ms":{"p50":3}"#, "latency"), (#""latency_ms":[3]"#, "latency"),
        (#""model":["a","b"]"#, "model"), (#""model":{"kind":"trees"}"#, "model"),
        (#""version":[1]"#, "version"), (#""target":["eu"]"#, "target"),
        (#""score":[0.1,0.9]"#, "score"), (#""label":{"a":1}"#, "label"),
        (#""request_id":["x"]"#, "id"), (#""features":[1,2]"#, "features"),
    ])
    func areAWrongTypeThatNamesTheField(field: String, name: String) {
        let reader = jsonReader()
        let line = "{\"ts\":1,\"pred\":1,\(field)}"
        let batch = read("{\"ts\":1,\"code\":0}\n\(line)\n{\"ts\":2,\"code\":0}\n", into: reader)
        #expect(batch.rows.map(\.time.milliseconds) == [1_000, 2_000])
        #expect(reader.rejections.counts == ["wrong_type": 1])
        let example = reader.rejections.examples["wrong_type"] ?? ""
        #expect(example.hasPrefix("byte 18, column "))
        #expect(example.contains("as \(name), found `"))
    }

    @Test(arguments: [
        #""status":{"code":200}"#, #""status":["x"],"status_code":200"#,
        #""status":200,"inputs":[{"name":"a","data":[1]}]"#,
        #""status":200,"prediction":[1,0]"#, #""status":200,"output":{"text":"x"}"#,
        #""status":200,"host":{"ip":"10.0.0.1"}"#, #""status":200,"model":{"version":"3"}"#,
        #""status":200,"trace":{"status":["x"]}"#, #""status":200,"features":{"a":[1],"b":{}}"#,
        #""error":[]"#, #""error":{ }"#,
    ])
    func doNoHarmWhereTheyBelongOrAnotherNameSaysIt(fields: String) {
        let reader = jsonReader()
        let batch = read("{\"ts\":1,\"latency_ms\":1,\(fields)}", into: reader)
        #expect(batch.rows.map(\.outcome) == [.ok])
        #expect(reader.rejections.total == 0)
        #expect(batch.features.isEmpty)
    }

    @Test func anErrorObjectIsAnError() {
        let reader = jsonReader()
        let batch = read(
            """
            {"ts":1,"latency_ms":1,"error":{"message":"boom"}}
            {"ts":2,"latency_ms":1,"error":["boom"]}
            {"ts":3,"latency_ms":1,"error":{"message":"boom"},"status":200}
            {"ts":4,"level":"ERROR","error":{"message":"boom"}}

            """, into: reader)
        #expect(batch.rows.map(\.outcome) == [.error, .error, .ok])
        #expect(reader.rejections.counts == ["not_event": 1])
    }
}
