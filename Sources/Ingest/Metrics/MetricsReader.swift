import CSimdjson
package import Telemetry

/// A file of metric samples, read whole whenever it is rewritten: a saved scrape, or what a
/// textfile exporter leaves.
///
/// Samples without a time get the file's modification time. A series that is missing from the next
/// version of the file ends with a staleness marker, as after a scrape that lacks it.
package final class MetricsReader: ContentReading {
    static let byteLimit: Int64 = 64 << 20
    static let seriesLimit = 200_000

    /// The last time delivered, and whether the file gave it.
    private var known: [Labels: (time: Timestamp, isExplicit: Bool)] = [:]

    package init() {}

    package func read(
        _ content: FileContent, _ state: inout SourceState
    ) throws(ContentFault) -> Batch {
        var bytes = try content.bytes(limit: Self.byteLimit)
        let isCut = bytes.last != 10
        if isCut { bytes.append(10) }
        let time = min(content.status.modified, content.now)
        var rejections = Rejections()
        var types: [String: MetricType] = [:]
        let found = bytes.withUnsafeBytes {
            Self.samples($0, time, content.now, &types, &rejections)
        }
        guard !found.isEmpty || rejections.total == 0 else {
            throw ContentFault("not the Prometheus text format")
        }
        var series = fresh(found)
        // A file caught while it is written lacks its end: nothing has ended because of that.
        if !isCut { series += ended(found, at: time) }
        state.set(rejections)
        state.metricTypes = types
        state.records += Int64(series.reduce(0) { $0 + $1.samples.count })
        for entry in series {
            for sample in entry.samples where !sample.isStale {
                state.newestSample = max(state.newestSample ?? sample.time, sample.time)
                state.oldestSample = min(state.oldestSample ?? sample.time, sample.time)
            }
        }
        return .samples(series)
    }

    package func gone(now: Timestamp) -> Batch? {
        let ends = ended([:], at: now)
        return ends.isEmpty ? nil : .samples(ends)
    }

    private typealias Found = [Labels: (samples: [Sample], isExplicit: Bool)]

    private static func samples(
        _ bytes: UnsafeRawBufferPointer, _ time: Timestamp, _ now: Timestamp,
        _ types: inout [String: MetricType], _ rejections: inout Rejections
    ) -> Found {
        var found: Found = [:]
        var number = 0
        let latest = now + EventReaderOptions.futureTolerance
        for slice in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            var line = UnsafeRawBufferPointer(rebasing: slice)
            if line.last == 13 { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
            if let base = line.baseAddress,
                !csj_is_utf8(base.assumingMemoryBound(to: CChar.self), line.count)
            {
                rejections.count(
                    .invalidUTF8,
                    "line \(number): expected UTF-8, found \(Rejections.excerpt(line))")
                continue
            }
            switch ExpositionParser.line(line) {
            case .comment: continue
            case .type(let metric, let type):
                if types.count < seriesLimit { types[metric] = type }
            case .malformed(let column, let expected):
                rejections.count(
                    .badMetric,
                    "line \(number), column \(column): expected \(expected) in "
                        + Rejections.excerpt(line))
            case .sample(let sample):
                guard sample.time ?? time <= latest else {
                    rejections.count(.future, "line \(number): a time more than 10 min ahead")
                    continue
                }
                guard found.count < seriesLimit || found[sample.labels] != nil else {
                    rejections.count(.pastLimit, "line \(number): above \(seriesLimit) series")
                    continue
                }
                found[sample.labels, default: ([], sample.time != nil)].samples.append(
                    Sample(time: sample.time ?? time, value: sample.value))
            }
        }
        return found
    }

    /// What was not delivered before, in order of time; of equal times the last.
    private func fresh(_ found: Found) -> [SeriesSamples] {
        var series: [SeriesSamples] = []
        series.reserveCapacity(found.count)
        for (labels, entry) in found {
            let after = known[labels]?.time ?? .distantPast
            var byTime: [Timestamp: Double] = [:]
            for sample in entry.samples where sample.time > after {
                byTime[sample.time] = sample.value
            }
            let samples = byTime.map { Sample(time: $0.key, value: $0.value) }
                .sorted { $0.time < $1.time }
            guard let last = samples.last else { continue }
            known[labels] = (last.time, entry.isExplicit)
            series.append(SeriesSamples(labels: labels, samples: samples))
        }
        return series
    }

    /// Staleness markers for series that the file no longer has; those with times of their own are
    /// left to age, as in Prometheus.
    private func ended(_ found: Found, at time: Timestamp) -> [SeriesSamples] {
        var series: [SeriesSamples] = []
        for (labels, last) in known where found[labels] == nil {
            known[labels] = nil
            guard !last.isExplicit, time > last.time else { continue }
            series.append(SeriesSamples(labels: labels, samples: [.stale(at: time)]))
        }
        return series
    }
}
