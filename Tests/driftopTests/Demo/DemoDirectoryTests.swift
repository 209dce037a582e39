import Foundation
import Snapshot
import Testing

@testable import driftop

struct DemoDirectoryTests {
    private static let start = Moment(milliseconds: 1_795_403_527_000)

    private func files(
        _ scratch: borrowing Scratch, seed: UInt64 = 7, portions: [Int64]
    ) async throws -> [String: Data] {
        var directory = try DemoDirectory(
            at: scratch.url, start: Self.start, seed: seed, pastSeconds: 90)
        for milliseconds in portions {
            try await directory.write(
                until: Moment(milliseconds: Self.start.milliseconds + milliseconds))
        }
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) {
            files[name] = try Data(contentsOf: scratch.url.appending(path: name))
        }
        return files
    }

    @Test func theSameSeedAndStartGiveTheSameBytesInAnyPortions() async throws {
        let one = try await files(Scratch(), portions: [30_000])
        let other = try await files(Scratch(), portions: [-50_000, 0, 1, 250, 500, 29_999, 30_000])
        #expect(one == other)
        let another = try await files(Scratch(), seed: 8, portions: [30_000])
        #expect(one["churn.jsonl"] != another["churn.jsonl"])
    }

    @Test func everyLineIsJSONAndTimesNeverGoBack() async throws {
        let files = try await files(Scratch(), portions: [20_000])
        for (name, data) in files where name.hasSuffix(".jsonl") {
            var last = ""
            for line in data.split(separator: UInt8(ascii: "\n")) {
                let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
                let time = try #require(object?["ts"] as? String)
                #expect(time >= last, "\(name)")
                last = time
            }
            #expect(name == "workflow.jsonl" || last.hasPrefix("2026-11-23T03:12:"))
        }
    }

    @Test func theCanaryTurnsSlowWithinTheFirstMinute() async throws {
        let files = try await files(Scratch(), portions: [60_000])
        let log = try #require(files["fraud-detector.jsonl"])
        var before: [Double] = []
        var after: [Double] = []
        for line in log.split(separator: UInt8(ascii: "\n")) {
            guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                object["version"] as? String == "8", let latency = object["latency_ms"] as? Double,
                let moment = (object["ts"] as? String).flatMap(CivilTime.moment)
            else { continue }
            if moment < Self.start { before.append(latency) } else { after.append(latency) }
        }
        let p95 = { (values: [Double]) in values.sorted()[values.count * 95 / 100] }
        #expect(before.count > 100)
        #expect(p95(after) > 1.5 * p95(before))
    }

    @Test func itsPapersSayWhatTheScreenNeeds() async throws {
        let files = try await files(Scratch(), portions: [0])
        for name in [
            "driftop.yaml", "registry.yaml", "team.yaml", "workflow.yaml", "workflow.jsonl",
            "reference-churn.csv",
        ] {
            #expect(files[name]?.isEmpty == false, "\(name)")
        }
        #expect(files.count == 5 + 5 + 5)
    }
}
