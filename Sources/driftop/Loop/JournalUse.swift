/// What a command may do with the workspace's journal.
package enum JournalUse: Equatable, Sendable {
    /// Neither read nor written: recorded time, a configuration being tried.
    case none
    /// Read, never written; at a moment of the past only what people had in hand then.
    case read
    /// Written by a script, which ends: what cannot be written did not happen.
    case write
    /// Written by a dashboard: what cannot be written waits in memory. That this person looked is
    /// remembered.
    case watch(by: String)

    /// Whether the journal may be written.
    package var writes: Bool {
        switch self {
        case .none, .read: false
        case .write, .watch: true
        }
    }

    /// Whoever sits at the dashboard.
    package var viewer: String? {
        if case .watch(let who) = self { who } else { nil }
    }
}
