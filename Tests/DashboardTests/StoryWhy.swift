import Snapshot

/// Screen D: why LatencyRegressed fires on the canary.
extension Story {
    static func latencyWhy(points: Int) -> AlertDetail {
        var why = AlertDetail(id: latencyRegressed.id)
        why.sentence =
            "Version 8 takes 214 ms at p95; version 7 takes 92 ms for the same traffic on eu-1. "
            + "Limit 138 ms, passed 03:05:10."
        why.chart = halfHour("8", points: points) { canaryMilliseconds($0).map { $0 / 1_000 } }
        why.comparedChart = halfHour("7", points: points) { championMilliseconds($0) / 1_000 }
        why.limit = 0.138
        why.limitWords = "1.5 × version 7"
        why.measure = "p95 over 5 m"
        why.unit = "ms"
        why.scale = 1_000
        why.places = [
            place("fraud-detector 8", "eu-1  10 %", 214, 92, 2.3, moved: true, borrowed: true),
            place("fraud-detector 7", "eu-1  90 %", 92, 91, 1.0, moved: false),
            place("pricing 5", "eu-1", 31, 31, 1.0, moved: false),
            place("churn 3", "eu-1", 15, 15, 1.0, moved: false),
        ]
        why.scopeNotes = ["input of 8 against input of 7: largest difference 0.1 × limit"]
        why.scopeWords = "One version: not its machine, not its data."
        why.usualNote = "7 is the usual: 8 has 11 m of its own, a baseline takes 2 h"
        why.changes = [
            TimelineEvent(
                at: time(23, 3, 3, 20), kind: .drift, title: "8 leaves the band of 7", detail: ""),
            deployment, evaluation,
        ]
        why.differences = [
            "trees 900, was 300 · depth 12, was 6", "artifact 38 MB, was 4.1 MB",
            "xgboost 2.1, was 2.0 · 3 commits to 9f2c1d0",
        ]
        why.sameWords = "data cards-2026-10 · 12 features · python"
        why.terms = [
            AlertDetail.Term(
                value: "214 ms", text: "model_latency_seconds{quantile=\"0.95\"} of 8",
                verdict: ""),
            AlertDetail.Term(
                value: "138 ms", text: "> 1.5 × 92 ms, champion 7 on the same target",
                verdict: "✓ true"),
            AlertDetail.Term(
                value: "12 360", text: "and requests in 5 m ≥ 50", verdict: "✓ true"),
            AlertDetail.Term(
                value: "7 m", text: "for 2 m: true since 03:05:10", verdict: "✓ fires"),
        ]
        why.clearWords = [
            "Clears at the first evaluation below 138 ms; at its present",
            "trend, + 9 ms a minute over 5 m, it does not.",
        ]
        why.expression = rules[0].expression
        why.builtIn = true
        why.ownerRole = "SRE"
        why.ownerTeam = "MLOps/DevOps"
        why.ownerResponsibility = "ensures reliability and performance"
        why.onCallWords = "sam to 08:00, then kim · #ml-oncall · +41 44 555 01 02"
        why.runbook = "docs/latency.md#canary"
        why.command = "rollout abort fraud-detector --target eu-1"
        why.commandWords = "send 41 req/s to 7: 371 → 412; peak today was 640"
        why.evidence = .slowest
        why.past = [
            AlertDetail.Past(
                activeAt: time(16, 2, 10), seconds: 1_860, wasByItself: false,
                words: "canary 6, rolled back by kim"),
            AlertDetail.Past(
                activeAt: time(9, 3, 2), seconds: 360, wasByItself: true,
                words: "by itself; kim \"cold cache\""),
            AlertDetail.Past(
                activeAt: time(2, 3, 1), seconds: 360, wasByItself: true,
                words: "by itself, nobody saw it"),
        ]
        why.pastWords = "5 m so far; the two that went by themselves took 6"
        why.brief = [
            "Only version 8: version 7 and two other models on eu-1 are as usual; same input.",
            "Began 2 m after 8 took traffic. Clears below 138 ms; now rising 9 ms a minute.",
        ]
        return why
    }

    private static func place(
        _ name: String, _ detail: String, _ value: Double, _ usual: Double, _ ratio: Double,
        moved: Bool, borrowed: Bool = false
    ) -> AlertDetail.Place {
        var place = AlertDetail.Place(name: name, detail: detail)
        place.value = value / 1_000
        place.usual = usual / 1_000
        place.ratio = ratio
        place.moved = moved
        place.usualBorrowed = borrowed
        place.since = moved ? time(23, 3, 3) : nil
        return place
    }

    /// The slowest requests of the canary, as they stand in the log.
    static let slowRequests: RequestList = {
        var list = RequestList(id: canary)
        list.target = "eu-1"
        list.commonSlow = "items > 100 in 88 % of the slowest 5 %; in 9 % of all"
        list.commonFeatures = ["items"]
        let rows: [(Int, Int, Int64, Double, String, Int)] = [
            (11, 58, 204, 612, "8c1e77f0", 214), (12, 1, 930, 598, "41aa0b2c", 190),
            (11, 12, 417, 571, "c07712de", 231), (10, 47, 6, 566, "9b3f0a11", 177),
        ]
        list.since = time(23, 3, 7, 7)
        list.slowest = rows.map { minute, second, fraction, latency, id, items in
            let whole = time(23, 3, minute, second)
            let clock = "03:\(minute):\(second < 10 ? "0" : "")\(second)"
            var request = RequestList.Request(
                at: Moment(milliseconds: whole.milliseconds + fraction),
                latencySeconds: latency / 1_000, failed: false,
                place: RequestList.Place(
                    source: "fraud/events.jsonl", file: 1,
                    offset: 9_000_000 + Int64(minute * 60 + second) * 281, length: 108))
            request.id = id
            request.outcome = "ok"
            request.features = "items \(items)"
            request.text =
                "{\"ts\":\"2026-11-23T\(clock)Z\",\"request_id\":\"\(id)\","
                + "\"latency_ms\":\(Int(latency)),\"status\":\"ok\","
                + "\"features\":{\"items\":\(items)}}"
            return request
        }
        var failed = RequestList.Request(
            at: time(23, 3, 9, 40), latencySeconds: 0.031, failed: true,
            place: RequestList.Place(
                source: "fraud/events.jsonl", file: 1, offset: 9_002_147, length: 56))
        failed.id = "77d0"
        failed.outcome = "503"
        failed.text = "{\"request_id\":\"77d0\",\"status\":503,\"note\":\"\\u001b[31mred\"}"
        list.failed = [failed]
        return list
    }()
}
