import Foundation
import Testing

/// `check --backtest` against the same computed elsewhere from the same file.
struct BacktestTests {
    /// Six hours of a log: every 1.5 s a request, with three spells of errors of different lengths.
    private static func log() -> String {
        var lottery = UInt64(5)
        func next() -> Double {
            lottery = lottery &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(lottery >> 11) / 9_007_199_254_740_992
        }
        return (0..<14_400).map { index -> String in
            let second = Double(index) * 1.5
            let share =
                switch second {
                case 3_000..<3_120: 0.05
                case 7_000..<9_000: 0.2
                case 14_000..<14_450: 0.1
                default: 0.004
                }
            let time = 1_795_000_000_000 + Int64(second * 1_000)
            return "{\"ts\": \(time), \"model\": \"churn\", \"version\": \"3\", "
                + "\"target\": \"eu-1\", \"latency_ms\": \(10 + 20 * next()), "
                + "\"status\": \(next() < share ? 503 : 200)}\n"
        }.joined()
    }

    /// The rule, second by second from the lines themselves: windows of five minutes at every
    /// quarter of a minute, held for two minutes.
    private static let oracle = """
        import json, sys
        rows = [json.loads(l) for l in sys.stdin]
        rows = [(r['ts'], r['status'] >= 500) for r in rows]
        limit, hold, step, window = %LIMIT%, 120000, 15000, 300000
        first, last = rows[0][0], rows[-1][0]
        t = first // step * step
        since, firing, pending_only, worst = None, [], 0, None
        open_at = None
        while t + step <= last - last % 1000 + 999:
            t += step
            inside = [e for (ts, e) in rows if t - window < ts <= t]
            ratio = sum(inside) / len(inside) if inside else float('nan')
            if len(inside) >= 50 and ratio > limit:
                if since is None: since = t
                if worst is None or ratio > worst[0]: worst = (ratio, t)
                if open_at is None and t - since >= hold: open_at = t
            else:
                if open_at is not None: firing.append([open_at, t])
                elif since is not None: pending_only += 1
                since = open_at = None
        if open_at is not None: firing.append([open_at, None])
        print(json.dumps({'firings': firing, 'pending_only': pending_only, 'worst': worst}))
        """

