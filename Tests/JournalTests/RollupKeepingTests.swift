import Alerting
import Foundation
import Journal
import Telemetry
import Testing

private let hour: Int64 = 3_600_000
private let noon = Timestamp(milliseconds: 1_763_640_000_000)

private func rollup(
    _ back: Int64 = 0, version: String? = "7", requests: Double = 100, p95: Double = 0.1
) -> Rollup {
    Rollup(
        model: "fraud", version: version, end: noon - back * hour,
        measures: [.requests: requests, .p95: p95, .drift("amount"): 0.5])
}

/// Hours that are over, in the journal's file.
struct RollupKeepingTests {
    @Test("An hour is one row, read by anybody's SQLite")
    func row() throws {
        let bench = Bench()
        try bench.open().record([rollup(), rollup(1, version: nil)])
        #expect(
            try bench.shell(
                """
                SELECT model, version, ended_at, json_extract(measures, '$.requests'),
                    json_extract(measures, '$."drift amount"') FROM rollup ORDER BY ended_at
                """) == "fraud||1763636400000|100|0.5\nfraud|7|1763640000000|100|0.5")
    }

    @Test("After a kill the next run has the hours, and a reader too")
    func reopened() throws {
        let (killed, bench) = (Bench(), Bench())
        let writer = try killed.open()
        try writer.record([rollup(), rollup(1), rollup(300, version: nil)])
        // As a killed process leaves it: the log not folded back.
        let folder = URL(fileURLWithPath: bench.path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for file in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: killed.path + file, toPath: bench.path + file)
        }
        for access in [Journal.Access.readWrite, .readOnly] {
            let journal = try bench.open(access)
            #expect(
                try journal.rollups(since: noon - 200 * hour) == [rollup(1), rollup()])
        }
        #expect(writer.backlog == 0)
        #expect(try bench.open(workspace: "/elsewhere").rollups(since: .distantPast).isEmpty)
    }

    @Test("Two dashboards that close the same hour leave one row, as the one saw it that saw most")
    func twoWriters() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        try one.record([rollup(requests: 100, p95: 0.1)])
        try two.record([rollup(requests: 60, p95: 0.9)])
        #expect(try bench.shell("SELECT count(*) FROM rollup") == "1")
        #expect(try one.rollups(since: .distantPast) == [rollup(requests: 100, p95: 0.1)])
        try two.record([rollup(requests: 120, p95: 0.2)])
        #expect(try one.rollups(since: .distantPast) == [rollup(requests: 120, p95: 0.2)])
    }

    @Test("Labels that come late change the truth of an hour and nothing else of it")
    func lateLabels() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record([rollup()])
        let late = Rollup(
            model: "fraud", version: "7", end: noon,
            measures: [.labels: 80, .quality("f1"): 0.71])
        try journal.record([late])
        let kept = try #require(try journal.rollups(since: .distantPast).first)
        #expect(kept.measures[.quality("f1")] == 0.71)
        #expect(kept.measures[.p95] == 0.1)
    }

    @Test("Hours of eight days stay")
    func pruned() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record([rollup(193), rollup(192)])
        try journal.record([rollup()])
        #expect(try bench.shell("SELECT count(*) FROM rollup") == "1")
    }

    @Test("A file of before the hours gets their table; one that is only read stays as it is")
    func older() throws {
        let bench = Bench()
        try bench.open().record(evaluation([fired(at: 1)], at: 1))
        _ = try bench.shell(
            "DROP TABLE rollup; DROP TABLE flap; DROP TABLE notice; "
                + "ALTER TABLE attention DROP COLUMN until_cleared; "
                + "ALTER TABLE incident DROP COLUMN expression; PRAGMA user_version = 1")
        #expect(try bench.open(.readOnly).rollups(since: .distantPast).isEmpty)
        #expect(try bench.open(.readOnly).restored().alerts.map(\.rule) == ["High"])
        #expect(try bench.shell("PRAGMA user_version") == "1")
        let journal = try bench.open()
        try journal.record([rollup()])
        #expect(try journal.rollups(since: .distantPast).count == 1)
        #expect(try bench.shell("SELECT count(*) FROM incident") == "1")
        #expect(try bench.shell("PRAGMA user_version") == "7")
    }
}
