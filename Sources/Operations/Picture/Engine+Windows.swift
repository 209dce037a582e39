internal import Telemetry

extension Engine {
    /// Where a window `(at − window, at]` is put together from.
    ///
    /// Fine slots up to the configured length, the rules' grid behind them, and beyond that the
    /// thinned past. Whole slots only, so a window longer than the configured one begins up to a
    /// slot later than asked.
    private func parts(endingAt at: Timestamp, window: Int64)
        -> (fine: ClosedRange<Int64>, grid: ClosedRange<Int64>?, past: ClosedRange<Int64>?)
    {
        let own = Int64(settings.windowSeconds * 1_000)
        let fine = clocks.window.slots(endingAt: at, length: min(window, own))
        guard window > own else { return (fine, nil, nil) }
        let edge = clocks.window.end(of: fine.lowerBound - 1)
        func range(_ first: Int64, _ last: Int64) -> ClosedRange<Int64>? {
            first <= last ? first...last : nil
        }
        let oldest = clocks.past.slot(of: at - window) + 1
        // A slot on the border holds only what the grid has dropped.
        let newest = min(clocks.past.slot(of: clocks.gridStart), clocks.past.slot(endingBy: edge))
        let last = clocks.grid.slot(endingBy: edge)
        // The grid ends up to a slot before the fine ones begin: they reach back to it.
        let first =
            clocks.sharesEdges
            ? clocks.window.slot(of: clocks.grid.end(of: last)) + 1 : fine.lowerBound
        return (
            min(first, fine.lowerBound)...fine.upperBound,
            range(clocks.grid.slot(of: at - window) + 1, last), range(oldest, newest)
        )
    }

    /// What a deployment did in `(at − window, at]`.
    func windowSum(_ deployment: Deployment, at: Timestamp, window: Int64) -> WindowSum {
        let parts = parts(endingAt: at, window: window)
        var sum = fineSum(deployment, parts.fine)
        if let grid = parts.grid { sum.add(Deployment.sum(deployment.grid, in: grid)) }
        if let past = parts.past { sum.add(Deployment.sum(deployment.past, in: past)) }
        return sum
    }

    /// The sum over fine slots; where the rules' slots hold the same requests, those of whole ones
    /// are taken, fifteen times fewer.
    private func fineSum(_ deployment: Deployment, _ fine: ClosedRange<Int64>) -> WindowSum {
        let start = clocks.window.end(of: fine.lowerBound - 1)
        let (first, last) = (
            clocks.grid.slot(of: start) + 1,
            clocks.grid.slot(endingBy: clocks.window.end(of: fine.upperBound))
        )
        guard clocks.sharesEdges, first <= last, start >= clocks.gridStart else {
            return Deployment.sum(deployment.window, in: fine)
        }
        let head = clocks.window.slot(of: clocks.grid.end(of: first - 1))
        let tail = clocks.window.slot(of: clocks.grid.end(of: last)) + 1
        var sum = Deployment.sum(deployment.grid, in: first...last)
        if fine.lowerBound <= head {
            sum.add(Deployment.sum(deployment.window, in: fine.lowerBound...head))
        }
        if tail <= fine.upperBound {
            sum.add(Deployment.sum(deployment.window, in: tail...fine.upperBound))
        }
        return sum
    }

    /// How long the slots of a window are in all, for rates.
    func windowSeconds(endingAt at: Timestamp, window: Int64) -> Double {
        let parts = parts(endingAt: at, window: window)
        var begin = clocks.window.end(of: parts.fine.lowerBound - 1)
        if let grid = parts.grid {
            // Between the grid's end and the first whole slot of the past nothing can be told
            // apart.
            let kept = max(grid.lowerBound, clocks.grid.slot(of: clocks.gridStart))
            begin = min(begin, clocks.grid.end(of: kept - 1))
        }
        if let past = parts.past { begin = clocks.past.end(of: past.lowerBound - 1) }
        return Double(clocks.window.end(of: parts.fine.upperBound) - begin) / 1_000
    }
}
