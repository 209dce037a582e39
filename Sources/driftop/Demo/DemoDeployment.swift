/// One version serving in one place, as the demo's story tells it.
///
/// Times are seconds from the demo's start: the past is negative.
struct DemoDeployment: Sendable {
    /// What the model answers, and how its late labels agree with that.
    enum Answer: Sendable {
        case none
        /// 1 or 0 by a score: the share of ones, and how often the label is 1 after each.
        case binary(share: Double, hit: Double, miss: Double)
        /// A number, and the relative error of its label.
        case number(median: Double, deviation: Double, error: Double, decimals: Int)
    }
    var model: String
    var version: String
    var target: String
    var requestsPerSecond: Double
    var medianMilliseconds: Double
    /// Of the logarithm of the latency.
    var deviation = 0.35
    var features: [DemoFeature] = []
    var answer = Answer.none
    /// Seconds from a request to its label; nil when none ever comes.
    var labelDelay: Double?
    /// Share of requests that get a label.
    var labelShare = 1.0
    /// Serves from here on; nil: as far back as the past reaches.
    var from: Double?
    /// Serves until here.
    var until: Double?
    /// The older past is thinned to a quarter, as a night is.
    var quietAtNight = true
    var slowness: @Sendable (Double) -> Double = { _ in 1 }
    var errorRatio: @Sendable (Double) -> Double = { _ in 0 }

    /// Requests a second at one time of the story.
    func rate(at seconds: Double) -> Double {
        guard quietAtNight, seconds < -3_600 else { return requestsPerSecond }
        let morning = min(1, max(0, (seconds + 5_400) / 1_800))
        return requestsPerSecond * (0.25 + 0.75 * morning)
    }
}
