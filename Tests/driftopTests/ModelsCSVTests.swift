import Foundation
import Snapshot
import Testing

@testable import driftop

struct ModelsCSVTests {
    @Test func anotherReaderFindsOneRowAVersionAndItsFigures() throws {
        var snapshot = Fixture.full
        snapshot.models[0].versions[0].target = "eu,\"1\""
        let script = """
            import csv, io, json, sys
            rows = list(csv.DictReader(io.StringIO(sys.stdin.read(), newline='')))
            json.dump(rows, sys.stdout)
            """
        let output = try Python.run(script, input: Data(ModelsCSV.text(snapshot).utf8))
        let rows = try #require(
            JSONSerialization.jsonObject(with: output) as? [[String: String]])
        #expect(rows.count == 1)
        #expect(rows[0]["model"] == "fraud-detector")
        #expect(rows[0]["target"] == "eu,\"1\"")
        #expect(rows[0]["p95_seconds"] == "0.214")
        #expect(rows[0]["worst_drift_feature"] == "amount")
        #expect(rows[0]["traffic_share"] == "")
        #expect(rows[0].count == ModelsCSV.header.count)
    }
}
