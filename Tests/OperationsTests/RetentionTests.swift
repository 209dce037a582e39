import Alerting
import Telemetry
import Testing

@testable import Operations

/// How much of a measured series is kept: what screens need, and what rules read.
struct RetentionTests {
    private static let noon = Timestamp(milliseconds: 1_763_640_000_000)
    private static let hour: Int64 = 3_600_000

    /// A book of one rule, measured every 15 s for ten hours until noon; odd hours are 1.
    private static func store(_ expression: String) throws -> (SeriesStore, id: Int) {
        let groups = try RuleFile(
            yaml: "groups: [{name: g, rules: [{alert: A, expr: '\(expression)'}]}]",
            file: "r.yml"
        ).groups
        var store = SeriesStore()
        store.keep(AlertBook(groups: groups).reaches)
        let id = store.gauge(
            Labels(["__name__": "model_error_ratio", "model": "m"]), retention: .day)
        for step in stride(from: -10 * hour, through: 0, by: 15_000) {
            store.record(id, Double((step / hour) & 1), at: noon + step)
        }
        return (store, try #require(id))
    }

    private static func count(_ store: SeriesStore, _ id: Int, hours: Int64) -> Int {
        store.samples(id, after: noon - hours * hour, through: noon).count
    }

    @Test("every sample that a rule's range reads is kept, and the rest is thinned")
    func ranges() throws {
        let (plain, id) = try Self.store("model_error_ratio > 1")
        #expect(Self.count(plain, id, hours: 3) == 720)
        // Seven hours of two-minute samples before them.
        #expect(Self.count(plain, id, hours: 10) == 720 + 7 * 30)
        let (ranged, other) = try Self.store("avg_over_time(model_error_ratio[6h]) > 1")
        #expect(Self.count(ranged, other, hours: 6) == 1_440)
        let (stepped, third) = try Self.store(
            "max_over_time((model_error_ratio > 0)[4h:1m] offset 1h) > 1")
        #expect(Self.count(stepped, third, hours: 5) == 1_200)
    }

    @Test("an offset is kept for as long, thinned; nothing else is kept longer for it")
    func offsets() throws {
        let groups = try RuleFile(
            yaml: "groups: [{name: g, query_offset: 1m, rules: "
                + "[{alert: A, expr: model_feature_null_ratio offset 8h > 1}]}]", file: "r.yml"
        ).groups
        let reaches = AlertBook(groups: groups).reaches
        #expect(
            reaches == [
                "model_feature_null_ratio": MetricReach(kept: 8 * Self.hour + 360_000, whole: 0)
            ])
        var store = SeriesStore()
        store.keep(reaches)
        let read = store.gauge(
            Labels(["__name__": "model_feature_null_ratio"]), retention: .short)
        let other = store.gauge(
            Labels(["__name__": "model_feature_unseen_ratio"]), retention: .short)
        for step in stride(from: -10 * Self.hour, through: 0, by: 60_000) {
            store.record(read, 0.5, at: Self.noon + step)
            store.record(other, 0.5, at: Self.noon + step)
        }
        let then = Self.noon - 8 * Self.hour
        #expect(store.samples(read, after: then - 300_000, through: then).isEmpty == false)
        #expect(store.samples(other, after: then - 300_000, through: then).isEmpty)
    }

    @Test("a rule that comes later keeps from then on")
    func reload() throws {
        var (store, id) = try Self.store("model_error_ratio > 1")
        store.keep(["model_error_ratio": MetricReach(kept: 6 * Self.hour, whole: 6 * Self.hour)])
        for step in stride(from: 15_000, through: 6 * Self.hour, by: 15_000) {
            store.record(id, 0, at: Self.noon + step)
        }
        let end = Self.noon + 6 * Self.hour
        #expect(store.samples(id, after: end - 6 * Self.hour, through: end).count == 1_440)
    }
}
