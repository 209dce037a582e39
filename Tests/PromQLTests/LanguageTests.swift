import PromQL
import Testing

/// Parts of the language that the shared scripts do not reach, written as scripts.
struct LanguageTests {
    @Test func anchoredAndSmoothedRangesNeedNoExtrapolation() throws {
        try expectPassing(
            """
            load 15s
              metric 1+1x4 9+1x4

            eval instant at 35s increase(metric[1m])
              {} 2.833333333

            eval instant at 35s increase(metric[1m] anchored)
              {} 2

            eval instant at 35s increase(metric[1m] smoothed)
              {} 2.333333333

            eval instant at 80s increase(metric[1m] anchored)
              {} 7

            eval instant at 22s500ms metric smoothed
              metric 2.5

            eval instant at 1m deriv(metric[3m] smoothed)
              expect fail msg: smoothed modifier can only be used with: delta, increase, rate - not with deriv
            """)
    }

    @Test func fillStandsInForAnAbsentSide() throws {
        try expectPassing(
            """
            load 5m
              l{x="a"} 10
              l{x="c"} 30
              r{x="a"} 100
              r{x="d"} 400

            eval instant at 0 l + fill(0) r
              {x="a"} 110
              {x="c"} 30
              {x="d"} 400

            eval instant at 0 l != fill_left(30) r
              l{x="a"} 10
              {x="d"} 30
            """)
    }

    @Test func durationsMayBeComputed() throws {
        try expectPassing(
            """
            load 1s
              m_total 0+1x100

            eval range from 50s to 60s step 5s count_over_time(m_total[max(min(step()+1,1h),1ms)])
              {} 6 6 6

            eval range from 50s to 60s step 5s m_total offset -step()*2
              {} 110 120 130

            eval instant at 50s m_total offset (2 ^ 2)
              m_total 46
            """)
    }

    @Test func infoAddsLabelsOfInfoSeries() throws {
        try expectPassing(
            """
            load 5m
              metric{instance="a", job="1"} 0 1 2
              target_info{instance="a", job="1", data="info", other="x"} 1 1 1
              build_info{instance="a", job="1", data="build"} 1 1 1

            eval range from 0 to 10m step 5m info(metric)
              metric{instance="a", job="1", data="info", other="x"} 0 1 2

            eval instant at 5m info(metric, {data=~".+"})
              metric{instance="a", job="1", data="info"} 1

            eval instant at 5m info(metric, {missing=~".+"})

            eval instant at 5m info(metric, {__name__=~".+_info"})
              expect fail regex: conflicting label
            """)
    }

    @Test func subqueriesStandAtMultiplesOfTheirStep() throws {
        try expectPassing(
            """
            load 10s
              metric1 0+1x1000

            eval instant at 1010s sum_over_time(metric1[30s:10s] offset 3s)
              {} 297

            eval instant at 1000s rate(sum_over_time(metric1[30s:10s])[50s:10s])
              {} 0.30000000000000004

            eval instant at 25s sum_over_time(sum_over_time(metric1[100s] @ 100)[100s:25s] @ 50)
              {} 220

            eval instant at 0s sum_over_time(vector(time())[100s:1s] @ 3000 offset 600s)
              {} 235050
            """)
    }

    /// As promtool answers.
    @Test func whatIsOutsideEveryBucketIsInfinite() throws {
        try expectPassing(
            """
            load 1m
              h_bucket{le="1"} 1
              h_bucket{le="2"} 2

            eval instant at 0 histogram_quantile(1.1, h_bucket)
              expect warn
              {} Inf

            eval instant at 0 histogram_quantile(-0.1, h_bucket)
              expect warn
              {} -Inf

            eval instant at 0 histogram_quantile(0.5, h_bucket)
              {} NaN

            eval instant at 0 clamp_min(vector(Inf), NaN)
              {} Inf

            eval instant at 0 clamp_max(vector(-Inf), NaN)
              {} -Inf

            eval instant at 0 clamp_max(vector(Inf), NaN)
              {} NaN
            """)
    }

    @Test func keywordsMayNameMetrics() throws {
        try expectPassing(
            """
            load 1m
              sum 1
              {"on", by="x"} 2
              offset 3
              job:rate:sum{a="b"} 4

            eval instant at 0 sum + {"on", by="x"} * 0 or sum
              sum 1

            eval instant at 0 sum by (by) ({"on"})
              {by="x"} 2

            eval instant at 0 offset offset 0s
              offset 3

            eval instant at 0 job:rate:sum
              job:rate:sum{a="b"} 4
            """)
    }

    private func expectPassing(_ script: String) throws {
        let report = try Script(parsing: script).run(alsoAsRange: true)
        #expect(report.failures.isEmpty, "\(report.failures)")
        #expect(report.passed > 0)
    }
}
