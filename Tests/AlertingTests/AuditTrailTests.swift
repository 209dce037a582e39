import Telemetry
import Testing

@testable import Alerting

/// What the audit tells of a moment, against the records as they stood then.
struct AuditTrailTests {
    private static func time(_ step: Int) -> Timestamp { Timestamp(seconds: Double(step) * 60) }

    /// The record after each step of a life in which people act and the alert comes and goes, and
    /// the audit's lines.
    private func life(seed: Int, severity: String = "page") -> (
        records: [AttentionRecord], entries: [AuditEntry]
    ) {
        var random = Random(seed)
        let labels = Labels(["alertname": "A", "model": "m", "severity": severity])
        var record = AttentionRecord(rule: "A", labels: labels)
        var (records, entries): ([AttentionRecord], [AuditEntry]) = ([], [])
        var isFiring = false
        for step in 1...60 {
            let now = Self.time(step)
            if let entry = record.expire(at: now, value: Double(random.below(9))) {
                entries.append(entry)
            }
            let kinds: [AlertAction.Kind] = [
                .ack(comment: random.below(2) == 0 ? "c\(step)" : nil), .unack,
                .comment("w\(step)"),
                .snooze(.time(now + Int64(1 + random.below(5)) * 90_000), comment: nil),
                .snooze(.cleared, comment: nil),
            ]
            if random.below(3) == 0 {
                isFiring.toggle()
                let phase: AlertInstance.Phase =
                    isFiring
                    ? .firing(since: now) : .resolved(firedAt: Self.time(0), at: now)
                let transition = AlertTransition(
                    kind: isFiring ? .fired : .resolved, rule: "A", at: now,
                    instance: AlertInstance(
                        labels: labels, series: .empty, value: 3, activeAt: Self.time(0),
                        phase: phase))
                if let entry = record.follow(transition) { entries.append(entry) }
            } else {
                let action = AlertAction(
                    kinds[random.below(kinds.count)], alert: record.id,
                    by: ["kim", "sam", "ana"][random.below(3)], at: now)
                let facts = AttentionRecord.Facts(
                    phase: isFiring ? .firing(since: Self.time(0)) : nil, value: nil)
                if let entry = try? record.apply(action, facts: facts) { entries.append(entry) }
            }
            records.append(record)
        }
        return (records, entries)
    }

    @Test("Whoever had it in hand then, had it then", arguments: 0..<40)
    func attention(seed: Int) {
        let (records, entries) = life(seed: seed)
        for (index, record) in records.enumerated() {
            let trail = AuditTrail(entries, present: records.suffix(1))
            let found = trail.attention(at: Self.time(index + 1)).first
            // Coming and going the audit does not hold: the evaluation of the past adds it.
            let expected = record.attention
            switch (expected, found?.attention) {
            case (.new, nil), (.new, .new), (.returned, _), (.new, .closed), (.new, .returned):
                break
            case (.acked(let one), .acked(let other)):
                #expect(one.by == other.by && one.at == other.at)
                #expect(one.comment == other.comment)
            case (.closed(let one, _, _), .closed(let other, _, _)):
                #expect(one.by == other.by && one.at == other.at)
            case (.snoozed(let one), .snoozed(let other)):
                #expect(one.by == other.by && one.at == other.at)
                #expect(!other.isOver(at: Self.time(index + 1), value: nil))
            case (let one, let other): Issue.record("\(one) and \(String(describing: other))")
            }
        }
        #expect(Set(records.map(\.attention.word)).count > 2, "it has something to tell")
    }

    @Test("A silence is what it was: made later it is not there, ended later it runs")
    func silences() throws {
        let selector = try LabelSelector(parsing: "model=\"m\"")
        var silence = Silence(
            id: "s", selector: selector, author: "kim", comment: "", startsAt: Self.time(2),
            endsAt: Self.time(60))
        func line(_ at: Int, _ what: String) -> AuditEntry {
            AuditEntry(
                at: Self.time(at), who: "kim", what: what, alert: "s", rule: "", labels: .empty,
                before: "", after: "", silence: silence)
        }
        var entries = [line(2, "silence")]
        silence.endsAt = Self.time(9)
        entries.append(line(10, "unsilence"))
        let trail = AuditTrail(entries, present: [])
        #expect(trail.silences(at: Self.time(1)) == [])
        #expect(trail.silences(at: Self.time(5)).map(\.endsAt) == [Self.time(60)])
        #expect(trail.silences(at: Self.time(11)).map(\.endsAt) == [Self.time(9)])
        #expect(trail.attention(at: Self.time(11)) == [])
    }
}

extension AuditTrailTests {
    @Test(
        "An acknowledgement is of its incident: what was calm after it was over",
        arguments: [true, false])
    func ended(isCalm: Bool) throws {
        let yaml = "groups: [{name: g, interval: 1m, rules: [{alert: High, expr: v > 5}]}]"
        var book = AlertBook(groups: try RuleFile(yaml: yaml, file: "r.yml").groups)
        let labels = Labels(["alertname": "High", "model": "m"])
        var record = AttentionRecord(rule: "High", labels: labels)
        record.attention = .acked(Acknowledgement(by: "kim", at: Self.time(0), severity: "none"))
        record.followed = Self.time(0)
        book.recall(attention: [record])
        var source = MemorySource()
        for minute in 0..<6 {
            source.add("v", ["model": "m"], at: Double(minute + 60), minute < 3 && isCalm ? 1 : 9)
        }
        for minute in 60..<66 { _ = book.evaluate(at: Self.time(minute), in: source) }
        let alert = try #require(book.alerts(at: Self.time(65)).first)
        #expect(alert.condition == .firing)
        #expect(alert.attention == (isCalm ? .new : .acked))
    }
}
