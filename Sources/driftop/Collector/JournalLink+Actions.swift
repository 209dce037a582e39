import Alerting
import Journal
import Snapshot
import Telemetry

/// What people do, by a key or a script.
extension JournalLink {
    /// What a person did with one key: decided by the journal, which all processes share, all of it
    /// in one transaction; else in memory.
    func perform(_ actions: [AlertAction], _ observation: Observation) -> Feed.Outcome {
        loseIfGone()
        let alerts = actions.map { observation.record(of: $0.alert) }
        if let journal {
            do throws(JournalError) {
                let outcomes = try journal.perform(Array(zip(actions, alerts)))
                trouble = nil
                isCountDue = true
                var refusal: ActionRefusal?
                var done: [AttentionRecord] = []
                for outcome in outcomes {
                    switch outcome {
                    case .done(let record, _): done.append(record)
                    case .refused(let why): refusal = refusal ?? why
                    }
                }
                observation.adopt(done)
                return answer(actions, refusal, note: "")
            } catch {
                note(error)
            }
        }
        guard use.viewer != nil else {
            // A script has no memory to keep it in.
            let why = trouble.map(JournalError.forScripts)
            return Feed.Outcome(
                "not done: " + (why ?? "there is no journal to write to"), failed: true, note: "")
        }
        var refusal: ActionRefusal?
        for (action, alert) in zip(actions, alerts) {
            do throws(ActionRefusal) {
                _ = try observation.apply(action)
                var late = JournalBacklog()
                late.add(action, on: alert)
                postpone(late)
            } catch {
                refusal = refusal ?? error
            }
        }
        return answer(actions, refusal, note: "in memory only")
    }

    private func answer(
        _ actions: [AlertAction], _ refusal: ActionRefusal?, note: String
    ) -> Feed.Outcome {
        if let refusal { return Feed.Outcome(refusal.description, failed: true, note: note) }
        let words = actions.first.map(Self.words) ?? ""
        return Feed.Outcome(
            note.isEmpty ? words : words + ", " + note, failed: false, note: note)
    }

    func postpone(_ late: JournalBacklog) {
        guard let journal else { return waiting.append(late) }
        journal.postpone(late)
    }

    /// Keeps a silence, for the other processes too; why not, when somebody else has ended it.
    func save(_ silence: Silence, by who: String, at time: Timestamp) -> ActionRefusal? {
        guard use.writes else { return nil }
        loseIfGone()
        if let journal {
            do throws(JournalError) {
                return try journal.save(silence, by: who, at: time)
            } catch {
                note(error)
            }
        }
        var late = JournalBacklog()
        late.add(silence, by: who, at: time)
        postpone(late)
        return nil
    }

    /// `acknowledged as sam`: what the message row says.
    static func words(_ action: AlertAction) -> String {
        switch action.kind {
        case .ack: "acknowledged as \(action.by)"
        case .unack: "taken back as \(action.by)"
        case .comment: "comment kept"
        case .snooze(.time, _): "snoozed as \(action.by)"
        case .snooze(.cleared, _): "snoozed until it clears, as \(action.by)"
        case .snooze(.worseThan, _): "snoozed until it is worse, as \(action.by)"
        }
    }
}
