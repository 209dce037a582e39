import Alerting
import Journal
import Telemetry

/// Who was told of a page: one process of all that share the journal tells.
extension JournalLink {
    /// How many pages any process of the workspace has told of since `time`.
    func notices(since time: Timestamp) -> Int {
        guard let journal, use.writes else { return 0 }
        var count = 0
        attempt(isWrite: false) { () throws(JournalError) in
            count = try journal.notices(since: time)
        }
        return count
    }

    /// Whether some process of the workspace has claimed it.
    func isTold(_ ring: RuleEvaluation.Ring, at time: Timestamp) -> Bool {
        guard use.writes, let journal = journal ?? reader else { return false }
        var isTold = false
        attempt(isWrite: false) { () throws(JournalError) in
            isTold = try journal.isClaimed(ring, at: time)
        }
        return isTold
    }

    /// Notes that somebody was told, for a journal that takes this one's place.
    private func noteTold(_ ring: RuleEvaluation.Ring) {
        told.removeAll { $0 == ring }
        told.append(ring)
        if told.count > Self.toldLimit { told.removeFirst() }
    }

    /// Whether this process is the one to run the command for it.
    ///
    /// Of all that share the journal it is the first that asks; without a journal it is this one.
    func claim(_ ring: RuleEvaluation.Ring, at time: Timestamp) -> Bool {
        guard use.writes else { return true }
        noteTold(ring)
        guard let journal else {
            // Who could write it down was here before.
            if (try? reader?.isClaimed(ring, at: time)) == true { return false }
            waiting.add(ring, at: time)
            return true
        }
        var isOurs: Bool?
        attempt { () throws(JournalError) in isOurs = try journal.claim(ring, at: time) }
        if isOurs == nil {
            var late = JournalBacklog()
            late.add(ring, at: time)
            postpone(late)
        }
        return isOurs ?? true
    }
}
