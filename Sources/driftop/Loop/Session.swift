/// One run of the collecting half, as a command sees it.
package struct Session: Sendable {
    package let feed: Feed
    /// Stops reading and closes the journal; waits for both, but not for ever.
    package let stop: @Sendable () -> Void

    package init(feed: Feed, stop: @escaping @Sendable () -> Void) {
        self.feed = feed
        self.stop = stop
    }
}
