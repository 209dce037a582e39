/// A service level objective, and the alarms that say its error budget burns too fast.
///
/// Multi-window, multi-burn-rate, as in the SRE workbook: a row asks that both a long and a short
/// window (a twelfth) burn faster than its factor. For 30 days the rows are a page at 14.4 over 1 h
/// and 5 m or at 6 over 6 h and 30 m, a ticket at 3 over 1 d and 2 h or at 1 over 3 d and 6 h. For
/// another window the rows' windows shrink or grow with it: a row stands for a share of the budget.
package struct ServiceObjective: Hashable, Sendable {
    /// The share of good events that is promised: 0.999.
    package var objective: Double
    package var windowMilliseconds: Int64
    /// Counts of bad events and of all, with `[window]` where a range stands.
    package var bad: String
    package var total: String
    /// Fewer bad events than this in a row's short window say nothing: low traffic.
    package var minimumBad: Double

    /// One row of the table.
    package struct Row: Hashable, Sendable {
        package var severity: String
        package var longMilliseconds: Int64
        package var shortMilliseconds: Int64
        /// How many times faster than allowed.
        package var factor: Double
        /// The share of bad events above which both windows must be.
        package var threshold: Double
    }

    /// The rows that can fire: no share of bad events is above 1.
    package var rows: [Row] {
        allRows.filter { $0.threshold < 1 }
    }

    /// Rows left out because no share of bad events reaches their threshold.
    package var impossibleRows: [Row] {
        allRows.filter { $0.threshold >= 1 }
    }

    /// The longest range that its rules read.
    package var longestMilliseconds: Int64 { rows.map(\.longMilliseconds).max() ?? 0 }

    private var allRows: [Row] {
        // Severity, share of the window, factor; a share of the budget is their product.
        let table: [(String, Double, Double)] = [
            ("page", 1.0 / 720, 14.4), ("page", 6.0 / 720, 6), ("ticket", 24.0 / 720, 3),
            ("ticket", 72.0 / 720, 1),
        ]
        return table.map { severity, share, factor in
            // Whole seconds, and the short window at least one.
            let long = Int64((Double(windowMilliseconds) * share / 12_000).rounded()) * 12_000
            let threshold = factor * (1 - objective)
            return Row(
                severity: severity, longMilliseconds: max(12_000, long),
                shortMilliseconds: max(1_000, long / 12), factor: factor,
                // 14.4 × 0.001 is 0.0144, whatever binary fractions make of it.
                threshold: (threshold * 1e12).rounded() / 1e12)
        }
    }
}
