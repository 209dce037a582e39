import Telemetry

@testable import Alerting

/// Series in memory, for tests.
struct MemorySource: SeriesSource {
    private(set) var series: [Labels: [Sample]] = [:]

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        series.compactMap { labels, samples in
            guard matchers.allSatisfy({ $0.accepts(labels) }) else { return nil }
            let inside = samples.filter { $0.time > after && $0.time <= through }
            return inside.isEmpty ? nil : SeriesSamples(labels: labels, samples: inside)
        }
    }

    mutating func add(_ metric: String, _ labels: [String: String] = [:], _ samples: [Sample]) {
        let key = Labels(labels).setting("__name__", metric)
        series[key, default: []] += samples
    }

    /// One value at `minutes`; nil is a staleness marker.
    mutating func add(
        _ metric: String, _ labels: [String: String] = [:], at minutes: Double, _ value: Double?
    ) {
        let time = Timestamp(seconds: minutes * 60)
        add(metric, labels, [value.map { Sample(time: time, value: $0) } ?? .stale(at: time)])
    }

    mutating func store(_ evaluation: RuleEvaluation) {
        for entry in evaluation.samples { series[entry.labels, default: []] += entry.samples }
    }
}

func minutes(_ minutes: Double) -> Timestamp { Timestamp(seconds: minutes * 60) }

/// The groups of a rule file that must be right.
func groups(_ yaml: String) throws -> [RuleGroup] {
    try RuleFile(yaml: yaml, file: "rules.yml").groups
}

extension AlertBook {
    /// One letter for the alert of `rule`: `P`ending, `F`iring, `.` otherwise.
    func letter(_ rule: String) -> Character {
        let alerts = alerts(at: .distantPast).filter { $0.rule == rule && $0.instance.isActive }
        guard let alert = alerts.first else { return "." }
        return alert.instance.isFiring ? "F" : "P"
    }
}
