import Telemetry
import Testing

@testable import Alerting

struct AttentionRecordTests {
    private func labels(_ severity: String = "ticket") -> Labels {
        Labels(["alertname": "A", "model": "m", "severity": severity])
    }
    private func record(
        _ attention: Attention = .new, severity: String = "ticket"
    ) -> AttentionRecord {
        AttentionRecord(rule: "A", labels: labels(severity), attention: attention)
    }
    private func time(_ minutes: Double) -> Timestamp { Timestamp(seconds: minutes * 60) }
    private func ack(by who: String = "kim", at minutes: Double = 1) -> Acknowledgement {
        Acknowledgement(by: who, at: time(minutes), severity: "ticket", value: 3)
    }
    private func step(
        _ kind: AlertTransition.Kind, at minutes: Double, fired: Bool = true
    ) -> AlertTransition {
        let phase: AlertInstance.Phase =
            kind == .resolved
            ? .resolved(firedAt: time(0), at: time(minutes)) : .firing(since: time(minutes))
        return AlertTransition(
            kind: kind, rule: "A", at: time(minutes),
            instance: AlertInstance(
                labels: labels(), series: .empty, value: 3, activeAt: time(0), phase: phase))
    }
    private func action(_ kind: AlertAction.Kind, at minutes: Double = 5) -> AlertAction {
        AlertAction(kind, alert: record().id, by: "sam", at: time(minutes))
    }

