internal import PromQL

extension ServiceObjective {
    /// Where a range stands in `bad` and `total`.
    static let placeholder = "[window]"

    /// The expression of every severity: its rows, any of which is enough.
    ///
    /// The value is the share of bad events in the long window.
    package func expressions() -> [(severity: String, text: String)] {
        var result: [(severity: String, text: String)] = []
        for row in rows {
            let text = expression(of: row)
            if let place = result.firstIndex(where: { $0.severity == row.severity }) {
                result[place].text += "\nor\n" + text
            } else {
                result.append((row.severity, text))
            }
        }
        return result
    }

    private func expression(of row: Row) -> String {
        let threshold = GoNumber.decimal(row.threshold)
        let long = PromDuration(milliseconds: row.longMilliseconds)
        let short = PromDuration(milliseconds: row.shortMilliseconds)
        var text = "(\(ratio(over: long)) > \(threshold) and \(ratio(over: short)) > \(threshold)"
        if minimumBad > 0 {
            text += " and (\(filled(bad, short))) >= \(GoNumber.decimal(minimumBad))"
        }
        return text + ")"
    }

    private func ratio(over window: PromDuration) -> String {
        "(\(filled(bad, window))) / (\(filled(total, window)))"
    }

    private func filled(_ text: String, _ window: PromDuration) -> String {
        text.replacing(Self.placeholder, with: "[\(window)]")
    }
}
