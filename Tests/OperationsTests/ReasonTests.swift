import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Any rule's why, made from its expression alone: on series that somebody else measured.
@Suite struct ReasonTests {
    static let noon = Timestamp(milliseconds: 1_763_640_000_000)
    private static let step: Int64 = 15_000

    /// An hour of samples every 15 s, by minutes before noon.
    static func series(
        _ labels: [String: String], _ value: (Double) -> Double
    ) -> SeriesSamples {
        SeriesSamples(
            labels: Labels(labels),
            samples: (0...240).map { index in
                let before = Double(240 - index) / 4
                return Sample(time: noon - Int64(before * 60_000), value: value(before))
            })
    }

    /// The first alert of one rule over these series, and its why.
    static func why(
        _ rule: String, _ series: [SeriesSamples]
    ) throws -> (alert: AlertStatus, why: AlertDetail, snapshot: SystemSnapshot) {
        let yaml = "groups:\n- name: mine\n  interval: 15s\n  rules:\n" + rule
        let groups = try RuleFile(yaml: yaml, file: "rules.yaml").groups
        var settings = EngineSettings()
        settings.ceiling = noon
        var engine = Engine(settings: settings, book: AlertBook(groups: groups), at: noon)
        var state = SourceState(
            name: "gpu.prom", recognisedAs: "metrics", kind: .metrics, location: "/gpu.prom")
        state.reach = .complete
        _ = engine.fold(Delivery(batch: .samples(series), source: state), at: noon)
        // A past to be judged: a request a minute.
        var log = EventLog()
        for minute in 0..<65 { log.add(at: noon - Int64(65 - minute) * 60_000) }
        _ = engine.fold(log.delivery(), at: noon)
        engine.beginJudging(at: noon)
        _ = engine.advance(to: noon)
        var interest = Interest()
        let alerts = engine.snapshot(at: noon, interest: interest).alerts
        interest.alert = try #require(alerts.first).id
        let snapshot = engine.snapshot(at: noon, interest: interest)
        return (try #require(snapshot.alerts.first), try #require(snapshot.why), snapshot)
    }

    /// One queue rises by 2 a minute through its limit of 10; the other is calm.
    private static let queues = [
        series(["__name__": "gpu_queue_length", "instance": "gpu-1", "zone": "eu"]) {
            max(4, 24 - 2 * $0)
        },
        series(["__name__": "gpu_queue_length", "instance": "gpu-2", "zone": "eu"]) { _ in 3 },
        series(["__name__": "queue_limit", "zone": "eu", "source": "config"]) { _ in 10 },
        series(["__name__": "maintenance", "instance": "gpu-2"]) { _ in 1 },
        series(["__name__": "work_seconds", "instance": "gpu-1"]) { _ in 0.25 },
    ]

    @Test("What is only held has no data, or is back", arguments: [true, false])
    func held(vanishes: Bool) throws {
        let burn = Self.series(["__name__": "burn", "zone": "eu"]) { $0 > 10 ? 9 : 1 }
        var cut = burn
        cut.samples.removeLast(40)
        let (alert, why, _) = try Self.why(
            "  - {alert: Burns, expr: burn > 5, keep_firing_for: 1h}", [vanishes ? cut : burn])
        #expect(alert.condition == .recovering)
        #expect(alert.what.hasPrefix(vanishes ? "no data now, was burn 9" : "back, was burn 9"))
        #expect(why.sentence.contains(vanishes ? "has no data now, was" : "is back, was"))
    }

    @Test("Of what is drawn together over all features none is named, and that is said")
    func noFeature() throws {
        let labels = ["__name__": "model_drift", "model": "m", "version": "1"]
        let (alert, _, snapshot) = try Self.why(
            "  - {alert: Moves, expr: 'max by (model) (model_drift) > 0.1'}",
            [Self.series(labels.merging(["feature": "a"]) { $1 }) { _ in 0.3 }])
        #expect(!alert.what.hasPrefix(" "))
        #expect(!snapshot.headline.text.contains("  "))
    }

    @Test("Words that begin with whose trouble it is are not told twice whose")
    func ownWords() throws {
        let labels = ["__name__": "burn", "model": "m", "version": "1"]
        let (_, why, _) = try Self.why(
            """
              - alert: Burns
                expr: burn > 1
                annotations: {summary: "{{ $labels.model }} {{ $labels.version }} burns"}
            """, [Self.series(labels) { _ in 2 }])
        #expect(why.sentence.hasPrefix("m 1 burns, for "))
    }

    @Test("Of a budget's windows each has its verdict, also the last pair, which decides")
    func budget() throws {
        // Ten times the budget: too little for the first pair.
        let bad = ["bad_total", "all_total"].map { name in
            Self.series(["__name__": name, "model": "m"]) { before in
                (60 - before) * (name == "all_total" ? 100 : 10)
            }
        }
        let (_, why, _) = try Self.why(
            """
              - alert: Budget
                ops: {slo: {objective: 0.99, window: 1d, bad: bad_total, total: all_total, \
            by: [model]}}
            """, bad)
        let verdicts = why.terms.filter { $0.text.contains(" > ") }.map(\.verdict)
        #expect(verdicts.count == 4 && verdicts.contains("✗ false") && verdicts.contains("✓ true"))
        let small = why.terms.shallow(fitting: 8)
        #expect(small.filter { $0.text.contains(" > ") }.map(\.verdict) == verdicts)
        #expect(small.contains { $0.text.hasSuffix("more parts") })
    }

    @Test("One alert of many that began together says how many")
    func together() throws {
        let series = (0..<12).map { number in
            Self.series([
                "__name__": "bad_ratio", "model": "m", "version": "\(number % 2)",
                "feature": "f\(number / 2)",
            ]) { _ in 0.5 }
        }
        let (_, why, _) = try Self.why(
            "  - alert: Bad\n    expr: bad_ratio > 0.2\n    labels: {severity: page}\n", series)
        #expect(
            why.scopeNotes
                == ["11 more alerts about features began with it: 6 features of 2 versions"])
    }

