import Snapshot
import Testing

@testable import Dashboard

/// A chart read aloud says what the data carries and nothing else.
@Suite struct DetailWordsTests {
    private func series(_ values: [Double?], minutes: Int = 30) -> ChartSeries {
        let end = Story.time(23, 16, 40)
        return ChartSeries(
            name: "p95", start: Moment(milliseconds: end.milliseconds - Int64(minutes) * 60_000),
            end: end, values: values)
    }

    @Test func `the canary rises since its onset and is above its limit`() throws {
        let detail = try #require(Story.incident.subject)
        let words = Words.chart(
            detail.subject.p95, measure: "p95", unit: "ms", scale: 1_000, limit: 0.138)
        #expect(words == "p95 214 ms, rising since 03:03, above 138 ms for 7 m")
    }

    @Test func `a steady line is called steady and its limit is named`() {
        let values: [Double?] = (0..<30).map { 100 + Double($0 % 3) }
        #expect(
            Words.chart(series(values), measure: "p95", unit: "ms", limit: 140)
                == "p95 102 ms, steady for 29 m, limit 140 ms")
    }

    @Test func `noise has no trend`() {
        let values: [Double?] = (0..<60).map { [100, 140, 90, 130, 110, 95][$0 % 6] }
        #expect(Words.chart(series(values), measure: "p95", unit: "ms") == "p95 95.0 ms")
    }

    @Test func `a level that is reached and kept is up and no longer rising`() {
        let values: [Double?] = (0..<30).map { $0 < 10 ? 100 : 200 }
        #expect(
            Words.chart(series(values), measure: "p95", unit: "ms")
                == "p95 200 ms, up since 16:20")
    }

    @Test func `falling quality is below its limit`() {
        let values: [Double?] = (0..<30).map { 0.9 - 0.01 * Double(max(0, $0 - 9)) }
        let words = Words.chart(
            series(values), measure: "auc", limit: 0.8, breach: .below)
        #expect(words == "auc 0.7, falling since 16:22, below 0.8 for 9 m")
    }

    @Test func `silence at the end is unknown and not the last value`() {
        let values: [Double?] = (0..<30).map { $0 < 20 ? 100 : nil }
        #expect(
            Words.chart(series(values), measure: "p95", unit: "ms")
                == "p95 unknown since 16:30, last 100 ms")
        #expect(
            Words.chart(series(Array(repeating: nil, count: 30)), measure: "p95")
                == "p95 unknown, nothing measured in 30 m")
    }

    @Test func `a breach that is over says until when it lasted`() {
        let values: [Double?] = (0..<30).map { (10..<15).contains($0) ? 200 : 100 }
        #expect(
            Words.chart(series(values), measure: "p95", unit: "ms", limit: 150)
                == "p95 100 ms, limit 150 ms, above it until 16:25")
    }

    @Test func `a breach as long as the chart lasts at least that long`() {
        let values: [Double?] = Array(repeating: 200, count: 30)
        #expect(
            Words.chart(series(values), measure: "p95", unit: "ms", limit: 150)
                == "p95 200 ms, steady for 29 m, above 150 ms for at least 29 m")
    }

    @Test func `no values at all do not crash`() {
        #expect(Words.chart(series([]), measure: "p95").hasPrefix("p95 unknown"))
        #expect(Words.chart(series([.nan]), measure: "p95").hasPrefix("p95 unknown"))
    }

    @Test func `a snapshot's charts are said a line each with whose they are`() {
        #expect(
            Words.lines(Story.incident) == [
                "fraud-detector 8: p95 214 ms, rising since 03:03, above 138 ms for 7 m",
                "fraud-detector 8: requests 41.2 /s, steady for 11 m",
                "fraud-detector 8: errors 0.2 %, steady for 11 m",
                "fraud-detector 7: p95 92.0 ms, steady for 30 m",
                "fraud-detector 8: 02:58:31Z evaluation, 8 passed, latency not tested",
                "fraud-detector 8: 03:01:04Z deployment, 8 → canary 10 % on eu-1, by ci",
                "LatencyRegressed, fraud-detector 8: p95 over 5 m 214 ms, rising since 03:03, "
                    + "above 138 ms for 7 m",
            ])
        #expect(
            Words.lines(Story.churn).last
                == "churn 3: tenure 2.60 × limit, up since Fri 18:00, above its limit for 2 d")
        #expect(Words.lines(Story.empty).isEmpty)
    }
}
