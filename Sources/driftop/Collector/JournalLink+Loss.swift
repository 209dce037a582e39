import Alerting
import Journal
import Telemetry

/// A journal that cannot be used, or not any more.
extension JournalLink {
    /// - Parameter isWrite: only what writes says that writing works again.
    func attempt(isWrite: Bool = true, _ body: () throws(JournalError) -> Void) {
        do throws(JournalError) {
            try body()
            // Where only a reader is left, reading well says nothing of writing.
            if isWrite || backlog == 0 && journal != nil { trouble = nil }
        } catch {
            note(error)
        }
    }

    func note(_ error: JournalError) {
        // Nothing was ever journalled here: a look has nothing to miss.
        trouble = error.reason == .missing && !use.writes ? nil : error.description
        if [.damaged, .moved].contains(error.reason) { lose(error.reason) }
    }

    /// What is written to a file that was moved away or written over nobody finds.
    func loseIfGone() {
        guard use.writes, let fault = journal?.fault else { return }
        note(fault)
    }

    func lose(_ reason: JournalError.Reason) {
        guard use.writes else { return }
        isLost = true
        // At once: nobody should wait who has done as the message said.
        lastTry = .distantPast
        guard let journal else { return }
        if reason == .moved {
            waiting.append(journal.leave())
        } else {
            waiting.append(journal.takeBacklog())
            spoilt = journal
        }
        self.journal = nil
    }

    /// Writes what memory knows into the journal that took a lost one's place.
    func carryOver(_ observation: Observation, now: Timestamp) throws(JournalError) {
        guard isLost, let journal else { return }
        try journal.flush()
        try journal.carryOver(observation.journalledState, at: now)
        var notices = JournalBacklog()
        for ring in told { notices.add(ring, at: now) }
        journal.postpone(notices)
        revision = 0
        registryRevision = 0
        isLost = false
        let words = "another journal took the old one's place: what is open is in it"
        remark = (words + ", what is over is in the old one", now + Self.remarkMilliseconds)
    }

    func restoreWithoutWriting(
        _ observation: Observation, since: Timestamp, now: Timestamp
    ) {
        guard
            let reader = openedReader(),
            let state = try? reader.restored()
        else { return }
        self.reader = reader
        revision = ((try? reader.changes(since: 0)) ?? nil)?.revision ?? 0
        observation.restore(state, now: now)
        if let hours = try? reader.rollups(since: since) { observation.restore(hours) }
        if let moves = try? reader.registryMoves(since: since) { observation.adopt(moves) }
        if let viewer = use.viewer { lastLook = (try? reader.lastLook(of: viewer)) ?? nil }
    }

    /// The journal where it can only be read.
    func openedReader() -> Journal? {
        try? Journal(
            path: workspace.journalPath, workspace: workspace.name, access: .readOnly,
            busySeconds: Self.patienceSeconds)
    }
}
