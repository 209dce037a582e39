internal import Telemetry

/// One request that is worth looking at, in 40 bytes: its text stays in the log.
struct KeptRequest: Hashable, Sendable {
    var time: Timestamp
    /// NaN when the log does not say.
    var latencySeconds: Double
    var line: LinePlace
    /// Position of its source among all sources.
    var source: Int32
    var failed: Bool

    init(_ row: EventRow, source: Int) {
        time = row.time
        latencySeconds = row.latencySeconds
        line = row.line
        self.source = Int32(truncatingIfNeeded: source)
        failed = row.outcome == .error
    }

    /// Slowest first; equal ones newest first.
    static func isSlower(_ left: Self, _ right: Self) -> Bool {
        if left.latencySeconds != right.latencySeconds {
            return left.latencySeconds > right.latencySeconds
        }
        return isNewer(left, right)
    }

    /// Newest first; at the same time by where they stand, so that reading backwards keeps the
    /// same.
    static func isNewer(_ left: Self, _ right: Self) -> Bool {
        if left.time != right.time { return left.time > right.time }
        if left.source != right.source { return left.source < right.source }
        if left.line.file != right.line.file { return left.line.file > right.line.file }
        return left.line.offset > right.line.offset
    }
}

/// What is kept of one version in one slot of time: its slowest and its newest failed requests.
struct RequestPicks: Sendable {
    /// Of each kind.
    static let limit = 8

    private(set) var slowest: [KeptRequest] = []
    private(set) var failed: [KeptRequest] = []

    /// What a latency must reach to be among the slowest.
    var floor: Double { slowest.count < Self.limit ? -1 : slowest[Self.limit - 1].latencySeconds }

    mutating func add(_ request: KeptRequest) {
        if !request.latencySeconds.isNaN {
            Self.insert(request, into: &slowest, by: KeptRequest.isSlower)
        }
        if request.failed { Self.insert(request, into: &failed, by: KeptRequest.isNewer) }
    }

    mutating func merge(_ other: RequestPicks) {
        for request in other.slowest {
            Self.insert(request, into: &slowest, by: KeptRequest.isSlower)
        }
        for request in other.failed {
            Self.insert(request, into: &failed, by: KeptRequest.isNewer)
        }
    }

    private static func insert(
        _ request: KeptRequest, into kept: inout [KeptRequest],
        by isBefore: (KeptRequest, KeptRequest) -> Bool
    ) {
        let isFull = kept.count == limit
        if isFull, !isBefore(request, kept[limit - 1]) { return }
        if isFull { kept.removeLast() }
        kept.insert(request, at: kept.firstIndex { isBefore(request, $0) } ?? kept.count)
    }
}
