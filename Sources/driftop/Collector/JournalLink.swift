import Alerting
import Journal
import Snapshot
import Telemetry

/// The Collector's side of the journal: what could not be written is said, kept in memory, and
/// written when it can be.
final class JournalLink {
    /// How often a journal that cannot be used is tried again.
    private static let retryMilliseconds: Int64 = 2_000
    /// How long a dashboard waits for another process's write.
    ///
    /// It can act in memory; a script, which cannot, waits five seconds.
    static let patienceSeconds = 0.5

    let workspace: Workspace
    let use: JournalUse
    /// nil until it could be opened.
    ///
    /// That is not tried before the first picture: making a new database waits for the disk, and
    /// nobody should wait for that.
    var journal: Journal?
    /// What is to be written once there is a journal.
    var waiting = JournalBacklog()
    var revision: Int64 = 0
    /// How often registries had been read when the journal last heard of it.
    var registryRevision = 0
    var lastTry = Timestamp.distantPast
    private var lastLookKept = Timestamp.distantPast
    /// Why alarms are in memory only; nil while the journal works.
    var trouble: String?
    /// The journal that was open is not there any more, or cannot be read: what memory knows goes
    /// into the next.
    var isLost = false
    /// Where nothing can be written: what earlier runs left.
    var reader: Journal?
    /// Pages that somebody was told of.
    var told: [RuleEvaluation.Ring] = []
    static let toldLimit = 1_000
    /// Kept open, since to close it would write into the damaged file.
    var spoilt: Journal?
    /// That another journal began, for some minutes.
    var remark: (text: String, until: Timestamp)?
    static let remarkMilliseconds: Int64 = 300_000
    /// Something was written since incidents were last counted.
    var isCountDue = true
    private var lastCount = Timestamp.distantPast
    /// Counting reads a month: not at every tick.
    private static let countMilliseconds: Int64 = 2_000
    private static let countedMilliseconds: Int64 = 30 * 86_400_000
    /// When whoever sits here last had this workspace open, before this run.
    var lastLook: Timestamp?

    /// Without a journal, or with one that cannot be opened, everything goes on in memory.
    init(_ workspace: Workspace, use: JournalUse) {
        self.workspace = workspace
        self.use = use
    }

    /// What waits to be written.
    var backlog: Int { waiting.count + (journal?.backlog ?? 0) }

    private func open() throws(JournalError) {
        // Two connections of one process share how the file is locked, the reader's being weaker.
        let hadReader = reader != nil
        reader = nil
        let opened: Journal
        do throws(JournalError) {
            opened = try Journal(
                path: workspace.journalPath, workspace: workspace.name,
                access: use.writes ? .readWrite : .readOnly,
                busySeconds: use.viewer == nil ? 5 : Self.patienceSeconds)
        } catch {
            if hadReader { reader = openedReader() }
            throw error
        }
        opened.postpone(waiting)
        waiting = JournalBacklog()
        journal = opened
        if let viewer = use.viewer { lastLook = try opened.lastLook(of: viewer) }
    }

    /// Takes over what earlier runs left.
    ///
    /// - Parameter since: hours before it are not wanted.
    func restore(_ observation: Observation, since: Timestamp, now: Timestamp) {
        guard use != .none else { return }
        lastTry = now
        attempt { () throws(JournalError) in
            do throws(JournalError) {
                try open()
            } catch {
                // What cannot be written can be read still: nothing that somebody has in hand
                // rings again because of a full disk or a read-only home.
                if use.writes { restoreWithoutWriting(observation, since: since, now: now) }
                throw error
            }
            guard let journal else { return }
            let state = try journal.restored()
            observation.restore(state, now: now)
            if use.writes, let last = state.lastEvaluation, last > now {
                try journal.setBack(to: now)
            }
            observation.restore(try journal.rollups(since: since))
            observation.adopt(try journal.registryMoves(since: since))
            // Where the journal stands now has just been taken over.
            revision = try journal.changes(since: 0)?.revision ?? 0
        }
    }

    /// Takes over what people had in hand at a moment of the past; nothing else that was kept
    /// belongs there, and nothing is written.
    func recall(_ observation: Observation, at moment: Timestamp) {
        guard use == .read else { return }
        attempt(isWrite: false) { () throws(JournalError) in
            let journal = try Journal(
                path: workspace.journalPath, workspace: workspace.name, access: .readOnly)
            let trail = AuditTrail(try journal.audit(), present: try journal.restored().attention)
            observation.recall(trail.attention(at: moment), trail.silences(at: moment))
        }
    }

    /// Lets an observation that began anew take over what the one before it knew.
    func renew(_ observation: Observation, from state: JournalledState, now: Timestamp) {
        observation.restore(state, now: now)
        guard use != .none, let journal else { return }
        attempt { () throws(JournalError) in
            if use.writes { try journal.setBack(to: now) }
            let since = now - Rollup.retentionMilliseconds
            observation.restore(try journal.rollups(since: since))
            observation.adopt(try journal.registryMoves(since: since))
        }
    }

