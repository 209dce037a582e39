internal import Telemetry

/// What holds between two instants of the rules' grid: gauges as they are at this very moment, for
/// rules that wait for nothing.
///
/// Seen by one evaluation and stored nowhere: what is kept stays on the grid.
struct PresentValues: Sendable {
    let time: Timestamp
    /// By series; NaN where nothing is measured.
    private(set) var gauges: [Int: Double] = [:]

    init(at time: Timestamp) { self.time = time }

    mutating func set(_ series: Int?, _ value: Double) {
        if let series { gauges[series] = value }
    }

    func isWithin(after: Timestamp, through: Timestamp) -> Bool { time > after && time <= through }

    /// A gauge at this moment; nil where the grid's last value still is the newest.
    func sample(of series: Int) -> Sample? {
        gauges[series].map { $0.isNaN ? .stale(at: time) : Sample(time: time, value: $0) }
    }
}