    @Test(
        "quality from late labels, also after the last request, and from batches of one time",
        arguments: [1, 60])
    func quality(batch seconds: Int) throws {
        let workspace = try HeadlessWorkspace()
        let start = 1_795_000_020
        let requests = (0..<4_200).map { number in
            (
                time: start + 1 + number / seconds * seconds, id: number,
                isWrong: (1_200..<2_400).contains(number) || number >= 3_700
            )
        }
        let lines = requests.flatMap { request in
            let wrong = request.isWrong && request.id % 2 == 0 ? 1 : 0
            return [
                (
                    request.time,
                    "\"model\": \"m\", \"version\": \"1\", \"request_id\": \"r\(request.id)\", "
                        + "\"prediction\": 0"
                ), (request.time + 600, "\"request_id\": \"r\(request.id)\", \"label\": \(wrong)"),
            ]
        }.sorted { $0.0 < $1.0 }
        try workspace.scratch.write(
            "ml/events.jsonl", lines.map { "{\"ts\": \($0.0), \($0.1)}\n" }.joined())
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              interval: 1m
              rules:
              - {alert: Low, expr: 'model_quality{metric="accuracy"} < 0.8'}
              - {alert: Silent, expr: model_silence_seconds > 120}
            """)
        let found = try workspace.json([
            "check", "r.yml", "--backtest", "ml", "--format", "json",
        ])
        let backtest = try #require(found["backtest"] as? [String: Any])
        let rules = try #require(backtest["rules"] as? [[String: Any]])
        let set = try #require((rules[0]["label_sets"] as? [[String: Any]])?.first)
        // By hand: of the newest 500 whose labels had come at each minute, how many were right.
        var expected: [[Int64?]] = []
        var isLow = false
        for time in stride(from: start + 60, through: start + 4_800, by: 60) {
            let known = requests.filter { $0.time + 600 <= time }.suffix(500)
            let wrong = known.count { $0.isWrong && $0.id % 2 == 0 }
            let nowLow =
                known.count >= 30 && Double(known.count - wrong) / Double(known.count) < 0.8
            if nowLow, !isLow { expected.append([Int64(time) * 1_000, nil]) }
            if !nowLow, isLow { expected[expected.count - 1][1] = Int64(time) * 1_000 }
            isLow = nowLow
        }
        #expect(expected.count == 2)
        let firings = try #require(set["firings"] as? [[String: Any]]).map {
            [Self.milliseconds($0["from"]), Self.milliseconds($0["to"])]
        }
        #expect(firings == expected)
        #expect((rules[1]["label_sets"] as? [Any])?.isEmpty == true, "its log only ended")
    }

    @Test(
        "a log is judged from its first line on, but is not quiet for having begun",
        arguments: [Int64(0), 1])
    func beginning(_ offset: Int64) throws {
        let workspace = try HeadlessWorkspace()
        let lines = (0..<1_200).map { second -> String in
            let time = 1_795_000_005_000 + Int64(second) * 1_000 + offset
            let status = second < 180 ? 503 : 200
            return "{\"ts\": \(time), \"model\": \"churn\", \"version\": \"3\", "
                + "\"latency_ms\": 10, \"status\": \(status)}\n"
        }
        try workspace.scratch.write("ml/events.jsonl", lines.joined())
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: Errors, expr: 'model_error_ratio > 0.5', for: 1m}
              - {alert: Quiet, expr: 'model_requests_per_second < 0.5'}
              - {alert: Few, expr: 'sum(rate(model_requests_total[5m])) < 0.5'}
              - alert: Success
                expr: >-
                  sum(rate(model_requests_total{outcome="ok"}[1m]))
                  / sum(rate(model_requests_total[1m])) < 0.5
            """)
        let found = try workspace.json([
            "check", "r.yml", "--backtest", "ml", "--format", "json",
        ])
        let backtest = try #require(found["backtest"] as? [String: Any])
        let rules = try #require(backtest["rules"] as? [[String: Any]])
        let fired = rules.map { rule in
            (rule["label_sets"] as? [[String: Any]] ?? []).compactMap { $0["fired"] as? Int }
        }
        #expect(fired == [[1], [], [], [1]])
    }

    @Test(
        "the same firings, to the instant, as counted from the lines, whatever their order",
        arguments: [(0.02, 1), (0.07, 1), (0.02, 9)])
    func firings(_ limit: Double, stride step: Int) throws {
        let workspace = try HeadlessWorkspace()
        let log = Self.log()
        try workspace.scratch.write("log.jsonl", log)
        // As if the logs of nine hosts had been put one behind the other.
        let lines = log.split(separator: "\n")
        let hosts = (0..<step).map { host in
            stride(from: host, to: lines.count, by: step).map { lines[$0] + "\n" }.joined()
        }
        try workspace.scratch.write("ml/events.jsonl", hosts.joined())
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - alert: Errors
                expr: >-
                  model_error_ratio > \(limit)
                  and on (model, version, target) model_window_requests >= 50
                for: 2m
            """)
        let found = try workspace.json([
            "check", "r.yml", "--backtest", "ml", "--format", "json",
        ])
        let backtest = try #require(found["backtest"] as? [String: Any])
        let rule = try #require((backtest["rules"] as? [[String: Any]])?.first)
        #expect((backtest["rules"] as? [Any])?.count == 1, "the built-in rules are not asked for")
        let set = try #require((rule["label_sets"] as? [[String: Any]])?.first)
        let script = Self.oracle.replacing("%LIMIT%", with: "\(limit)")
        try workspace.scratch.write("oracle.py", script)
        let answer = try Child.run(
            [
                "sh", "-c",
                "python3 \(workspace.scratch.path)/oracle.py < \(workspace.scratch.path)/log.jsonl",
            ])
        let expected = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let firings = try #require(expected["firings"] as? [[Any]])
        #expect(set["fired"] as? Int == firings.count)
        #expect(set["pending_only"] as? Int == expected["pending_only"] as? Int)
        let ours = try #require(set["firings"] as? [[String: Any]])
        #expect(ours.count == firings.count)
        for (mine, theirs) in zip(ours, firings) {
            #expect(Self.milliseconds(mine["from"]) == theirs[0] as? Int64)
            #expect(Self.milliseconds(mine["to"]) == theirs[1] as? Int64)
        }
        let worst = try #require(expected["worst"] as? [Any])
        #expect(set["worst"] as? Double == worst[0] as? Double)
        #expect(Self.milliseconds(set["worst_at"]) == worst[1] as? Int64)
        let total = firings.reduce(0.0) { sum, one in
            sum + Double((one[1] as? Int64 ?? 0) - (one[0] as? Int64 ?? 0)) / 1_000
        }
        #expect(set["firing_seconds"] as? Double == total)
    }

    private static func milliseconds(_ value: Any?) -> Int64? {
        guard let text = value as? String else { return nil }
        let parser = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? parser.parse(text)).map { Int64(($0.timeIntervalSince1970 * 1_000).rounded()) }
    }

    @Test("a metric file's past too, agreed by promtool minute by minute")
    func metrics() throws {
        let workspace = try HeadlessWorkspace()
        let values = [1, 1, 6, 7, 8, 2, 9, 1, 6, 6, 6, 6, 1, 1, 7, 9, 12, 8, 1, 1]
        let start = 1_795_000_020_000
        let samples = values.enumerated().map { minute, value in
            "queue{site=\"a\"} \(value) \(start + minute * 60_000)\n"
        }
        try workspace.scratch.write("ml/queue.prom", samples.joined())
        let rules = """
            groups:
            - name: g
              interval: 1m
              rules:
              - {alert: Long, expr: queue > 5, for: 2m, keep_firing_for: 1m}
            """
        try workspace.scratch.write("r.yml", rules)
        let found = try workspace.json([
            "check", "r.yml", "--backtest", "ml", "--format", "json",
        ])
        let backtest = try #require(found["backtest"] as? [String: Any])
        let rule = try #require((backtest["rules"] as? [[String: Any]])?.first)
        let set = try #require((rule["label_sets"] as? [[String: Any]])?.first)
        let firings = try #require(set["firings"] as? [[String: Any]]).map { firing in
            (Self.milliseconds(firing["from"]), Self.milliseconds(firing["to"]))
        }
        #expect(firings.count == 2)
        var test =
            "rule_files: [r.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n"
            + "  input_series: [{series: 'queue{site=\"a\"}', values: '"
            + values.map(String.init).joined(separator: " ") + "'}]\n  alert_rule_test:\n"
        for minute in values.indices {
            let moment = Int64(start + minute * 60_000)
            let fires = firings.contains { from, to in
                (from ?? .max) <= moment && moment < (to ?? .max)
            }
            test += "  - eval_time: \(minute)m\n    alertname: Long\n    exp_alerts: "
            test += fires ? "[{exp_labels: {site: a}}]\n" : "[]\n"
        }
        try workspace.scratch.write("t.yml", test)
        let verdict = try Child.run(
            ["env", "-C", workspace.scratch.path, "promtool", "test", "rules", "t.yml"])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test("without a rule file the built-in rules, in words; nothing is written")
    func builtIn() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/events.jsonl", Self.log())
        let found = try workspace.driftop("check", "--backtest", "ml")
        #expect(found.code == 0)
        #expect(found.output.contains("ErrorsHigh, ticket: fired "), "\(found.output)")
        #expect(found.output.contains("model=churn target=eu-1 version=3"))
        #expect(
            found.output.contains("FeatureDrift, ticket: never fired")
                && found.output.contains("  no series model_drift, model_drift_threshold, "))
        #expect(
            !FileManager.default.fileExists(atPath: workspace.scratch.path + "/home/state"))
        let late = try workspace.driftop("check", "--backtest", "ml", "--since", "30m")
        #expect(late.output.contains("ErrorsHigh, ticket: never fired"), "\(late.output)")
        let empty = try HeadlessWorkspace()
        #expect(try empty.driftop("check", "--backtest", "ml").code == 3)
    }

    @Test func eventsThatNoRuleSawInTimeAreCounted() throws {
        let workspace = try HeadlessWorkspace()
        let lines = Self.log().split(separator: "\n", omittingEmptySubsequences: true)
        let swapped = lines[7_200...] + lines[..<7_200]
        try workspace.scratch.write("ml/events.jsonl", swapped.joined(separator: "\n") + "\n")
        try workspace.scratch.write(
            "r.yml", "groups: [{name: g, rules: [{alert: A, expr: model_error_ratio > 0.5}]}]\n")
        let words = try workspace.driftop("check", "r.yml", "--backtest", "ml").output
        #expect(words.contains("events stand in a log far behind later ones"), "\(words)")
        try workspace.scratch.write("ml/events.jsonl", lines.joined(separator: "\n") + "\n")
        let sorted = try workspace.driftop("check", "r.yml", "--backtest", "ml").output
        #expect(!sorted.contains("stand in a log"), "\(sorted)")
    }

    @Test func whatNoSourceHasIsAbsentAndNotUnknown() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/events.jsonl", Self.log())
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: Gone, expr: 'absent(up{job="serving"})'}
              - {alert: Unless, expr: 'model_error_ratio > 0.02 unless on () nothere', for: 2m}
              - {alert: Plain, expr: 'nothere > 1'}
            """)
        let words = try workspace.driftop("check", "r.yml", "--backtest", "ml").output
        #expect(words.contains("Gone, none: fired 1 ×"), "\(words)")
        #expect(words.contains("Unless, none: fired 2 ×"), "\(words)")
        #expect(words.contains("Plain, none: never fired in"), "\(words)")
        #expect(words.contains("no series nothere in this time"))
    }
}
