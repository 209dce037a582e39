/// What a word that cannot stand where it stands was probably meant to be.
extension Parser {
    private static let connecting =
        ["by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset"]
        + ["and", "or", "unless", "atan2"]
    private static let aggregations = AggregationOperator.allCases.map(\.rawValue)

    /// What is called: a function, an aggregation, or a word with a list behind it.
    func nearestCalled(to name: String) -> String? {
        EditDistance.nearest(to: name, of: functions.names + Self.aggregations + Self.connecting)
    }

    /// For the word that nothing was expected at, or for the one before it: of `summ by (x) (v)`
    /// only the second can be seen to be wrong.
    var spellingHint: String? {
        let before = peek(-1)
        if current.kind == .word, !Self.connecting.contains(current.text.lowercased()),
            let near = Self.nearest(to: current, of: Self.connecting)
        {
            return "did you mean \(GoString.quoted(near))?"
        }
        guard before.kind == .word, before.range != current.range,
            let near = Self.nearest(to: before, of: Self.connecting + Self.aggregations)
        else { return nil }
        return "did you mean \(GoString.quoted(near)) by \(GoString.quoted(before.text))?"
    }

    private static func nearest(to token: Token, of words: [String]) -> String? {
        // Two letters are near to anything.
        guard token.text.utf8.count > 2 else { return nil }
        return EditDistance.nearest(to: token.text, of: words)
    }
}
