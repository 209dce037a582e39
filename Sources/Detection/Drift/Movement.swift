/// What moved between a reference and a window, in a few words.
///
/// `above 72: 21 %, was 3 %`, `new value flex-24`, or nothing at all when every difference is
/// within chance (one in a thousand, shared among the parts compared) or below one percentage
/// point.
package struct Movement: Hashable, Sendable {
    /// A name the reference has not seen, and how often it came.
    package struct NewValue: Hashable, Sendable {
        package var name: String
        package var count: Int
        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// Empty when nothing moved.
    package let words: String
    /// The parts the words speak of, as places in `DriftResult.parts`.
    package let parts: Range<Int>

    private static let chance = 0.001
    private static let leastDifference = 0.01
    // A new value says more than what it took its share from, unless it is the lesser part by far.
    private static let newValueWeight = 2.0

    /// - Parameter newValues: names behind the unseen values, where the caller knows them.
    package init(_ result: DriftResult, newValues: [NewValue] = []) {
        let parts = result.parts
        let limit = Normal.upperQuantile(Self.chance / Double(max(1, 2 * parts.count)))
        let gain = Self.run(in: parts) { $0.deviation > limit }
        let loss = Self.run(in: parts) { $0.deviation < -limit }
        let fresh = parts.last.map { $0.content == .unseen ? $0.currentShare : 0 } ?? 0
        let gained = Self.difference(parts[gain])
        if fresh >= Self.leastDifference, fresh * Self.newValueWeight >= gained {
            words = Self.words(fresh: fresh, newValues)
            self.parts = parts.count - 1..<parts.count
        } else if gained >= Self.leastDifference {
            words = Self.words(parts[gain], isWhole: result.isWhole)
            self.parts = gain
        } else if -Self.difference(parts[loss]) >= Self.leastDifference {
            words = Self.words(parts[loss], isWhole: result.isWhole)
            self.parts = loss
        } else {
            words = ""
            self.parts = 0..<0
        }
    }

    /// The stretch of neighbouring intervals, or the single category, that moved most.
    private static func run(
        in parts: [DriftPart], where moved: (DriftPart) -> Bool
    ) -> Range<Int> {
        var best = 0..<0
        var start = 0
        while start < parts.count {
            guard moved(parts[start]) else {
                start += 1
                continue
            }
            var end = start + 1
            if isInterval(parts[start]) {
                while end < parts.count, isInterval(parts[end]), moved(parts[end]) { end += 1 }
            }
            let candidate = start..<end
            if abs(difference(parts[candidate])) > abs(difference(parts[best])) {
                best = candidate
            }
            start = end
        }
        return best
    }

    private static func isInterval(_ part: DriftPart) -> Bool {
        if case .bin(.interval) = part.content { return true }
        return false
    }

    private static func difference(_ parts: ArraySlice<DriftPart>) -> Double {
        parts.reduce(0) { $0 + $1.currentShare - $1.referenceShare }
    }

    private static func words(fresh: Double, _ newValues: [NewValue]) -> String {
        let ranked = newValues.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        guard let first = ranked.first else { return "new values: \(Wording.percent(fresh))" }
        let more = ranked.count - 1
        return "new value \(first.name)" + (more > 0 ? " and \(more) more" : "")
    }

    private static func words(_ parts: ArraySlice<DriftPart>, isWhole: Bool) -> String {
        let now = parts.reduce(0) { $0 + $1.currentShare }
        let before = parts.reduce(0) { $0 + $1.referenceShare }
        let name = name(of: parts, isWhole: isWhole)
        return "\(name): \(Wording.percent(now)), was \(Wording.percent(before))"
    }

    private static func name(of parts: ArraySlice<DriftPart>, isWhole: Bool) -> String {
        guard let first = parts.first, let last = parts.last else { return "" }
        switch (first.content, last.content) {
        case (.bin(.interval(let above, _)), .bin(.interval(_, let through))):
            return Wording.interval(above: above, through: through, isWhole: isWhole)
        case (.bin(let content), _): return Wording.name(of: content, isWhole: isWhole)
        case (.rare(let name), _): return name ?? "rare values"
        case (.unseen, _): return "new values"
        }
    }
}
