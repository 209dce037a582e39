import Snapshot

extension Words {
    /// The measured points of a chart with their times, oldest first.
    struct Reading {
        struct Point {
            var at: Moment
            var value: Double
        }
        var points: [Point]
        /// Seconds a value stands for.
        let step: Double

        init(_ series: ChartSeries) {
            let span = series.end.milliseconds - series.start.milliseconds
            let count = Int64(max(1, series.values.count))
            step = Double(span) / Double(count) / 1_000
            points = series.values.enumerated().compactMap { index, value in
                guard let value, value.isFinite else { return nil }
                // A value speaks for the bucket that ends at its time.
                let at = series.start.milliseconds + span * Int64(index + 1) / count
                return Point(at: Moment(milliseconds: at), value: value)
            }
        }

        /// Two buckets may be late; more is silence.
        func isSilentAtEnd(_ series: ChartSeries) -> Bool {
            guard let last = points.last else { return true }
            return series.end.seconds(since: last.at) > 2 * step + 0.001
        }

        /// Median step between neighbours: the noise that no trend may be made of.
        var noise: Double {
            let steps = zip(points.dropFirst(), points).map { abs($0.value - $1.value) }.sorted()
            return steps.isEmpty ? 0 : steps[steps.count / 2]
        }
    }

    /// The move that ends at the newest point, if there is one beyond noise.
    struct Change {
        var rises: Bool
        var onset: Moment
        /// False when it levelled off at its new value.
        var isGoingOn: Bool

        /// Nil when the last tenth of the chart is where the rest of it is.
        init?(_ reading: Reading) {
            guard let up = Self(reading, sign: 1) ?? Self(reading, sign: -1) else { return nil }
            self = up
        }

        private init?(_ reading: Reading, sign: Double) {
            let values = Self.smoothed(reading.points.map { $0.value * sign })
            guard let end = values.last else { return nil }
            // Backwards to the lowest point, as long as nothing on the way stands higher than now
            // by a quarter of the climb: then the newest move is a fall and not this one.
            var low = end
            var lowest = values.count - 1
            for index in values.indices.reversed() {
                if values[index] - end > max(0.25 * (end - low), 3 * reading.noise) { break }
                if values[index] < low {
                    low = values[index]
                    lowest = index
                }
            }
            let climb = end - low
            guard climb > 0, climb >= max(0.1 * abs(low), 4 * reading.noise) else { return nil }
            // The lowest point lies anywhere on the flat before; the move begins where a tenth of
            // it is done.
            let onset = values.indices.last { $0 >= lowest && values[$0] <= low + 0.1 * climb }
            guard let onset, onset < values.count - 2 else { return nil }
            // Coming back from a spike is no move: most of the time before must be elsewhere.
            let before = values[...onset].sorted()
            guard end - before[before.count / 2] >= 0.5 * climb else { return nil }
            rises = sign > 0
            self.onset = reading.points[onset].at
            let quarter = values.count - 1 - max(1, (values.count - onset) / 4)
            isGoingOn = end - values[quarter] >= 0.1 * climb
        }

        /// Median of three: one outlier is not a trend.
        private static func smoothed(_ values: [Double]) -> [Double] {
            guard values.count > 2 else { return values }
            return values.indices.map { index in
                let near = values[max(0, index - 1)...min(values.count - 1, index + 1)].sorted()
                return near.count == 3 ? near[1] : values[index]
            }
        }
    }
}
