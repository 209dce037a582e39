import Alerting
import Telemetry

/// What people do to alerts: acknowledgements, snoozes, silences.
extension Collector {
    /// What a person did with one key, in memory and in the journal.
    func act(_ actions: [AlertAction]) -> Feed.Outcome {
        defer { post() }
        guard observation.isLive else {
            return Feed.Outcome(
                "this is the past: nothing can be acknowledged", failed: true, note: "")
        }
        var left: [AlertAction] = []
        var ended: Feed.Outcome?
        for action in actions {
            if action.kind == .unack, let outcome = endSilences(action) {
                if outcome.failed { return outcome }
                ended = outcome
            } else {
                left.append(action)
            }
        }
        if left.isEmpty, let ended { return ended }
        return journal.perform(left, observation)
    }

    /// Quiets alerts and whatever has all labels of one of them, until a time.
    ///
    /// - Returns: what came of the last, or of the first that could not be.
    func silence(_ alerts: [String], until: Timestamp, by who: String) -> Feed.Outcome {
        defer { post() }
        var outcome = Feed.Outcome("nothing to silence here", failed: true, note: "")
        for alert in alerts {
            outcome = silence(alert, until: until, by: who)
            if outcome.failed { break }
        }
        return outcome
    }

    private func silence(_ alert: String, until: Timestamp, by who: String) -> Feed.Outcome {
        guard observation.isLive, let record = observation.record(of: alert) else {
            return Feed.Outcome("nothing to silence here", failed: true, note: "")
        }
        guard let selector = try? LabelSelector(quieting: record.instance.labels) else {
            return Feed.Outcome(
                "an alert without labels cannot be silenced", failed: true, note: "")
        }
        return begin(selector, until: until, comment: "", by: who)
    }

    /// Quiets whatever has these labels, until a time.
    func silence(
        matching text: String, until: Timestamp, comment: String, by who: String
    ) -> Feed.Outcome {
        defer { post() }
        guard observation.isLive else {
            return Feed.Outcome("this is the past: nothing can be silenced", failed: true)
        }
        do throws(LabelSelector.Fault) {
            let selector = try LabelSelector(parsing: text)
            var outcome = begin(selector, until: until, comment: comment, by: who)
            // The screen waits for what it began with an alert only.
            outcome.note = nil
            return outcome
        } catch {
            return Feed.Outcome("silence: \(error.message)", failed: true)
        }
    }

    private func begin(
        _ selector: LabelSelector, until: Timestamp, comment: String, by who: String
    ) -> Feed.Outcome {
        let now = Self.now()
        guard until - now <= Silence.longest else {
            return Feed.Outcome("a silence lasts at most a year", failed: true, note: "")
        }
        let silence = Silence(
            selector, by: who, comment: comment, startsAt: now - now.milliseconds % 1_000,
            endsAt: until, saidAt: now)
        observation.adopt(silence)
        _ = journal.save(silence, by: who, at: now)
        let kept = journal.trouble == nil ? "" : "in memory only"
        return Feed.Outcome("silenced as \(who): \(selector)", failed: false, note: kept)
    }

    /// Ends the silences of an alert, when it is quiet because of them.
    private func endSilences(_ action: AlertAction) -> Feed.Outcome? {
        let now = Self.now()
        // What somebody has in hand goes first: their acknowledgement, not other people's silence.
        switch observation.attention(of: action.alert, now: now)?.attention {
        case .acked, .snoozed: return nil
        case .new, .returned, .closed, nil: break
        }
        let silences = observation.silences(of: action.alert, at: now)
        guard !silences.isEmpty else { return nil }
        for var silence in silences {
            silence.endsAt = now - now.milliseconds % 1_000 - 1
            observation.adopt(silence)
            if let refusal = journal.save(silence, by: action.by, at: now) {
                return Feed.Outcome(refusal.description, failed: true, note: "")
            }
        }
        return Feed.Outcome("silence ended as \(action.by)", failed: false, note: "")
    }
}
