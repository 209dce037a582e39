/// What a command may do with the workspace's journal.
package enum JournalUse: Equatable, Sendable {
    /// Neither read nor written: a look at the past, a configuration being tried.
    case none
    /// Read, never written.
    case read
    case write
}
