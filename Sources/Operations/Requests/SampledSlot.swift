/// The requests sampled of one slot of time: those with the smallest priorities.
struct SampledSlot: Sendable {
    private var rows: [RequestSample.Row] = []
    /// Flat: the features' bins of one row after the other.
    private var bins: [UInt8] = []
    /// Only a smaller priority is let in.
    private(set) var threshold = UInt32.max
    private(set) var isThinned = false
    /// Rows came since it was last brought to its size.
    private var isLoose = false

    mutating func add(_ row: RequestSample.Row, _ bins: [UInt8], limits: SampleLimits, isPast: Bool)
    {
        let limit = isThinned || isPast ? limits.past : limits.recent
        guard row.priority < threshold else { return }
        rows.append(row)
        self.bins += bins
        isLoose = true
        // Trimmed rarely: sorting at every row would cost a logarithm each.
        if rows.count >= 2 * limit { trim(to: limit) }
    }

    /// Keeps what a slot keeps that is no longer being filled, in no more room than that takes.
    mutating func settle(_ limits: SampleLimits, isPast: Bool) {
        guard isLoose || isPast != isThinned else { return }
        isThinned = isPast
        trim(to: isPast ? limits.past : limits.recent)
        rows = rows.map(\.self)
        bins = bins.map(\.self)
        isLoose = false
    }

    private mutating func trim(to limit: Int) {
        guard rows.count > limit else { return }
        let stride = bins.count / rows.count
        let order = rows.indices.sorted { rows[$0].priority < rows[$1].priority }.prefix(limit)
        threshold = order.last.map { rows[$0].priority } ?? .max
        bins = order.flatMap { bins[$0 * stride..<($0 + 1) * stride] }
        rows = order.map { rows[$0] }
        // The last one kept is at the threshold itself.
        threshold = threshold == .max ? .max : threshold + 1
    }

    /// The priority that at most `limit` rows are below.
    func fairThreshold(limit: Int) -> UInt32 {
        guard rows.count > limit else { return threshold }
        return min(threshold, rows.map(\.priority).sorted()[limit])
    }

    func rows(
        below fair: UInt32, stride: Int
    ) -> [(row: RequestSample.Row, bins: ArraySlice<UInt8>)] {
        rows.enumerated().filter { $0.element.priority < fair }.map { index, row in
            (row, bins[index * stride..<(index + 1) * stride])
        }
    }
}
