import Ingest
import Telemetry
import Testing

@Suite struct NestedFieldTests {
    @Test(arguments: [
        #""model":{"name":"m1","version":"3"},"target":"eu""#,
        #""meta":{"model":"m1","version":3,"target":"eu"}"#,
        #""meta":{"model_name":"m1","model_version":"3","endpoint":"eu"}"#,
        #""meta.model":"m1","meta.version":"3","meta.host":"eu""#,
        #""a":{"b":{"model":"m1","version":"3","host":"eu"}}"#,
        #""request":{"model":"m1","id":5},"serving":{"version":"3","instance":"eu"}"#,
        #""device":{"model":"phone","version":"17"},"a":{"model":"m1","version":"3","host":"eu"}"#,
        #""x":{"model":"other"},"meta":{"model":"m1","version":"3","host":"eu"}"#,
    ])
    func identityIsFoundInsideOtherObjects(fields: String) {
        let batch = read("{\"ts\":1,\(fields),\"latency_ms\":50}", into: jsonReader())
        #expect(batch.rows.map { batch[$0.model] } == ["m1"])
        #expect(batch.rows.map { batch[$0.version] } == ["3"])
        #expect(batch.rows.map { batch[$0.target] } == ["eu"])
    }

    @Test(arguments: [
        #""http":{"version":"1.1","host":"x","target":"/predict","request":{"version":"2"}}"#,
        #""user":{"id":5,"device":{"model":"phone","version":"17"}}"#,
        #""features":{"model":"golf","version":"3","host":"x","id":4,"output":2,"code":500}"#,
        #""inputs":{"car":{"model":"golf","version":"3","host":"x"}}"#,
        #""output":{"label":1,"id":2,"code":3},"customer":{"id":7},"currency":{"code":978}"#,
        #""kubernetes":{"pod":{"host":"n1","version":"2"}},"service":{"version":"9"}"#,
        #""metrics":{"error":0.3},"sensor":{"label":1,"id":3}"#,
    ])
    func whatOtherObjectsAreAboutIsNoField(fields: String) {
        let batch = read("{\"ts\":1,\"latency_ms\":1,\(fields)}", into: jsonReader())
        let row = batch.rows[0]
        #expect(batch[row.model] == "log")
        #expect(row.version == .none)
        #expect(row.target == .none)
        #expect(row.requestHash == 0)
        #expect(row.outcome == .unknown)
        #expect(row.label == nil)
        #expect(row.prediction == nil)
    }

    @Test func anAnswersShortWordsAreItsOutcome() {
        let batch = read(
            #"{"ts":1,"response":{"code":503,"output":0.5},"meta":{"id":"r1"}}"#,
            into: jsonReader())
        #expect(batch.rows[0].outcome == .error)
        #expect(batch.rows[0].prediction == .number(0.5))
        #expect(batch.rows[0].requestHash == RequestID.hash("r1"))
    }

    @Test func aReferencesColumnIsAFeatureWhateverItsLastWord() {
        let reader = jsonReader { $0.referenceColumns = ["golf.model"] }
        let batch = read(#"{"ts":1,"latency_ms":1,"golf":{"model":"gti"}}"#, into: reader)
        #expect(batch[batch.rows[0].model] == "log")
        #expect(batch.featureTexts(0) == ["golf.model": "'gti'"])
    }

    @Test func aGuessedVersionAloneMakesNoLineAnEvent() {
        let reader = jsonReader()
        let batch = read(
            #"{"ts":1,"level":"INFO","message":"up","helm":{"version":"3"}}"#, into: reader)
        #expect(batch.rows.isEmpty)
        #expect(reader.rejections.counts == ["not_event": 1])
    }

    @Test func aConfiguredFieldInsideTheFeaturesObjectIsThatField() {
        for _ in 0..<8 {
            let reader = jsonReader {
                $0.fields = FieldMap([
                    .model: .column("payload.name"), .features: .column("payload"),
                ])
            }
            let batch = read(#"{"ts":1,"payload":{"name":"m1","x":2}}"#, into: reader)
            #expect(batch[batch.rows[0].model] == "m1")
            #expect(batch.featureTexts(0) == ["x": "2.0"])
        }
    }
}
