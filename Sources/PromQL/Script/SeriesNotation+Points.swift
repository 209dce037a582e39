extension SeriesNotation {
    /// The points of a blank-separated sequence.
    static func points(
        _ text: Substring, in line: String, offset: Int
    ) throws(ExpressionError) -> [Point] {
        var points: [Point] = []
        for (item, start) in items(text) {
            let range = SourceRange(offset + start, offset + start + item.utf8.count)
            guard let expanded = expand(item) else {
                throw ExpressionError(
                    "bad point \(GoString.quoted(String(item))): expected a number, a+bxn, "
                        + "axn, _, stale or {{…}}", at: range, in: line)
            }
            guard points.count + expanded.count <= maximumPoints else {
                throw ExpressionError(
                    "more than \(maximumPoints) points in one series", at: range, in: line)
            }
            points += expanded
        }
        return points
    }

    /// Pieces between blanks, and their byte offsets; blanks within `{{…}}` do not divide.
    private static func items(_ text: Substring) -> [(Substring, Int)] {
        var items: [(Substring, Int)] = []
        var start: Substring.Index?
        var depth = 0
        for index in text.indices {
            let character = text[index]
            if character == "{" { depth += 1 }
            if character == "}" { depth = max(0, depth - 1) }
            if character.isWhitespace, depth == 0 {
                if let from = start {
                    items.append((text[from..<index], offset(of: from, in: text)))
                }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let start { items.append((text[start...], offset(of: start, in: text))) }
        return items
    }

    private static func offset(of index: Substring.Index, in text: Substring) -> Int {
        text.utf8.distance(from: text.startIndex, to: index)
    }

    private static func expand(_ item: Substring) -> [Point]? {
        if item == "stale" { return [.stale] }
        if item.hasPrefix("_") {
            if item == "_" { return [.absent] }
            guard item.hasPrefix("_x"), let count = Int(item.dropFirst(2)), count >= 0,
                count <= maximumPoints
            else { return nil }
            return Array(repeating: .absent, count: count)
        }
        if item.hasPrefix("{{") { return histograms(item) }
        return numbers(item)
    }

    /// `{{…}}`, `{{…}}xn`, `{{…}}+{{…}}xn`.
    private static func histograms(_ item: Substring) -> [Point]? {
        guard let close = item.lastIndex(of: "}") else { return nil }
        let rest = item[item.index(after: close)...]
        if rest.isEmpty { return [.nativeHistogram] }
        guard rest.hasPrefix("x"), let count = Int(rest.dropFirst()), count >= 0,
            count < maximumPoints
        else { return nil }
        return Array(repeating: .nativeHistogram, count: count + 1)
    }

    /// `a`, `axn` (n + 1 times a), `a+bxn` and `a-bxn` (a, and n steps of b).
    private static func numbers(_ item: Substring) -> [Point]? {
        if let value = number(item) { return [.value(value)] }
        guard let mark = item.lastIndex(of: "x"),
            let count = Int(item[item.index(after: mark)...]), count >= 0, count < maximumPoints
        else { return nil }
        let body = item[..<mark]
        if let value = number(body) {
            return Array(repeating: .value(value), count: count + 1)
        }
        // The sign of the step, not that of an exponent or of the start.
        for index in body.indices.dropFirst() where body[index] == "+" || body[index] == "-" {
            guard let start = number(body[..<index]),
                let step = number(body[index...])
            else { continue }
            var value = start
            return (0...count).map { _ in
                defer { value += step }
                return .value(value)
            }
        }
        return nil
    }

    private static func number(_ text: Substring) -> Double? {
        GoNumber.literal(text, allowsHexadecimal: false)
    }
}
