package import Telemetry

/// One series within a range: what `rate` and the `…_over_time` functions read.
package struct Window: Sendable {
    package var labels: Labels
    /// Oldest first, without staleness markers; never empty.
    package var samples: ArraySlice<Sample>
    /// The left edge, itself outside.
    package var start: Timestamp
    /// The right edge, itself inside.
    package var end: Timestamp
    /// Whether the series' name is already marked to be dropped.
    var dropsName = false

    init(
        labels: Labels, samples: ArraySlice<Sample>, start: Timestamp, end: Timestamp,
        dropsName: Bool = false
    ) {
        self.labels = labels
        self.samples = samples
        self.start = start
        self.end = end
        self.dropsName = dropsName
    }

    var values: [Double] { samples.map(\.value) }

    /// The first and the last sample when there are two different ones.
    var ends: (first: Sample, last: Sample)? {
        guard samples.count > 1, let first = samples.first, let last = samples.last else {
            return nil
        }
        return (first, last)
    }
}
