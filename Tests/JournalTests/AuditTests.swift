import Alerting
import Foundation
import Journal
import Telemetry
import Testing

/// The audit: every doing one line, for ever, however many.
struct AuditTests {
    @Test("pages read one after the other are the whole audit, in its order")
    func pages() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try bench.shell(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "
                + "INSERT INTO audit (workspace, at, who, what, alert, rule, labels, before, "
                + "after, comment) SELECT 1, i * 60000, 'kim', 'comment', 'a', 'High', "
                + "'{\"model\":\"m\"}', 'new', 'new', i FROM n")
        var page = try journal.auditPage()
        #expect(page.lines.count == Journal.auditPageLength)
        var all = page.lines
        while let next = page.next {
            page = try journal.auditPage(after: next)
            all += page.lines
        }
        #expect(all.compactMap { $0.comment.flatMap { Int($0) } } == Array(1...2_500))
        #expect(try journal.audit() == all)
        #expect(try journal.audit(since: minutes(2_499)).map(\.comment) == ["2499", "2500"])
    }

    @Test("a severity that takes over an acknowledgement is a line of its own")
    func carriedOver() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try journal.perform(action(.ack(comment: "on it"), at: 2))
        let quieter = labels.setting("severity", "ticket")
        var takeover = AlertTransition(
            kind: .fired, rule: "High", at: minutes(3),
            instance: AlertInstance(
                labels: quieter, series: Labels(["model": "m"]), value: 6, activeAt: minutes(3),
                phase: .firing(since: minutes(3))))
        takeover.sibling = labels
        try journal.record(evaluation([takeover], at: 3))
        let line = try #require(try journal.audit().last)
        #expect(line.what == "ack carried over" && line.who == "driftop")
        #expect(line.before == "new" && line.after == "acked" && line.comment == "on it")
        #expect(line.labels == quieter && line.at == minutes(3))
    }

    @Test("incidents go after 400 days, silences with them, the audit never")
    func pruning() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try journal.perform(action(.ack(comment: nil), at: 2))
        try journal.record(evaluation([resolved(at: 5, firedAt: 1)], at: 5))
        try journal.save(
            Silence(
                id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
                comment: "", startsAt: minutes(1), endsAt: minutes(5)), by: "kim", at: minutes(1))
        let counts = """
            SELECT (SELECT count(*) FROM incident), (SELECT count(*) FROM silence),
                (SELECT count(*) FROM attention), (SELECT count(*) FROM audit)
            """
        let days = 400 * 1_440.0
        try journal.record(evaluation([], at: days + 4))
        #expect(try bench.shell(counts) == "1|1|1|3")
        // Within the hour nothing more is looked at.
        try journal.record(evaluation([], at: days + 6))
        #expect(try bench.shell(counts) == "1|1|1|3")
        try journal.record(evaluation([], at: days + 64))
        #expect(try bench.shell(counts) == "0|0|0|3")
    }

    @Test("of more incidents than the limit the oldest go, what is open never")
    func limit() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try bench.shell(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100007) "
                + "INSERT INTO incident (workspace, alert, rule, labels, series, subject, "
                + "severity, annotations, phase, active_at, fired_at, ended_at, evaluated_at, "
                + "revision) SELECT 1, i, 'r', '{}', '{}', '{}', 'page', '{}', 'resolved', "
                + "i, i, i + 60000000, i, 1 FROM n")
        try journal.record(evaluation([], at: 1_440))
        #expect(try bench.shell("SELECT count(*) FROM incident") == "100001")
        #expect(
            try bench.shell("SELECT min(CAST(alert AS INTEGER)) FROM incident WHERE rule = 'r'")
                == "8")
        #expect(
            try bench.shell("SELECT count(*) FROM incident WHERE ended_at IS NULL") == "1")
    }
}
