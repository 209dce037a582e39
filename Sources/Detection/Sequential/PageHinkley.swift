/// Page–Hinkley: a cumulative sum of deviations from the running mean (Page 1954).
///
/// `threshold` is in units of the data, so a caller standardises first. Oracle:
/// `river.drift.PageHinkley` 0.26.1, quirks included: the running maximum starts at −1.
package struct PageHinkley: ChangeDetector {
    package enum Direction: Sendable { case up, down, both }

    package var leastValues: Int
    /// Deviation from the mean that is tolerated.
    package var delta: Double
    package var threshold: Double
    /// Weight that the past keeps at every step.
    package var alpha: Double
    package var direction: Direction

    private var moments = RunningMoments()
    private var sumUp = 0.0
    private var sumDown = 0.0
    private var leastUp = Double.infinity
    private var mostDown = -1.0

    package init(
        leastValues: Int = 30, delta: Double = 0.005, threshold: Double = 50,
        alpha: Double = 0.9999, direction: Direction = .both
    ) {
        self.leastValues = leastValues
        self.delta = delta
        self.threshold = threshold
        self.alpha = alpha
        self.direction = direction
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        moments.add(value)
        let deviation = value - moments.mean
        sumUp = alpha * sumUp + deviation - delta
        sumDown = alpha * sumDown + deviation + delta
        leastUp = min(leastUp, sumUp)
        mostDown = max(mostDown, sumDown)
        guard moments.count >= Double(leastValues) else { return .steady }
        let up = direction != .down && sumUp - leastUp > threshold
        let down = direction != .up && mostDown - sumDown > threshold
        guard up || down else { return .steady }
        self = PageHinkley(
            leastValues: leastValues, delta: delta, threshold: threshold, alpha: alpha,
            direction: direction)
        return .change
    }
}
