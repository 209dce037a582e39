/// Requests behind a number.
package struct RequestList: Equatable, Sendable {
    /// Where a request's line stands: its source's name, and the bytes in one of its files.
    package struct Place: Hashable, Sendable {
        package var source: String
        package var file: Int
        package var offset: Int64
        package var length: Int
        package init(source: String = "", file: Int = 0, offset: Int64 = -1, length: Int = 0) {
            self.source = source
            self.file = file
            self.offset = offset
            self.length = length
        }
    }

    package struct Request: Equatable, Sendable {
        package var at: Moment
        package var latencySeconds: Double?
        package var failed: Bool
        package var place: Place
        /// Its id as the line writes it, escaped like all texts of a line; empty when it has none.
        package var id = ""
        /// How it ended as the line writes it: `503`; empty when it does not say.
        package var outcome = ""
        /// `amount 12.5 · country DE`.
        package var features = ""
        /// The line as read, escaped; empty while nobody has read it.
        package var text = ""
        /// The line is no longer where it was: rotated away or cut off.
        package var isGone = false
        package init(at: Moment, latencySeconds: Double?, failed: Bool, place: Place = Place()) {
            self.at = at
            self.latencySeconds = latencySeconds
            self.failed = failed
            self.place = place
        }
    }

    package var id: VersionID
    /// The only target they are from; nil when they are from all.
    package var target: String?
    /// Where the lists begin: the window's start, or somewhat before it.
    package var since: Moment?
    /// The width of the stretches of time of which each keeps its own.
    package var slotSeconds = 60.0
    /// Slowest first; none that is left out was slower than one here.
    package var slowest: [Request] = []
    /// Newest first; of each stretch the newest.
    package var failed: [Request] = []
    /// What the slowest, and the failed, have in common against all requests, or that nothing can
    /// be said; empty when there is no such request.
    package var commonSlow = ""
    package var commonFailed = ""
    /// The features that these speak of.
    package var commonFeatures: [String] = []
    package init(id: VersionID) { self.id = id }
}
