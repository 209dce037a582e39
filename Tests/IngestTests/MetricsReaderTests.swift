import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct MetricsReaderTests {
    private func parse(_ line: String) -> ExpositionLine {
        var line = line
        return line.withUTF8 { ExpositionParser.line(UnsafeRawBufferPointer($0)) }
    }

    private func sample(_ line: String) -> ExpositionSample? {
        if case .sample(let sample) = parse(line) { return sample }
        return nil
    }

    @Test(
        arguments: [
            ("up 1", ["__name__": "up"], 1.0, nil),
            ("a{} 2 1795428000000", ["__name__": "a"], 2, 1_795_428_000_000),
            ("a{x=\"1\",} +Inf", ["__name__": "a", "x": "1"], .infinity, nil),
            (":tf:count{x=\"\"} -1.5e3", ["__name__": ":tf:count"], -1500, nil),
            (
                "a { x = \"q\\\" b\\\\ n\\n\" , y=\"}\" } 3 1795428000.5",
                ["__name__": "a", "x": "q\" b\\ n\n", "y": "}"], 3, 1_795_428_000_500
            ),
            (
                "a_total{m=\"x\"} 5.0 # {trace_id=\"z\"} 5.0 1795422571.9",
                ["__name__": "a_total", "m": "x"], 5, nil
            ),
            ("a 5 1795428000 # {} 1", ["__name__": "a"], 5, 1_795_428_000_000),
            ("{\"my.metric\",x=\"1\"} 7", ["__name__": "my.metric", "x": "1"], 7, nil),
        ] as [(String, [String: String], Double, Int64?)])
    func reads(line: String, labels: [String: String], value: Double, time: Int64?) {
        let sample = sample(line)
        #expect(sample?.labels == Labels(labels))
        #expect(sample?.value == value)
        #expect(sample?.time?.milliseconds == time)
    }

    @Test func readsNotANumberAndSkipsComments() {
        #expect(sample("a NaN")?.value.isNaN == true)
        for line in ["", "# HELP a b", "#", "# EOF"] {
            if case .comment = parse(line) { continue }
            Issue.record("\(line) is a comment")
        }
    }

    @Test(arguments: [
        ("# TYPE temp gauge", "temp", MetricType.gauge), ("#TYPE jobs counter", "jobs", .counter),
        ("# TYPE \"my.metric\" histogram", "my.metric", .histogram),
        ("#  TYPE  lat  summary", "lat", .summary),
    ])
    func readsTypes(line: String, metric: String, type: MetricType) {
        guard case .type(let name, let found) = parse(line) else {
            Issue.record("\(line) is a type")
            return
        }
        #expect(name == metric && found == type)
    }

    @Test(arguments: ["# TYPE", "# TYPE a", "# TYPE a untyped", "# TYPED a gauge", "# TYPE \"a"])
    func takesOtherWordsForComments(line: String) {
        if case .comment = parse(line) { return }
        Issue.record("\(line) is a comment")
    }

    @Test(arguments: [
        "a", "a b", "a{x} 1", "a{x=1} 1", "a{x=\"1} 1", "a{x=\"1\" y=\"2\"} 1", "{x=\"1\"} 1",
        "a 1 soon", "a 1 2 3", "1a{",
    ])
    func refuses(line: String) {
        guard case .malformed = parse(line) else {
            Issue.record("accepted \(line)")
            return
        }
    }

    /// Series, bytes of their labels, NaNs and the sum of the rest by Python's prometheus_client.
    @Test(arguments: [
        ("prometheus/scrape.text", 83, 2_873, 2, 21757766102.951397),
        ("prometheus/scrape.openmetrics", 83, 2_873, 2, 21757766102.951397),
        ("prometheus/exemplars.openmetrics", 11, 138, 0, 3590845153.1565256),
        ("prometheus/pushgateway.txt", 4, 140, 0, 1795434571.923253),
        ("bentoml/metrics.txt", 79, 8_938, 0, 1795423309.7439349),
        ("ray-serve/metrics.txt", 1_972, 486_198, 0, 268407239887.7604),
        ("mlserver/metrics.txt", 64, 3_487, 0, 15560475581.316746),
        ("llm-metrics-synthetic/sglang.prom", 16, 592, 0, 548.86),
        ("llm-metrics-synthetic/tfserving.prom", 9, 329, 0, 2105914.0),
        ("llm-metrics-synthetic/tgi.prom", 14, 29, 0, 11580.6),
        ("llm-metrics-synthetic/torchserve.prom", 3, 115, 0, 290382.129),
        ("llm-metrics-synthetic/triton.prom", 13, 288, 0, 1945805122.73),
        ("llm-metrics-synthetic/vllm.prom", 294, 16_002, 0, 46681431160.206696),
    ])
    func agreesWithPrometheusClient(
        name: String, series: Int, labelBytes: Int, nans: Int, sum: Double
    ) throws {
        guard let url = SharedData.url("samples/" + name) else { return }
        let source = metricsSource(url.path)
        let delivery = source.step(now: .distantFuture, horizon: whole)
        guard case .samples(let found)? = delivery?.batch else {
            Issue.record("no samples: \(source.state.condition)")
            return
        }
        #expect(found.count == series)
        #expect(source.state.rejectedTotal == 0)
        var bytes = 0
        var counted = 0
        var total = 0.0
        for entry in found {
            for pair in entry.labels.pairs where pair.name != Labels.metricName {
                bytes += pair.name.utf8.count + pair.value.utf8.count
            }
            let value = entry.samples[0].value
            if value.isNaN { counted += 1 } else { total += value }
        }
        #expect(bytes == labelBytes)
        #expect(counted == nans)
        #expect(abs(total - sum) <= abs(sum) * 1e-12)
        #expect(found.allSatisfy { $0.samples.count == 1 })
    }

    private let whole = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    private func metricsSource(_ path: String) -> WholeFileSource {
        WholeFileSource(
            state: SourceState(name: path, recognisedAs: "", kind: .metrics, location: path),
            path: path, reader: MetricsReader())
    }

    @Test func aRewrittenFileGivesNewSamplesAndEndsWhatItLacks() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write("m.prom", "a 1\nb 2\nc 3 1795428000000\n")
        let source = metricsSource(path)
        guard case .samples(let first)? = source.step(now: .distantFuture, horizon: whole)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        #expect(first.count == 3)
        #expect(source.step(now: .distantFuture, horizon: whole) == nil)
        try directory.write("m.prom", "a 2\nbroken\n")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: path)
        guard case .samples(let second)? = source.step(now: .distantFuture, horizon: whole)?.batch
        else {
            Issue.record("not read again")
            return
        }
        let byName = Dictionary(uniqueKeysWithValues: second.map { ($0.labels.metric ?? "", $0) })
        #expect(byName["a"]?.samples.first?.value == 2)
        #expect(byName["b"]?.samples.first?.isStale == true)
        #expect(byName["c"] == nil)
        #expect(source.state.rejected == ["bad_metric": 1])
    }

    @Test func aSeriesWithSeveralTimesComesInOrder() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "m.prom", "a 3 3000000000000\na 1 1000000000000\na 2 2000000000000\n")
        let source = metricsSource(path)
        guard case .samples(let found)? = source.step(now: .distantFuture, horizon: whole)?.batch
        else { return }
        #expect(found[0].samples.map(\.value) == [1, 2, 3])
    }
}
