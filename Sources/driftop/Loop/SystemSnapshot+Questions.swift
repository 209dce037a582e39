package import Snapshot

/// What a command wants to know of a picture before it goes on.
extension SystemSnapshot {
    /// Every number is final and the past that rules need has been read.
    package var isComplete: Bool {
        liveness.windowComplete && liveness.historyFraction == nil
    }

    /// Whether the charts and details are those that `interest` asks for.
    package func answers(_ interest: Interest) -> Bool {
        guard windowSeconds == interest.windowSeconds else { return false }
        if let since = interest.shiftSince, shift?.since != since { return false }
        if let wanted = interest.subject, hasTraffic(wanted), subject?.subject.id != wanted {
            return false
        }
        if let wanted = interest.feature, let id = interest.subject, isCompared(wanted, id),
            feature?.id != id || feature?.drift.feature != wanted
        {
            return false
        }
        if interest.wantsRequests, let id = interest.subject, hasTraffic(id),
            requests?.id != id || requests?.target != interest.target
        {
            return false
        }
        if let wanted = interest.rulePreview,
            rule?.preview != wanted || rule?.tried?.fraction != nil
        {
            return false
        }
        if let wanted = interest.alert, alerts.contains(where: { $0.id == wanted }),
            why?.id != wanted
        {
            return false
        }
        return true
    }

    /// A version known from the registry alone has no charts to wait for.
    private func hasTraffic(_ id: VersionID) -> Bool {
        models.contains { $0.versions.contains { $0.id == id && $0.lastSeenAt != nil } }
    }

    /// A feature without a reference has no detail to wait for.
    private func isCompared(_ feature: String, _ id: VersionID) -> Bool {
        models.flatMap(\.versions).first { $0.id == id }?.drift.contains {
            $0.feature == feature && $0.value != nil
        } == true
    }

    /// Something fires: acknowledged and recovering count, pending does not.
    package var somethingFires: Bool { alerts.contains(where: \.fires) }

    /// No source delivers: nothing on the screen could be true.
    package var hasNoReadableSource: Bool {
        !sources.contains { $0.state == .live || $0.state == .stale }
    }
}
