internal import PromQL
internal import Snapshot
internal import Telemetry

/// The limits that rules set for one version, whatever the rules are called; nil where none does.
struct VersionLimits {
    /// Multiples of the usual p95.
    var timesUsual: Double?
    /// The least fixed limit of the p95, in seconds.
    var latencySeconds: Double?
    /// Whose that is.
    var latencyRule: String?
    /// The least share of failed requests.
    var errorRatio: Double?
}

extension Engine {
    /// What the rules that read this version's series hold them against.
    func limits(of id: VersionID) -> VersionLimits {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key] else { return VersionLimits() }
        let places = versions[version].deployments.map { Labels(deployments[$0].key.labels) }
        var limits = VersionLimits()
        func lower(_ limit: inout Double?, to value: Double?) {
            guard let value, value > 0 else { return }
            limit = min(limit ?? value, value)
        }
        for (rule, reading) in readings.ofRequests where reading.isAbout(places) {
            switch reading.watched {
            case .latency(quantile: "0.95"):
                lower(&limits.timesUsual, to: reading.baselineFactor)
                let before = limits.latencySeconds
                lower(&limits.latencySeconds, to: reading.comparison?.constant)
                if limits.latencySeconds != before { limits.latencyRule = rule }
            case .errors: lower(&limits.errorRatio, to: reading.comparison?.constant)
            default: break
            }
        }
        return limits
    }
}

extension RuleReading {
    /// Whether what it compares is read of any of these deployments.
    func isAbout(_ places: [Labels]) -> Bool {
        guard let selector = comparison?.left.plainSelector else { return false }
        let wanted = selector.matchers.filter { ["model", "version", "target"].contains($0.name) }
        return places.contains { labels in wanted.allSatisfy { $0.accepts(labels) } }
    }
}