    /// Tries again what failed, and keeps that somebody looks; called every tick.
    func retry(_ observation: Observation, now: Timestamp) {
        guard use.writes else { return }
        loseIfGone()
        if let remark, now >= remark.until { self.remark = nil }
        let isDue = now - lastTry >= Self.retryMilliseconds || now < lastTry
        if isDue, journal == nil || isLost || backlog > 0 {
            lastTry = now
            attempt { () throws(JournalError) in
                if journal == nil { try open() }
                try carryOver(observation, now: now)
                try journal?.flush()
            }
        }
        guard let viewer = use.viewer, trouble == nil, let journal,
            now - lastLookKept >= 60_000 || now < lastLookKept
        else { return }
        lastLookKept = now
        attempt { () throws(JournalError) in try journal.noteLook(of: viewer, at: now) }
    }

    /// Keeps what evaluations did.
    func record(_ evaluations: [RuleEvaluation]) {
        for evaluation in evaluations where evaluation.isWorthKeeping {
            isCountDue = isCountDue || !evaluation.transitions.isEmpty
            keep(
                { $0.add(evaluation) },
                { journal throws(JournalError) in
                    try journal.record(evaluation)
                })
        }
    }

    /// Brings what became of each rule's incidents up to date, when anything was written.
    func recount(_ observation: Observation, at now: Timestamp) {
        guard isCountDue, observation.isLive, now - lastCount >= Self.countMilliseconds, let journal
        else { return }
        lastCount = now
        isCountDue = false
        attempt(isWrite: false) { () throws(JournalError) in
            let incidents = try journal.incidents(since: now - Self.countedMilliseconds)
            observation.adopt(
                incidents.map {
                    (
                        $0.rule, $0.expression,
                        RuleHistory(
                            fired: $0.fired, acknowledged: $0.acknowledged,
                            clearedByItself: $0.clearedByItself)
                    )
                })
        }
    }

    /// Keeps what the registries say when they were read again, and takes over what moved since
    /// anybody looked.
    func noteRegistry(_ observation: Observation, at now: Timestamp) {
        guard let journal = journal ?? reader else { return }
        let known = observation.registered
        guard known.revision != registryRevision else { return }
        let writes = use.viewer != nil && journal.access == .readWrite
        attempt(isWrite: writes) { () throws(JournalError) in
            observation.adopt(
                writes
                    ? try journal.record(registry: known.versions, at: now)
                    : try journal.movesSince(known.versions, at: now))
            registryRevision = known.revision
        }
    }

    /// Keeps hours that are over.
    func record(_ hours: [Rollup]) {
        guard !hours.isEmpty else { return }
        keep({ $0.add(hours) }, { journal throws(JournalError) in try journal.record(hours) })
    }

    /// Writes now, or lets it wait while there is no journal; an open one keeps its own backlog.
    private func keep(
        _ later: (inout JournalBacklog) -> Void, _ now: (Journal) throws(JournalError) -> Void
    ) {
        guard use.writes else { return }
        guard let journal else { return later(&waiting) }
        attempt { () throws(JournalError) in try now(journal) }
    }

    /// Incidents of an alert's rule and subject that are over, the latest first; nil when nobody
    /// can say.
    func past(of alert: AlertRecord, since: Timestamp) -> [PastIncident]? {
        guard let journal else { return nil }
        var found: [PastIncident]?
        attempt { () throws(JournalError) in
            found = try journal.pastIncidents(
                rule: alert.rule, labels: alert.instance.labels, since: since)
        }
        return found
    }

    /// Takes over what other processes did; true when there was anything.
    func refresh(_ observation: Observation) -> Bool {
        guard let journal = journal ?? reader else { return false }
        var changed = false
        attempt(isWrite: false) { () throws(JournalError) in
            guard let changes = try journal.changes(since: revision) else { return }
            revision = changes.revision
            isCountDue = true
            observation.adopt(changes)
            changed = true
        }
        return changed
    }

    /// Writes what still waits, and that somebody looked until now.
    func close(now: Timestamp) {
        guard let journal, use.writes else { return }
        attempt { () throws(JournalError) in
            try journal.flush()
            if let viewer = use.viewer { try journal.noteLook(of: viewer, at: now) }
        }
    }
}

extension RuleEvaluation {
    /// Whether anything happened, some clock runs, or a minute passed: an idle evaluation writes
    /// nothing else.
    var isWorthKeeping: Bool {
        isCounting || !transitions.isEmpty || !expiries.isEmpty || !endedSilences.isEmpty
            || !flaps.isEmpty || !baselines.isEmpty
            || (at.map { $0.milliseconds % 60_000 == 0 } ?? false)
    }
}
