import Snapshot

/// What `/srv/ml` holds, as Sources shows it.
extension Story {
    static let sources: [SourceStatus] = {
        var list = [
            events("fraud/events.jsonl", bytes: 1_840_000_000, records: 6_210_400, lag: 0.2),
            events("churn/events.jsonl", bytes: 61_200_000, records: 279_318, lag: 0.3),
            events("search/events.jsonl", bytes: 903_000_000, records: 3_402_117, lag: 0.2),
            events("pricing/requests.csv", bytes: 212_000_000, records: 1_310_882, lag: 0.4),
        ]
        list[3].kind = "inference events, CSV"
        list[0].rejected = 14
        list[0].rejectedReasons = ["not JSON": 11, "time in the future": 3]
        list[0].rejectedExamples = [
            "not JSON": "line 812 044, column 37: {\"ts\":\"2026-11-23T01:02:11Z\",\"mod",
            "time in the future": "line 901 220: ts 2026-11-24T03:11:58Z is 24 h ahead",
        ]
        for site in 1...5 {
            var source = events(
                "eta/edge-\(site).jsonl", bytes: 4_100_000, records: 18_204,
                lag: site > 3 ? 1_447 : 2.1)
            if site > 3 {
                source.state = .stale
                source.reason = "no line for 24 m, usually one every 2 s"
            }
            list.append(source)
        }
        list += [
            state("mlflow.db", "MLflow registry, SQLite", bytes: 3_440_640, records: 31),
            state("team.yaml", "teams", bytes: 2_911, records: 4),
            state("workflow.jsonl", "stage events", bytes: 88_120, records: 702),
            state("churn/reference.csv", "reference", bytes: 7_300_000, records: 50_000),
        ]
        var notes = SourceStatus(
            name: "README.txt", kind: "text", location: "/srv/ml/README.txt", state: .ignored)
        notes.bytes = 1_204
        notes.reason = "no known field in its first lines"
        list.append(notes)
        return list
    }()

    private static func events(
        _ name: String, bytes: Int64, records: Int64, lag: Double
    ) -> SourceStatus {
        var source = state(name, "inference events, JSONL", bytes: bytes, records: records)
        source.lagSeconds = lag
        source.lastSampleAt = Moment(milliseconds: at.milliseconds - Int64(lag * 1_000))
        return source
    }

    private static func state(
        _ name: String, _ kind: String, bytes: Int64, records: Int64
    ) -> SourceStatus {
        var source = SourceStatus(
            name: name, kind: kind, location: "/srv/ml/" + name, state: .live)
        source.bytes = bytes
        source.records = records
        return source
    }
}
