import Telemetry

/// The samples of one series that lie in a window whose edges move on: what left it is dropped at
/// one end, what is new is read at the other.
struct SlidingWindow: Sendable {
    /// Those in the window, behind some older ones that are dropped together.
    private(set) var samples: [Sample] = []
    private var after = Timestamp.distantFuture
    private var through = Timestamp.distantPast
    /// How many of all samples there ever were have been taken.
    private var taken = 0
    private var rewrites = 0

    /// Moves the edges; reads everything again when the series changed elsewhere than at its end,
    /// or when the window went back.
    ///
    /// Answers the time of the first sample that is new; the far past when all may be.
    mutating func slide(
        to number: UInt32, in source: any FollowedSource, after: Timestamp, through: Timestamp,
        keepsStale: Bool
    ) -> Timestamp {
        guard let course = source.course(of: number) else {
            samples = source.samples(of: number, after: after, through: through)
            if !keepsStale { Self.dropStale(&samples, from: 0) }
            self.after = .distantFuture
            return .distantPast
        }
        var change = Timestamp.distantPast
        let holds =
            course.rewrites == rewrites && after >= self.after && through >= self.through
            && taken >= course.dropped && after >= course.thinnedThrough
        if holds {
            trim(before: after)
            change = .distantFuture
            let known = samples.count
            if taken < course.count {
                let new = source.samples(of: number, behind: taken, through: through)
                taken += new.count
                change = new.first?.time ?? change
                samples += new
                if !keepsStale { Self.dropStale(&samples, from: known) }
            }
        } else {
            samples = source.samples(of: number, after: after, through: through)
            taken = source.count(of: number, through: through)
            rewrites = course.rewrites
            if !keepsStale { Self.dropStale(&samples, from: 0) }
        }
        self.after = after
        self.through = through
        return change
    }

    /// Drops what has left the window once that is half of all: each sample moves once at most.
    private mutating func trim(before edge: Timestamp) {
        let gone = samples.firstIndex(after: edge)
        if gone > 0, 2 * gone >= samples.count { samples.removeFirst(gone) }
    }

    private static func dropStale(_ samples: inout [Sample], from place: Int) {
        guard samples[place...].contains(where: \.isStale) else { return }
        samples = samples[..<place] + samples[place...].filter { !$0.isStale }
    }
}
