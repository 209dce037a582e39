import Alerting
import Foundation
import Glibc
import Journal
import Telemetry
import Testing

/// A process that acts is killed at any instant: nothing it said is lost, nothing is half written.
struct KillTests {
    /// Moments the same in every run: which instruction they meet is the machine's business.
    private struct Moments {
        private var state: UInt64 = 20_261_123
        /// Uniform in [0, limit).
        mutating func next(below limit: Double) -> Duration {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return .milliseconds(Double(state >> 11) / 9_007_199_254_740_992 * limit)
        }
    }

    /// Rows that contradict what one action writes: record and audit, both or neither.
    private static let contradictions = """
        WITH last AS (
            SELECT * FROM audit WHERE id IN (SELECT max(id) FROM audit GROUP BY alert)
        ), said AS (
            SELECT * FROM audit WHERE id IN
                (SELECT max(id) FROM audit WHERE comment IS NOT NULL GROUP BY alert)
        )
        SELECT 'state ' || attention.alert FROM attention JOIN last USING (alert)
            WHERE attention.followed <= last.at
                AND attention.state <> last.after
        UNION ALL SELECT 'comment ' || attention.alert FROM attention JOIN said USING (alert)
            WHERE attention.followed <= said.at AND attention.note IS NOT said.comment
        UNION ALL SELECT 'unaudited ' || alert FROM attention
            WHERE state IN ('acked', 'snoozed') AND alert NOT IN (SELECT alert FROM audit)
        UNION ALL SELECT 'revision ' || alert FROM attention
            WHERE revision > (SELECT revision FROM workspace)
        UNION ALL SELECT 'phase ' || alert FROM incident
            WHERE (ended_at IS NULL) <> (phase = 'firing')
        UNION ALL SELECT 'unfollowed ' || incident.alert FROM incident
            LEFT JOIN attention USING (alert) WHERE coalesce(attention.followed, 0) < evaluated_at
        """

    /// What was said and is not there, by SQLite's own shell.
    private func lost(_ said: [String], in bench: Bench) throws -> [String] {
        let known = try bench.shell(
            "SELECT 'did ' || who || ' ' || at || ' ' || what FROM audit; "
                + "SELECT 'fired ' || alert || ' ' || fired_at FROM incident; "
                + "SELECT 'resolved ' || alert || ' ' || ended_at FROM incident")
        let lines = Set(known.split(separator: "\n").map(String.init))
        return said.filter { !$0.hasPrefix("open ") && !lines.contains($0) }
    }

    private func expectSound(_ bench: Bench, _ said: [String]) throws {
        #expect(try bench.shell("PRAGMA integrity_check") == "ok")
        #expect(try bench.shell("PRAGMA foreign_key_check") == "")
        #expect(try bench.shell(Self.contradictions) == "")
        #expect(try lost(said, in: bench) == [])
        #expect(
            try bench.shell(
                "SELECT who, at, what FROM audit WHERE who <> 'driftop' "
                    + "GROUP BY 1, 2, 3 HAVING count(*) > 1") == "")
        // The next to come needs no repair by hand.
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1e6)], at: 1e6))
        guard case .done = try journal.perform(action(.ack(comment: nil), at: 1e6 + 1)) else {
            Issue.record("nothing can be acknowledged")
            return
        }
    }

    @Test("160 kills while it acts, all on one journal")
    func acting() throws {
        let bench = Bench()
        // A machine under load may kill the first before it has made anything.
        _ = try bench.open()
        var moments = Moments()
        var said: [String] = []
        for run in 0..<160 {
            let probe = try ProbeProcess(["act", bench.path, "\(run)"])
            // Half of them from the beginning, which opens; half once it acts.
            if run % 2 == 0 {
                probe.listen(for: moments.next(below: 60))
            } else {
                // So many steps, and somewhere in the next ones.
                probe.listen(untilLines: 1 + run % 13)
                probe.listen(for: moments.next(below: 6))
            }
            let status = probe.end(by: SIGKILL)
            #expect(status & 0x7F == SIGKILL, "it ended by itself: \(status)")
            said += probe.lines
            #expect(try bench.shell(Self.contradictions) == "")
        }
        print("160 kills: \(said.count) steps were confirmed")
        #expect(said.filter { $0.hasPrefix("did ") }.count > 80)
        #expect(Set(said.filter { $0.hasPrefix("open ") }).count >= 80)
        try expectSound(bench, said)
    }

    @Test("40 kills while it makes a new journal")
    func beginning() throws {
        var moments = Moments()
        for run in 0..<40 {
            let bench = Bench()
            let probe = try ProbeProcess(["act", bench.path, "\(run)"])
            probe.listen(for: moments.next(below: 60))
            _ = probe.end(by: SIGKILL)
            let said = probe.lines
            // The next one finishes what was begun.
            _ = try bench.open()
            try expectSound(bench, said)
        }
    }
}
