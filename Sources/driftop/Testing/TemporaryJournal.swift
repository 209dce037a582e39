import Alerting
import Foundation
import Journal
import Telemetry

/// The journal of one test: a real one, in a directory of its own, opened anew at every restart.
final class TemporaryJournal {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "driftop-journal-\(UUID().uuidString)")
    private var journal: Journal?

    private func opened() throws -> Journal {
        if let journal { return journal }
        let path = folder.appending(path: "journal.db").path(percentEncoded: false)
        let journal = try Journal(path: path, workspace: "test", access: .readWrite)
        self.journal = journal
        return journal
    }

    /// What a run does with it.
    var steps: RuleTestJournal {
        RuleTestJournal(
            record: { [self] evaluation in
                if evaluation.isWorthKeeping { try opened().record(evaluation) }
            },
            perform: { [self] action, alert in
                switch try opened().perform(action, alert: alert) {
                case .done(let record, _): return record
                case .refused(let refusal): throw refusal
                }
            },
            save: { [self] silence, who in
                try opened().save(silence, by: who, at: silence.startsAt)
            },
            restored: { [self] in
                journal = nil
                return try opened().restored()
            },
            setBack: { [self] time in try opened().setBack(to: time) })
    }

    /// Takes it away; it has served.
    func remove() {
        journal = nil
        try? FileManager.default.removeItem(at: folder)
    }
}