    @Test("Of several series the labels are told that differ")
    func differing() throws {
        let series = ["ok", "error"].map { outcome in
            Self.series([
                "__name__": "seen_total", "job": "serving", "zone": "eu-central",
                "outcome": outcome,
            ]) { _ in outcome == "ok" ? 9 : 3 }
        }
        let (_, why, _) = try Self.why(
            "  - alert: Many\n    expr: sum(seen_total) > 5\n    labels: {severity: page}\n", series
        )
        #expect(
            why.terms.filter { $0.depth > 0 }.map(\.text)
                == ["outcome ok, of 2 series", "outcome error, of 2 series"])
    }

    @Test(
        "What fires while a series is missing clears when it is there",
        arguments: [
            "absent(gpu_queue_length{instance=\"gpu-9\"})",
            "absent(gpu_queue_length{instance=\"gpu-9\"}) == 1",
            "absent(gpu_queue_length{instance=\"gpu-9\"}) and on () queue_limit > 3",
        ])
    func absent(expression: String) throws {
        let (_, why, _) = try Self.why(
            """
              - alert: Gone
                expr: \(expression)
                labels: {severity: ticket}
            """, Self.queues)
        #expect(why.clearWords == ["Clears when gpu_queue_length is there again."])
        #expect(why.isTruth)
    }

    @Test("A comparison says its value, its limit and when it clears at this trend")
    func comparison() throws {
        let (alert, why, snapshot) = try Self.why(
            """
              - alert: QueueLong
                expr: gpu_queue_length > 10 unless on (instance) maintenance == 1
                labels: {severity: ticket}
            """, Self.queues)
        #expect(alert.what == "gpu_queue_length 24 > 10")
        #expect(alert.seriesWords == "gpu-1 · eu")
        #expect(snapshot.headline.text.hasPrefix("gpu-1 · eu: gpu_queue_length 24 > 10, for 7 m."))
        #expect(why.measure == "gpu_queue_length")
        #expect(why.limit == 10)
        #expect(why.terms.map(\.value) == ["24", "—", "7 m"])
        #expect(why.terms[0].text == "gpu_queue_length > 10")
        #expect(why.terms.map(\.verdict) == ["✓ true", "✓ false", "✓ fires"])
        #expect(why.chart?.values.last == 24)
        #expect(
            why.clearWords == [
                "Clears below 10, or once what follows `unless` holds; now rising 2 a minute, away from it."
            ])
        // The same expression's other label sets, calm ones too; the guard is left out.
        #expect(why.places.map(\.name) == ["gpu-1", "gpu-2"])
        #expect(why.places.map(\.value) == [24, 3])
        #expect(why.places.map(\.usual) == [10, 10])
        #expect(why.places.map(\.ratio) == [2.4, 0.3])
        #expect(why.places.map(\.moved) == [true, false])
        let onset = try #require(alert.onsetAt)
        // 24 − 2 m is beyond 10 from the first sample within seven minutes on.
        #expect(Timestamp(milliseconds: onset.milliseconds) == Self.noon - 7 * 60_000 + Self.step)
    }

    @Test("A limit that is a series is found by the labels the join names, and charted")
    func joinedLimit() throws {
        let (alert, why, _) = try Self.why(
            """
              - alert: QueueLong
                expr: gpu_queue_length > on (zone) group_left 1.2 * queue_limit
                labels: {severity: ticket}
            """, Self.queues)
        #expect(alert.labels["instance"] == "gpu-1")
        #expect(why.limit == 12)
        #expect(why.terms[1].value == "12")
        #expect(why.terms[1].text == "> 1.2 × 10, queue_limit")
        #expect(why.limitChart?.values.last == 12)
        // Each label set has the limit that the join gives it.
        #expect(why.places.map(\.usual) == [12, 12])
        #expect(alert.what == "gpu_queue_length 24 > 1.2 * queue_limit")
    }

    @Test("An aggregation names the series that brought it over, greatest first")
    func members() throws {
        let (_, why, _) = try Self.why(
            """
              - alert: QueuesLong
                expr: sum by (zone) (gpu_queue_length) > 20
                labels: {severity: ticket}
            """, Self.queues)
        #expect(why.terms[0].value == "27")
        #expect(why.terms[1].value == "24")
        #expect(why.terms[1].text == "instance gpu-1, of 2 series")
        #expect(why.terms[1].depth == 1)
        #expect(why.terms[2].text == "instance gpu-2, of 2 series")
    }

    @Test("A guard that came later does not move the onset: the value was beyond its limit before")
    func guardedOnset() throws {
        let guarded =
            Self.queues + [Self.series(["__name__": "armed"]) { $0 <= 3 ? 1 : 0 }]
        let (alert, _, _) = try Self.why(
            """
              - alert: QueueLong
                expr: gpu_queue_length > 10 and on () armed == 1
                labels: {severity: ticket}
            """, guarded)
        #expect(alert.activeAt == Moment(milliseconds: (Self.noon - 180_000).milliseconds))
        #expect(
            alert.onsetAt
                == Moment(milliseconds: (Self.noon - 7 * 60_000 + Self.step).milliseconds))
    }

    @Test("What the rule's guards let through decides who shares the trouble")
    func exceptions() throws {
        let series = [("a", 80.0), ("b", 40), ("c", 5)].map { name, value in
            Self.series(["__name__": "depth", "queue": name]) { _ in value }
        }
        let (alert, why, _) = try Self.why(
            """
              - alert: Deep
                expr: depth > 15 unless depth < 60
                labels: {severity: ticket}
            """, series)
        #expect(alert.labels["queue"] == "a")
        #expect(!why.sentence.contains("2 of 3") && !why.scopeWords.contains("2 of 3"))
        #expect(why.places.map(\.moved) == [true, nil, false])
        #expect(why.clearWords.first?.contains("or once what follows `unless` holds") == true)
    }

    @Test("A run that began long before its guard came is followed to its beginning")
    func longGuardedOnset() throws {
        let series = [
            Self.series(["__name__": "depth"]) { $0 <= 50 ? 20 : 5 },
            Self.series(["__name__": "armed"]) { $0 <= 3 ? 1 : 0 },
        ]
        let (alert, why, _) = try Self.why(
            """
              - alert: Deep
                expr: depth > 10 and on () armed == 1
                labels: {severity: ticket}
            """, series)
        let onset = try #require(alert.onsetAt)
        #expect(abs(onset.milliseconds - (Self.noon - 50 * 60_000).milliseconds) <= 60_000)
        #expect(!alert.onsetOrEarlier)
        #expect(why.brief.contains { $0.hasPrefix("Began ") && !$0.contains("or earlier") })
    }

    @Test("A falling value under a lower limit says so, and while pending when it fires")
    func fallingAndPending() throws {
        let (alert, why, _) = try Self.why(
            """
              - alert: Slack
                expr: free_ratio < 0.2
                for: 10m
                labels: {severity: ticket}
            """,
            [Self.series(["__name__": "free_ratio", "disk": "a"]) { min(0.5, 0.1 + 0.02 * $0) }])
        #expect(alert.condition == .pending)
        #expect(alert.what == "free_ratio 10 % < 20 %")
        #expect(why.breachesBelow)
        #expect(
            why.clearWords == [
                "Fires in 5 m if it stays so.",
                "Clears above 20 %; now falling 2 % a minute, away from it.",
            ])
    }

    @Test(
        "The unit follows the metric's name and what is made of it",
        arguments: [
            ("a_seconds", "250 ms"),
            ("rate(a_seconds_sum[5m]) / rate(a_seconds_count[5m])", "250 ms"),
            ("histogram_quantile(0.9, sum by (le) (rate(a_seconds_bucket[5m])))", "250 ms"),
            ("a_ratio", "25 %"), ("100 * a_ratio", "0.25 %"), ("a_bytes", "0.25 B"),
            ("rate(a_total[5m])", "0.25 /s"), ("rate(a_total[5m]) / rate(b_total[5m])", "25 %"),
            ("count(a_seconds)", "0.25"), ("a_queue", "0.25"), ("1000 * a_seconds", "0.25 ms"),
            ("sum(a_ratio > bool 0.1)", "0.25"), ("time() - a_seconds", "250 ms"),
        ])
    func units(_ expression: String, _ words: String) throws {
        let reading = try #require(RuleReading("\(expression) > 0.2"))
        let node = try #require(reading.comparison).left
        #expect(MeasureUnit(node, limit: 0.2).words(0.25) == words)
    }

    @Test("A moment is no duration")
    func moment() { #expect(MeasureUnit.seconds.words(1_764_000_000) == "1 764 000 000") }

    @Test("A rule under another name is spoken of by what it watches")
    func renamed() throws {
        let text = #"sum without (quantile) (model_latency_seconds{quantile="0.99"}) > 0.5"#
        #expect(RuleReading(text)?.watched == .latency(quantile: "0.99"))
        #expect(RuleReading("model_error_ratio > 0.05 and on () up")?.watched == .errors)
        #expect(RuleReading("model_error_ratio < 0.05")?.watched == .other)
        #expect(RuleReading("avg_over_time(model_error_ratio[1h]) > 0.05")?.watched == .other)
    }

    @Test("Of two rules of one name each alert is explained by its own")
    func oneName() throws {
        let queue = Self.series(["__name__": "queue_depth", "host": "a"]) { _ in 60 }
        let (alert, why, snapshot) = try Self.why(
            """
              - {alert: Deep, expr: queue_depth > 100, labels: {severity: page}}
              - {alert: Deep, expr: queue_depth > 50, labels: {severity: ticket}}

            """, [queue])
        #expect(snapshot.alerts.count == 1)
        #expect(alert.severity == "ticket" && alert.what == "queue_depth 60 > 50")
        #expect(why.limit == 50)
        #expect(why.terms.first.map { "\($0.value) \($0.verdict)" } == "60 ✓ true")
        #expect(why.expression == "queue_depth > 50")
    }

    @Test("What fired before is told with the figure it fired on, not with today's")
    func firedOn() throws {
        let labels = ["model": "fraud", "version": "7"]
        // One is beyond its limit since noon less 30 minutes and still rises; ours began later.
        let rising = Self.series(labels.merging(["__name__": "backlog"]) { $1 }) {
            $0 <= 30 ? 70 - $0 : 3
        }
        let own = Self.series(labels.merging(["__name__": "lag"]) { $1 }) { $0 <= 10 ? 9 : 1 }
        let (_, _, snapshot) = try Self.why(
            """
              - {alert: Backlog, expr: backlog > 10, for: 1m, labels: {severity: ticket}}
              - {alert: Lag, expr: lag > 5, labels: {severity: page}}

            """, [rising, own])
        #expect(snapshot.alerts.first { $0.rule == "Backlog" }?.what == "backlog 70 > 10")
        let change = try #require(snapshot.why?.changes.first { $0.title == "Backlog" })
        #expect(change.detail.hasPrefix("backlog 41 > 10"))
    }

    @Test("The trend is the least-squares line's: numpy.polyfit gives 6.85714286 a minute")
    func trend() throws {
        let trend = try #require(Trend([3, 5, 4, 8, 9, 13, 12], stepSeconds: 15))
        #expect(abs(trend.perMinute - 6.857_142_86) < 1e-7)
        #expect(Trend([1, nil, 2], stepSeconds: 15) == nil)
        // Four minutes after a jump everything is still.
        let still = [90, 90, 90, 90] + [Double](repeating: 486, count: 17)
        let after = try #require(Trend.present(still, stepSeconds: 15))
        #expect(after.trend.perMinute == 0 && !after.isLasting)
        // An old incident at the window's start is no recovery from a new one.
        let anew =
            [Double](repeating: 480, count: 9) + [Double](repeating: 90, count: 10) + [486, 486]
        let rising = try #require(Trend.present(anew, stepSeconds: 15))
        #expect(rising.trend.perMinute > 0 && !rising.isLasting)
        let steady = (0..<21).map { 100 + 9 * Double($0) / 4 }
        let along = try #require(Trend.present(steady, stepSeconds: 15))
        #expect(abs(along.trend.perMinute - 9) < 1e-9 && along.isLasting)
    }
}
