internal import Detection
internal import Telemetry

/// The store's series of how right versions are and what they answer.
struct QualityGauges: Sendable {
    /// What the shares of classes are counted by; instants of features are edges of it.
    static let minutes = SlotClock(
        widthMilliseconds: EvaluationSchedule.featureStepMilliseconds)

    /// What the newest labels of a version say, and which those are.
    struct Measured: Sendable {
        /// How many, and the sum of their numbers: another set has other ones.
        var events: (count: Int, numbers: Int64)
        var countsAsClasses: Bool?
        var values: [String: Double]
    }

    var series: FactGauges
    /// By version; most minutes bring no label.
    var measured: [Int: Measured] = [:]
    /// The first and the last instant for which labels of a version had been dropped that they were
    /// about: so much of the past nobody can judge.
    private(set) var lacking: (first: Timestamp, last: Timestamp)?
    /// Whether the newest instant was one.
    var lacksLabels = false

    mutating func noteLacking(at time: Timestamp) {
        lacksLabels = true
        lacking = (lacking?.first ?? time, time)
    }

    init() {
        series = FactGauges()
        series.retention = .day
    }
}

extension Engine {
    /// Records the quality of every version with enough labels, by the newest 500 that had come by
    /// then, and the share of each class among its predictions.
    mutating func recordQuality(at time: Timestamp) {
        var gauges = qualityGauges
        qualityGauges = QualityGauges()
        gauges.lacksLabels = false
        let minutes = QualityGauges.minutes.slots(
            endingAt: time, length: Self.ruleWindowMilliseconds)
        for index in versions.indices where isServing(index, at: time) {
            let version = versions[index]
            var labels = ["model": version.model]
            labels["version"] = version.version
            for (name, share) in version.classes.counts(minutes: minutes).shares {
                gauges.series.state(
                    "model_prediction_ratio", labels.merging(["class": name]) { $1 }, share,
                    at: time, in: &store)
            }
            let newest = self.labels.newest(index, at: time)
            // Of a moment long past the newest were dropped first: what is left is no 500.
            if newest.count < 500, self.labels.isCut(index) {
                gauges.noteLacking(at: time)
                continue
            }
            guard let measured = quality(of: index, newest, known: gauges.measured[index]) else {
                continue
            }
            gauges.measured[index] = measured
            gauges.series.state(
                "model_quality_window_labels", labels, Double(measured.events.count), at: time,
                in: &store)
            for (name, value) in measured.values {
                gauges.series.state(
                    "model_quality", labels.merging(["metric": name]) { $1 }, value, at: time,
                    in: &store)
            }
        }
        gauges.series.finish(at: time, in: &store)
        qualityGauges = gauges
    }

    /// nil with too few labels to say anything.
    private func quality(
        of index: Int, _ newest: [LabelledEvent], known: QualityGauges.Measured?
    ) -> QualityGauges.Measured? {
        guard newest.count >= Self.leastLabels else { return nil }
        let events = (newest.count, newest.reduce(0) { $0 + $1.number })
        let kind = labels.kinds[index]
        if let known, known.events == events, known.countsAsClasses == kind?.countsAsClasses {
            return known
        }
        return QualityGauges.Measured(
            events: events, countsAsClasses: kind?.countsAsClasses,
            values: QualityMeasures.measures(of: newest.map(\.pair), kind: kind))
    }

    /// Whether a version is in service: what nobody uses any more is as wrong as it was.
    private func isServing(_ index: Int, at time: Timestamp) -> Bool {
        let version = versions[index]
        guard !registry.isRetired(version.model, version.version) else { return false }
        return version.deployments.contains {
            deployments[$0].firstSeen <= time
                && time - deployments[$0].lastSeen
                    <= Int64(settings.retentionSeconds * 1_000)
        }
    }
}
