import Foundation
import Snapshot
import Testing

@testable import driftop

struct SnapshotJSONTests {
    /// The design's contract, word for word: names, order and kinds of its example.
    private static let contract = """
        {"format":"","at":"","window_seconds":0,
         "sources":[{"name":"","kind":"","location":"","state":"","last_sample_at":"",\
        "lag_seconds":0,"bytes":0,"records":0,"rejected":0,"rejected_reasons":{},"reason":""}],
         "models":[{"name":"","owner":"","maturity":null,
           "versions":[{"version":"","aliases":[""],"stage":"","role":"","target":"","run":"",\
        "commit":"","dataset":"","params":{},"training_metrics":{},"traffic_share":0,"requests":0,\
        "requests_per_second":0,"errors":0,"error_ratio":0,\
        "latency_seconds":{"p50":0,"p95":0,"p99":0,"max":0},"last_seen_at":"",\
        "drift":[{"feature":"","method":"","value":0,"threshold":0,"drifted":false,\
        "n_reference":0,"n_current":0,"null_ratio":0,"unseen_ratio":0}],
             "quality":{},"quality_estimated":{},"labels":0}]}],
         "workflow":[{"model":"","stages":[{"stage":"","status":"","started_at":"",\
        "finished_at":"","duration_seconds":0,"owner":"","source":""}]}],
         "teams":[{"team":"","on_call":"","roles":[{"role":"","members":[""],\
        "responsibility":"","open_alerts":0}]}],
         "headline":"",
         "alerts":[{"id":"","rule":"","onset_at":"","condition":"","attention":"","severity":"",\
        "owner":"","labels":{},"annotations":{},"value":0,"active_at":"","fired_at":"",\
        "resolved_at":"","acked_by":"","acked_at":"","comment":"","snoozed_until":""}]}
        """

    @Test func namesAndOrderAreTheContracts() {
        let keys = #/"(\w+)":/#
        // What was added since the contract was drawn stands behind what it names.
        let expected =
            Self.contract.matches(of: keys).map { String($0.1) } + [
                "silenced_by", "silenced_until", "inhibited_by", "active_at_or_earlier",
                "no_data_since", "flap_count", "flapping_since", "group",
                "rules_evaluation_seconds", "rules", "name", "group", "expression", "severity",
                "health", "last_error", "last_evaluation_at", "evaluation_seconds", "firing",
                "pending", "notes",
            ]
        let written = SnapshotJSON.text(Fixture.full).matches(of: keys).map { String($0.1) }
            .filter { !Fixture.freeKeys.contains($0) }
        #expect(written == expected)
    }

    @Test func anotherReaderReadsTheSameValues() throws {
        let object = try Python.json(SnapshotJSON.text(Fixture.full))
        let root = try #require(object as? [String: Any])
        #expect(root["format"] as? String == "driftop/snapshot/1")
        #expect(root["at"] as? String == "2026-11-23T03:12:07.000Z")
        let models = try #require(root["models"] as? [[String: Any]])
        let versions = try #require(models[0]["versions"] as? [[String: Any]])
        #expect(versions[0]["requests"] as? Int == 12_360)
        #expect(versions[0]["error_ratio"] as? Double == 0.003)
        let alerts = try #require(root["alerts"] as? [[String: Any]])
        #expect(alerts[0]["comment"] as? String == "look \"here\"\u{1b}[31m\n\u{9b}é")
    }

    @Test func alertsAloneAreTheSameArray() throws {
        let root = try #require(
            try Python.json(SnapshotJSON.text(Fixture.full)) as? [String: Any])
        let alone = try #require(
            try Python.json(SnapshotJSON.alertsText(Fixture.full)) as? [[String: Any]])
        #expect(!alone.isEmpty)
        #expect(alone as NSArray == root["alerts"] as? NSArray)
        #expect(SnapshotJSON.alertsText(Fixture.unknown).hasPrefix("["))
    }

    @Test func unknownIsNullAndNeverZero() throws {
        let empty = SnapshotJSON.text(Fixture.unknown)
        for name in [
            "version", "requests", "error_ratio", "latency_seconds", "traffic_share", "owner",
            "value", "null_ratio", "last_seen_at", "maturity",
        ] {
            #expect(empty.contains("\"\(name)\":null"), "\(name)")
        }
    }

    @Test func noControlCharacterLeaves() {
        for text in [SnapshotJSON.text(Fixture.full), ModelsCSV.text(Fixture.full)] {
            let rest = text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }
            #expect(!rest.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        }
    }

    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (0.1, "0.1"), (1e-7, "1e-07"), (.nan, "null"),
        (.infinity, "null"), (1e16, "1e+16"), (123_456_789_012_345, "123456789012345"),
    ])
    func numbersAreShortAndExact(value: Double, text: String) {
        #expect(JSONText.number(value) == text)
    }
}
