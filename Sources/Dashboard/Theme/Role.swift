/// What a cell means; a theme says how each looks, views never mention a colour.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// The page behind everything.
    case background
    /// Figures, names, the subject.
    case text
    /// Column heads, light rules, rows as usual, axes, units.
    case muted
    /// The heavy rule, its title, the cursor's mark and keys in the footer.
    case accent
    /// The row under the cursor.
    case selection
    /// Somebody is woken: `▲`, its word, the figure that breaches.
    case page
    /// Somebody should look: `●` `↺` `◌`, breaching drift and quality, failed stages.
    case ticket
    /// The `✓` of a calm headline.
    case good
    /// The subject's line in a chart.
    case line
    /// The line of the version it is compared with.
    case compared
    /// A rule's threshold in a chart or on a bar.
    case limit
    /// The part of a line beyond its limit.
    case breach
    /// Events on a time axis.
    case event
    /// Figures that are no longer fresh.
    case stale
    /// The message row.
    case message
    /// A text the user is typing.
    case prompt
    /// The letters that a filter matched.
    case match

    /// What an absent role takes its look from; nil for those every theme names.
    var fallback: Role? {
        switch self {
        case .background, .text, .muted, .accent, .page, .ticket: nil
        case .selection, .line, .message, .prompt: .text
        case .good, .match: .accent
        case .compared, .limit, .stale: .muted
        case .breach: .page
        case .event: .accent
        }
    }
}