    @Test(
        "acknowledging in each condition",
        arguments: [
            (AlertInstance.Phase?.none, false), (.pending, false),
            (.firing(since: .init(milliseconds: 0)), true),
            (.recovering(firedAt: .init(milliseconds: 0), since: .init(milliseconds: 1)), true),
            (.noData(firedAt: nil, since: .init(milliseconds: 0)), true),
            (.resolved(firedAt: .init(milliseconds: 0), at: .init(milliseconds: 1)), false),
        ])
    func acknowledge(_ row: (phase: AlertInstance.Phase?, accepted: Bool)) throws {
        var record = record()
        let facts = AttentionRecord.Facts(phase: row.phase, value: 3)
        if row.accepted {
            let entry = try record.apply(action(.ack(comment: " on it ")), facts: facts)
            #expect(entry.what == "ack" && entry.before == "new" && entry.after == "acked")
            #expect(entry.comment == "on it")
            #expect(record.attention.acknowledgement?.by == "sam")
            #expect(record.attention.acknowledgement?.value == 3)
        } else {
            #expect(throws: ActionRefusal.nothingToAcknowledge(condition: facts.condition)) {
                try record.apply(action(.ack(comment: nil)), facts: facts)
            }
            #expect(record.attention == .new)
        }
    }

    @Test("a second acknowledgement names the first")
    func secondAck() {
        var record = record(.acked(ack()))
        #expect(throws: ActionRefusal.alreadyAcknowledged(by: "kim", at: time(1))) {
            try record.apply(
                action(.ack(comment: nil)), facts: .init(phase: .firing(since: time(0)), value: 1))
        }
    }

    @Test("an acknowledgement ends with the incident and the next one starts unattended")
    func ackIsNotSticky() {
        var record = record(.acked(ack()))
        let entry = record.follow(step(.resolved, at: 3))
        #expect(entry?.what == "ack ended" && entry?.who == AuditEntry.program)
        #expect(entry?.before == "acked" && entry?.after == "closed")
        #expect(record.attention == .closed(ack(), at: time(3), returnedAt: nil))
        _ = record.follow(step(.fired, at: 9))
        #expect(record.attention == .new)
    }

    @Test(
        "of two severities it is told whether one is certainly no louder",
        arguments: [
            ("ticket", "page", true), ("page", "critical", true), ("page", "ticket", false),
            ("high", "low", false), ("emergency", "warning", false), ("info", "page", true),
            ("ticket", "info", false), ("none", "high", true), ("high", "page", false),
        ])
    func loudness(_ label: String, _ other: String, _ isNoLouder: Bool) {
        #expect(Severity.isNoLouder(label, than: other) == isNoLouder)
    }

    @Test("what a clock that was ahead wrote is moved back, a snooze with its length")
    func setBack() {
        let snooze = Snooze(
            until: .time(time(70)), by: "kim", at: time(60), severity: "page")
        let ahead = AttentionRecord(
            rule: "A", labels: .empty, attention: .snoozed(snooze),
            comment: .init(text: "batch", by: "kim", at: time(60)), followed: time(58))
        let back = ahead.known(at: time(5))
        #expect(back.attention.snooze?.at == time(5))
        #expect(back.attention.snooze?.until == .time(time(15)))
        #expect(back.comment?.at == time(5) && back.followed == time(3))
        #expect(ahead.known(at: time(60)) == ahead)
    }

    @Test("an acknowledgement outlives missing data and keep_firing_for")
    func ackSurvives() {
        var record = record(.acked(ack()))
        for (index, kind) in [
            AlertTransition.Kind.beganRecovering, .firedAgain, .lostData, .becamePending, .fired,
        ].enumerated() { _ = record.follow(step(kind, at: Double(index + 1))) }
        #expect(record.attention == .acked(ack()))
    }

    @Test("fired and cleared before anyone saw it is returned, until acknowledged")
    func returned() throws {
        var record = record()
        _ = record.follow(step(.fired, at: 1))
        _ = record.follow(step(.resolved, at: 2))
        #expect(record.attention == .returned(at: time(2)))
        _ = try record.apply(action(.ack(comment: nil)), facts: .init(phase: nil, value: nil))
        #expect(record.attention.word == "closed")
        _ = try record.apply(action(.unack), facts: .init(phase: nil, value: nil))
        #expect(record.attention == .returned(at: time(2)))
    }

    @Test("what was silenced, or goes on under another severity, does not return")
    func notReturned() {
        var silenced = record()
        var quiet = step(.resolved, at: 2)
        quiet.quiet = true
        _ = silenced.follow(quiet)
        #expect(silenced.attention == .new)
        var escalated = record()
        var goesOn = step(.resolved, at: 2)
        goesOn.sibling = labels("page")
        _ = escalated.follow(goesOn)
        #expect(escalated.attention == .new)
    }

    @Test("a returned alert that fires again is an open alert")
    func returnedFiresAgain() {
        var record = record(.returned(at: time(1)))
        _ = record.follow(step(.fired, at: 2))
        #expect(record.attention == .new)
    }

    @Test("steps already followed change nothing, whoever saw them first")
    func followedOnce() throws {
        var record = record()
        _ = record.follow(step(.fired, at: 4))
        _ = try record.apply(
            action(.ack(comment: nil)), facts: .init(phase: .firing(since: time(4)), value: 1))
        let before = record
        _ = record.follow(step(.fired, at: 4))
        _ = record.follow(step(.resolved, at: 3))
        #expect(record == before)
    }

    @Test("a snooze ends at its time, and rings again only then")
    func snoozeUntilTime() throws {
        var record = record()
        let facts = AttentionRecord.Facts(phase: .firing(since: time(0)), value: 1)
        _ = try record.apply(
            action(.snooze(.time(time(20)), comment: nil), at: 5), facts: facts)
        #expect(record.attention.word == "snoozed")
        #expect(record.expire(at: time(19.9), value: 99) == nil)
        #expect(record.expire(at: time(20), value: 99)?.what == "snooze ended")
        #expect(record.attention == .new)
    }

    @Test(
        "a snooze until worse ends beyond its value, in the rule's direction",
        arguments: [(true, 5.0, false), (true, 5.1, true), (false, 5.0, false), (false, 4.9, true)])
    func snoozeUntilWorse(_ row: (upwards: Bool, value: Double, ends: Bool)) throws {
        var record = record()
        let facts = AttentionRecord.Facts(phase: .firing(since: time(0)), value: 1)
        _ = try record.apply(
            action(.snooze(.worseThan(5, upwards: row.upwards), comment: nil)), facts: facts)
        #expect((record.expire(at: time(6), value: row.value) != nil) == row.ends)
    }

    @Test("a timed snooze outlives a short clearing, one until worse does not")
    func snoozeAndResolve() throws {
        let facts = AttentionRecord.Facts(phase: .firing(since: time(0)), value: 1)
        var timed = record()
        _ = try timed.apply(action(.snooze(.time(time(60)), comment: nil)), facts: facts)
        _ = timed.follow(step(.resolved, at: 6))
        _ = timed.follow(step(.fired, at: 7))
        #expect(timed.attention.word == "snoozed")
        var worse = record()
        _ = try worse.apply(
            action(.snooze(.worseThan(5, upwards: true), comment: nil)), facts: facts)
        #expect(worse.follow(step(.resolved, at: 6))?.what == "snooze ended")
        #expect(worse.attention == .new)
    }

    @Test("refused actions say why and change nothing")
    func refusals() {
        let firing = AttentionRecord.Facts(phase: .firing(since: time(0)), value: 1)
        let week = 8.0 * 24 * 60
        let rows: [(AlertAction.Kind, AttentionRecord.Facts, ActionRefusal)] = [
            (.unack, firing, .nothingToTakeBack), (.comment("  "), firing, .emptyComment),
            (.snooze(.time(time(5)), comment: nil), firing, .snoozeInThePast),
            (.snooze(.time(time(5 + week)), comment: nil), firing, .snoozeTooLong),
            (
                .snooze(.time(time(9)), comment: nil), .init(phase: nil, value: nil),
                .nothingToSnooze(condition: "resolved")
            ),
        ]
        for (kind, facts, refusal) in rows {
            var record = record()
            #expect(throws: refusal) { try record.apply(action(kind), facts: facts) }
            #expect(record == self.record())
        }
    }

    @Test(
        "attention passes to the same alert under another severity unless that is louder",
        arguments: [
            ("ticket", "page", "new"), ("page", "ticket", "acked"), ("ticket", "ticket", "acked"),
        ])
    func inherits(_ row: (from: String, to: String, word: String)) {
        var record = record(severity: row.to)
        record.inherit(from: self.record(.acked(ack()), severity: row.from))
        #expect(record.attention.word == row.word)
    }
}
