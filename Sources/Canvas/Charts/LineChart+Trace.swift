extension LineChart {
    /// What one dot column shows of a line: where it comes in, goes out, and its extent.
    private struct Stop {
        var column: Int
        var first: Double
        var last: Double
        var low: Double
        var high: Double
    }

    /// The dot row of a value, 0 at the top; values outside the bounds are at the edge.
    func dotRow(_ value: Double, height: Int) -> Int {
        let span = bounds.upperBound - bounds.lowerBound
        let share = span > 0 ? (bounds.upperBound - value) / span : 1
        return Int((min(1, max(0, share)) * Double(height - 1)).rounded())
    }

    /// Whether a value is on the wrong side of the limit.
    func breaches(_ value: Double) -> Bool {
        guard let limit else { return false }
        return limit.breaches == .above ? value > limit.value : value < limit.value
    }

    /// Puts a line's dots on the raster.
    func trace(_ index: Int, on grid: inout DotGrid) {
        var before: Stop?
        for stop in stops(lines[index].values, width: grid.width) {
            guard let stop = stop.map({ thinned($0, height: grid.height) }) else {
                before = nil
                continue
            }
            if let before {
                join(before, stop, line: index, on: &grid)
            }
            column(stop.column, from: stop.low, to: stop.high, line: index, on: &grid)
            before = stop
        }
    }

    /// The line's stops from left to right, nil where it is interrupted.
    private func stops(_ values: [Double?], width: Int) -> [Stop?] {
        var found: [Stop?] = []
        let last = values.count - 1
        for (index, value) in values.enumerated() {
            let column = last == 0 ? width - 1 : (index * (width - 1) + last / 2) / max(1, last)
            guard let value, value.isFinite else {
                // Between crowded values a hole narrower than a dot is not a gap.
                if values.count <= width { found.append(nil) }
                continue
            }
            if case .some(.some(var stop)) = found.last, stop.column == column {
                stop.last = value
                stop.low = min(stop.low, value)
                stop.high = max(stop.high, value)
                found[found.count - 1] = stop
                continue
            }
            if values.count > width, case .some(.some(let stop)) = found.last,
                column > stop.column + 1
            {
                found.append(nil)
            }
            found.append(Stop(column: column, first: value, last: value, low: value, high: value))
        }
        return found
    }

    /// A stop as one value, when its extent is no spike but the line's own slope.
    ///
    /// Drawn as an extent it would make every slope two dots thick. The value kept is the one
    /// nearer to a breach.
    private func thinned(_ stop: Stop, height: Int) -> Stop {
        let rows = dotRow(stop.low, height: height) - dotRow(stop.high, height: height)
        if rows > 1 { return stop }
        var stop = stop
        switch limit?.breaches {
        case .above: stop.last = stop.high
        case .below: stop.last = stop.low
        case nil: break
        }
        (stop.first, stop.low, stop.high) = (stop.last, stop.last, stop.last)
        return stop
    }

    /// Connects two stops, a dot column at a time.
    private func join(_ from: Stop, _ to: Stop, line: Int, on grid: inout DotGrid) {
        var before = from.last
        let distance = to.column - from.column
        if distance <= 0 { return }
        for step in 1...distance {
            let share = Double(step) / Double(distance)
            let value = from.last + (to.first - from.last) * share
            let previous = dotRow(before, height: grid.height)
            let row = dotRow(value, height: grid.height)
            let at = from.column + step
            if abs(row - previous) > 1 {
                // A steep line goes up half in the old column and half in the new one.
                let middle = (previous + row) / 2
                let next = row > previous ? min(row, middle + 1) : max(row, middle - 1)
                rows(at - 1, previous, middle, value: before, line: line, on: &grid)
                rows(at, next, row, value: value, line: line, on: &grid)
            } else {
                rows(at, row, row, value: value, line: line, on: &grid)
            }
            before = value
        }
    }

    private func column(
        _ column: Int, from low: Double, to high: Double, line: Int, on grid: inout DotGrid
    ) {
        let top = dotRow(high, height: grid.height)
        let bottom = dotRow(low, height: grid.height)
        rows(column, top, bottom, value: high, line: line, on: &grid)
        rows(column, bottom, bottom, value: low, line: line, on: &grid)
    }

    /// Dots between two rows of a column; the row that `value` lies on breaches when it does.
    private func rows(
        _ column: Int, _ start: Int, _ end: Int, value: Double, line: Int, on grid: inout DotGrid
    ) {
        let own = dotRow(value, height: grid.height)
        let edge = limit.map { dotRow($0.value, height: grid.height) }
        for row in min(start, end)...max(start, end) {
            var isBreached = false
            if row == own {
                isBreached = breaches(value)
            } else if let edge, let limit {
                isBreached = limit.breaches == .above ? row < edge : row > edge
            }
            grid.set(x: column, y: row, line: line, isBreached: isBreached)
        }
    }
}
