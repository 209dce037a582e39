import Snapshot

/// What happened since this person had the dashboard open: offered in the message row, never in the
/// way of a key.
extension DashboardModel {
    /// A shorter absence is none.
    private static let leastSeconds = 900.0

    /// Whose answer is waited for: the past since the last look, until it has been offered.
    var awaitedShift: Moment? {
        guard !hasOffered, let last = snapshot.lastLookAt,
            snapshot.at.seconds(since: last) >= Self.leastSeconds
        else { return nil }
        return last
    }

    /// Says it once the past is read and nothing else is being said.
    mutating func offerLastLook() {
        guard let since = awaitedShift, let shift = snapshot.shift, shift.since == since,
            snapshot.liveness.historyFraction == nil, notice == nil, prompt == nil, menu == nil
        else { return }
        hasOffered = true
        offeredSince = since
        say(Self.offer(shift, snapshot) + " · \(keys.key(.handoff)) says more")
        notice?.until = Moment(milliseconds: now.milliseconds + 15_000)
    }

    private static func offer(_ shift: ShiftDetail, _ snapshot: SystemSnapshot) -> String {
        let away = Formatting.age(snapshot.at.seconds(since: shift.since))
        let unseen = snapshot.alerts.count {
            $0.attention == .returned && $0.resolvedAt.map { $0 > shift.since } == true
        }
        let open = snapshot.alerts.count {
            $0.attention != .returned && $0.resolvedAt == nil
                && $0.firedAt.map { $0 > shift.since } == true
        }
        let parts = [
            (open, "new"), (shift.over.count, "came and went"), (unseen, "returned unseen"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let words = parts.isEmpty ? "nothing fired" : parts.joined(separator: ", ")
        return "\(away) since you last looked: \(words)"
    }
}
