internal import PromQL
internal import Telemetry

extension RuleTestRun {
    /// Lets an action happen; one that fails, or succeeds against expectation, is an outcome.
    mutating func perform(_ action: RuleTestAction) {
        let subject = action.subject
        do {
            let refusal = try carryOut(action)
            switch (refusal, action.refusal) {
            case (nil, nil): break
            case (let said?, let expected?) where said.contains(expected):
                note(action.line, subject, .passed)
            case (let said?, let expected):
                let failure = RuleTestOutcome.Failure(
                    message: expected == nil ? "refused: \(said)" : nil,
                    expected: expected.map { ["refused: \($0)"] } ?? [],
                    got: expected == nil ? [] : ["refused: \(said)"])
                note(action.line, subject, .failed(failure))
            case (nil, let expected?):
                note(
                    action.line, subject,
                    .failed(.init(expected: ["refused: \(expected)"], got: ["done"])))
            }
        } catch {
            fail(subject, "\(error)", at: action.line)
        }
    }

    /// Why it was refused; nil when it was done.
    private mutating func carryOut(_ action: RuleTestAction) throws -> String? {
        let now = moment(action.atMilliseconds)
        switch action.kind {
        case .handle(let selector, let kind):
            return try handle(selector, kind, by: action.by, at: now)
        case .snooze(let selector, let milliseconds, let comment):
            return try handle(
                selector, .snooze(.time(now + milliseconds), comment: comment), by: action.by,
                at: now)
        case .silence(let selector, let milliseconds, let comment, let ends):
            try adopt(
                Silence(
                    id: "silence-\(book.silences.count + 1)", selector: selector,
                    author: action.by, comment: comment, startsAt: now,
                    endsAt: now + milliseconds, endsWhenUnmatched: ends), by: action.by)
            return nil
        case .unsilence(let selector):
            let ended = book.silences.filter {
                $0.selector == selector && $0.state(at: now) != .expired
            }
            for var silence in ended {
                silence.endsAt = now - 1
                try adopt(silence, by: action.by)
            }
            return ended.isEmpty ? "no such silence is active" : nil
        case .restart(let down, let replays):
            downUntil = action.atMilliseconds + down
            replaysPast = replays ?? !test.inputFiles.isEmpty
            // The next evaluation is the first one of the new run.
            return nil
        case .clock(let milliseconds):
            shiftMilliseconds += milliseconds
            if milliseconds < 0 { try journal?.setBack(moment(action.atMilliseconds)) }
            return nil
        case .lateSample(let labels, let point, let elapsed):
            store.insert(point, labels, at: moment(elapsed))
            return nil
        }
    }

    private mutating func handle(
        _ selector: LabelSelector, _ kind: AlertAction.Kind, by who: String, at now: Timestamp
    ) throws -> String? {
        let all = book.alerts(at: now).filter { selector.accepts($0.labels) }
        // What is over is meant only where nothing else is.
        let open = all.filter { $0.condition != .resolved || $0.attention == .returned }
        let found = open.isEmpty ? all : open
        if found.isEmpty { return "no alert matches \(selector)" }
        for alert in found {
            let action = AlertAction(kind, alert: alert.id, by: who, at: now)
            do {
                guard let journal else {
                    _ = try book.apply(action)
                    continue
                }
                let record = AlertRecord(rule: alert.rule, instance: alert.instance)
                book.adopt(attention: [try journal.perform(action, record)])
            } catch let refusal as ActionRefusal {
                return refusal.description
            }
        }
        return nil
    }

    private mutating func adopt(_ silence: Silence, by who: String) throws {
        book.adopt(silences: book.silences.filter { $0.id != silence.id } + [silence])
        try journal?.save(silence, who)
    }

    /// A new run of the program: nothing but what was kept, then the past as far as rules look
    /// back; false when a rule failed.
    mutating func comeBack(at now: Timestamp) -> Bool {
        let kept: JournalledState
        do {
            kept = try journal?.restored() ?? book.journalledState
        } catch {
            fail("the journal after a restart", "\(error)")
            return false
        }
        book = AlertBook(
            groups: book.groups, defaultIntervalMilliseconds: intervalMilliseconds,
            origin: book.origin, external: book.external)
        // The clock may have been ahead while it ran.
        book.restore(kept.known(at: now))
        guard replaysPast else {
            lost.insert((now, store), at: 0)
            store.losePast(before: now)
            return true
        }
        let reach = max(book.lookbehindMilliseconds, Self.leastReplayMilliseconds)
        var instant = max(moment(0), now - reach / intervalMilliseconds * intervalMilliseconds)
        while instant < now {
            guard evaluate(at: instant) else { return false }
            instant = instant + intervalMilliseconds
        }
        return true
    }

    /// The program replays at least so much of the past when it opens.
    private static var leastReplayMilliseconds: Int64 { 2 * 3_600_000 }
}

extension RuleTestAction {
    /// What happens and when, for messages.
    var subject: String {
        let word =
            switch kind {
            case .handle(_, let kind): kind.word
            case .snooze: "snooze"
            case .silence: "silence"
            case .unsilence: "unsilence"
            case .restart: "restart"
            case .clock: "clock"
            case .lateSample: "late sample"
            }
        return "\(word), time: \(PromDuration(milliseconds: atMilliseconds))"
    }
}
