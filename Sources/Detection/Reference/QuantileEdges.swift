/// Where the bins of a numeric reference end: ten quantile bins, fewer where values repeat.
///
/// A bin is open on the left and closed on the right, `(edge before, edge]`, the outer ones reach
/// to infinity, so that whatever lies outside the reference's range counts in them. A value that
/// holds a tenth of the reference or more gets a bin of its own, as far as its neighbours leave
/// enough to compare.
package enum QuantileEdges {
    package static let bins = 10

    /// The inner edges, strictly rising, from values in rising order.
    package static func edges(of sorted: [Double], bins wanted: Int = bins) -> [Double] {
        guard let largest = sorted.last, wanted > 1 else { return [] }
        var edges: [Double] = []
        // Values at or below the last edge.
        var covered = 0
        func end(at edge: Double) {
            edges.append(edge)
            covered = firstIndex(above: edge, in: sorted)
        }
        var step = 1
        while step < wanted {
            let edge = orderStatistic(step, of: wanted, in: sorted)
            var next = step + 1
            while next < wanted, orderStatistic(next, of: wanted, in: sorted) == edge { next += 1 }
            let repeats = next - step
            step = next
            guard edge > edges.last ?? -.infinity else { continue }
            let below = firstIndex(atOrAbove: edge, in: sorted)
            if repeats > 1 || edge == largest,
                (below - covered) * leastShare >= sorted.count, below > covered
            {
                end(at: sorted[below - 1])
            }
            if edge < largest { end(at: edge) }
        }
        return edges
    }

    // What stands beside a heavy value needs a fortieth of the reference to be a bin.
    private static let leastShare = 40

    private static func orderStatistic(_ step: Int, of parts: Int, in sorted: [Double]) -> Double {
        sorted[max(0, (sorted.count * step + parts - 1) / parts - 1)]
    }

    private static func firstIndex(atOrAbove value: Double, in sorted: [Double]) -> Int {
        partition(sorted) { $0 < value }
    }
    private static func firstIndex(above value: Double, in sorted: [Double]) -> Int {
        partition(sorted) { $0 <= value }
    }
    private static func partition(_ sorted: [Double], _ isLeft: (Double) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if isLeft(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
