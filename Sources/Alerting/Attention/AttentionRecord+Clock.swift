internal import Telemetry

extension AttentionRecord {
    /// Moved back until nothing that was done lies after `now`: the clock was ahead when it was.
    ///
    /// A snooze keeps its length.
    func known(at now: Timestamp) -> AttentionRecord {
        let latest = [followed, attention.latest, comment?.at].compactMap(\.self).max() ?? followed
        return latest > now ? shifted(by: now - latest) : self
    }

    /// Every time in it moved by `milliseconds`.
    func shifted(by milliseconds: Int64) -> AttentionRecord {
        var copy = self
        copy.followed = followed + milliseconds
        copy.rangAt = rangAt.map { $0 + milliseconds }
        if let comment { copy.comment?.at = comment.at + milliseconds }
        copy.attention = attention.shifted(by: milliseconds)
        return copy
    }
}

extension Attention {
    /// When something was last done or seen.
    fileprivate var latest: Timestamp? {
        switch self {
        case .new: nil
        case .acked(let acknowledgement): acknowledgement.at
        case .snoozed(let snooze): snooze.at
        case .returned(let at): at
        case .closed(let acknowledgement, let at, _): max(acknowledgement.at, at)
        }
    }

    fileprivate func shifted(by milliseconds: Int64) -> Attention {
        switch self {
        case .new: return .new
        case .acked(var acknowledgement):
            acknowledgement.at = acknowledgement.at + milliseconds
            return .acked(acknowledgement)
        case .snoozed(var snooze):
            snooze.at = snooze.at + milliseconds
            if case .time(let end) = snooze.until { snooze.until = .time(end + milliseconds) }
            return .snoozed(snooze)
        case .returned(let at): return .returned(at: at + milliseconds)
        case .closed(var acknowledgement, let at, let returned):
            acknowledgement.at = acknowledgement.at + milliseconds
            return .closed(
                acknowledgement, at: at + milliseconds,
                returnedAt: returned.map { $0 + milliseconds })
        }
    }
}
