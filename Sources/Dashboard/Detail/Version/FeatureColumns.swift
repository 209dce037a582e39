import Canvas
import Snapshot

/// The columns of the features table; those that no feature fills are left out.
struct FeatureColumns {
    /// One column and what stands in it.
    struct Entry {
        var column: TableColumn
        var cell: (FeatureDrift) -> Run
    }
    private(set) var all: [Entry] = []
    /// Which one holds the week of heat.
    private(set) var strip: Int?

    init(_ features: [FeatureDrift]) {
        add("FEATURE", .left, 13, rank: 0, maximum: 22) {
            Run($0.feature, $0.drifted ? .text : .muted)
        }
        add("KIND", .left, 4, rank: 6) { Run($0.kind == .numeric ? "num" : "cat", .muted) }
        if features.contains(where: { $0.weight != nil }) {
            add("WEIGHT", .right, 6, rank: 5) { Run(Formatting.quality($0.weight), .muted) }
        }
        add("PSI", .right, 4, rank: 0) { Run(Formatting.quality($0.value), Self.role($0)) }
        add("LIMIT", .right, 5, rank: 0) { Run(Formatting.quality($0.threshold), .muted) }
        add("× LIM", .right, 5, rank: 0) {
            Run(Formatting.multiple($0.timesLimit), Self.role($0))
        }
        add("N", .right, 5, rank: 1) { Run(Formatting.count($0.currentCount), .muted) }
        add("NULL%", .right, 6, rank: 2) { Self.ratio($0.nullRatio, $0.nullLimit, $0) }
        add("NEW%", .right, 5, rank: 3) { Self.ratio($0.unseenRatio, $0.unseenLimit, $0) }
        let buckets = features.map(\.history.count).max() ?? 0
        if buckets > 0 {
            strip = all.count
            let blank = String(repeating: " ", count: buckets)
            add("", .left, buckets, rank: 4, gap: 2) { _ in Run(blank, .muted) }
        }
        // What moved in words is worth more than the week of heat when there is no room for both.
        let words = min(24, max(10, features.map { Pen.width($0.whatMoved) }.max() ?? 0))
        all.append(
            Entry(column: TableColumn("WHAT MOVED", minimum: words, gap: 2, isFlexible: true)) {
                Run($0.whatMoved, $0.drifted ? .text : .muted)
            })
    }

    /// One feature's cells.
    func row(_ feature: FeatureDrift) -> DetailTable.Row {
        DetailTable.Row(id: feature.feature, cells: all.map { $0.cell(feature) })
    }

    private mutating func add(
        _ title: String, _ alignment: Alignment, _ minimum: Int, rank: Int, gap: Int = 1,
        maximum: Int = .max, _ cell: @escaping (FeatureDrift) -> Run
    ) {
        let column = TableColumn(
            title, alignment: alignment, minimum: minimum, maximum: maximum, gap: gap, rank: rank)
        all.append(Entry(column: column, cell: cell))
    }

    private static func role(_ feature: FeatureDrift) -> Role {
        if feature.drifted { return .ticket }
        return feature.value == nil ? .muted : .text
    }

    private static func ratio(_ value: Double?, _ limit: Double?, _ feature: FeatureDrift) -> Run {
        let text = Formatting.percent(value)
        if let value, let limit, value > limit { return Run(text, .ticket) }
        return Run(text, feature.drifted ? .text : .muted)
    }
}
