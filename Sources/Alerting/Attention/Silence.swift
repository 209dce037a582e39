package import Telemetry

/// A stretch of time in which matching alerts are quiet; its state is a function of the clock.
package struct Silence: Hashable, Sendable {
    package enum State: String, Hashable, Sendable { case pending, active, expired }

    package let id: String
    package var selector: LabelSelector
    package var author: String
    package var comment: String
    package var startsAt: Timestamp
    /// Inclusive; later it is expired.
    package var endsAt: Timestamp
    /// Ends as soon as no active alert matches.
    package var endsWhenUnmatched: Bool

    package init(
        id: String, selector: LabelSelector, author: String, comment: String,
        startsAt: Timestamp, endsAt: Timestamp, endsWhenUnmatched: Bool = false
    ) {
        self.id = id
        self.selector = selector
        self.author = author
        self.comment = comment
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.endsWhenUnmatched = endsWhenUnmatched
    }

    /// One that somebody begins; who, what and when name it.
    package init(
        _ selector: LabelSelector, by author: String, comment: String, startsAt: Timestamp,
        endsAt: Timestamp, saidAt: Timestamp, endsWhenUnmatched: Bool = false
    ) {
        self.init(
            id: AlertID.make(
                rule: "\(selector) \(author) \(saidAt.milliseconds)", labels: .empty),
            selector: selector, author: author,
            comment: String(comment.prefix(AlertAction.longestComment)), startsAt: startsAt,
            endsAt: endsAt, endsWhenUnmatched: endsWhenUnmatched)
    }

    /// One that had begun by a clock that was ahead, moved back so that it has; its length stays.
    func known(at now: Timestamp, clockWas last: Timestamp) -> Silence {
        // It may have begun after the last evaluation.
        guard startsAt > now, startsAt <= last + 60_000, endsAt >= last else { return self }
        var copy = self
        copy.endsAt = endsAt + (now - startsAt)
        copy.startsAt = now
        return copy
    }

    /// A year; a longer one is a rule that nobody wants.
    package static let longest: Int64 = 366 * 86_400_000

    package func state(at time: Timestamp) -> State {
        if time < startsAt { return .pending }
        return time <= endsAt ? .active : .expired
    }

    package func quiets(_ labels: Labels, at time: Timestamp) -> Bool {
        state(at: time) == .active && selector.accepts(labels)
    }
}

/// While an alert of one rule fires, these others are its consequence (`ops: {inhibit: …}`).
package struct Inhibition: Hashable, Sendable {
    /// Which alerts are inhibited.
    package var targets: LabelSelector
    /// Labels that must be equal on both; absent on both counts as equal.
    package var equal: [String]
    package init(targets: LabelSelector, equal: [String]) {
        self.targets = targets
        self.equal = equal
    }

    /// Whether a firing `source` inhibits `target`.
    ///
    /// As in Alertmanager: alerts of one rule that are both cause and consequence do not inhibit
    /// each other, else neither would be heard; so an alert never inhibits itself.
    package func holds(source: Labels, target: Labels) -> Bool {
        let isBothSides =
            source["alertname"] == target["alertname"] && targets.accepts(source)
        return source != target && !isBothSides && targets.accepts(target)
            && equal.allSatisfy { source[$0] == target[$0] }
    }
}
