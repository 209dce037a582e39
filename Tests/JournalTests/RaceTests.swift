import Alerting
import Foundation
import Journal
import Telemetry
import Testing

/// Processes that act on the same alerts at the same time.
struct RaceTests {
    @Test("of four processes that race each doing is in the audit once, and who lost knows to whom")
    func race() throws {
        let bench = Bench()
        let people = ["kim", "sam", "ana", "raj"]
        try bench.open().record(
            evaluation(
                (0..<5).map { number in
                    var fired = fired(at: 0)
                    let labels = Labels([
                        "alertname": "High", "model": "m\(number)", "severity": "page",
                    ])
                    fired.instance = AlertInstance(
                        labels: labels, series: Labels(["model": "m\(number)"]), value: 9,
                        activeAt: minutes(0), phase: .firing(since: minutes(0)))
                    return fired
                }, at: 0))
        let probes = try people.map { try ProbeProcess(["race", bench.path, $0, "20"]) }
        for probe in probes { probe.listen(untilLines: 1) }
        for probe in probes { probe.release() }
        var said: [String] = []
        for probe in probes {
            #expect(probe.end() == 0)
            said += probe.lines
        }
        let did = said.filter { $0.hasPrefix("did ") }
        let refused = said.filter { $0.hasPrefix("refused ") }
        // Each of 20 rounds acknowledges 5 and takes back half of them.
        #expect(did.count + refused.count == 4 * (100 + 50))
        let audit = try bench.shell(
            "SELECT 'did ' || alert || ' ' || what || ' ' || at || ' ' || who FROM audit")
        #expect(audit.split(separator: "\n").map(String.init).sorted() == did.sorted())
        // Nobody acknowledged what another had in hand: every line begins where the last ended.
        #expect(
            try bench.shell(
                """
                SELECT * FROM (SELECT before, what, coalesce(
                    lag(after) OVER (PARTITION BY alert ORDER BY id), 'new') AS was FROM audit)
                WHERE before <> was OR (what = 'ack') <> (before = 'new')
                """) == "")
        for line in refused where line.contains(" ack ") {
            #expect(people.contains { line.hasSuffix("already acknowledged by \($0)") }, "\(line)")
        }
        #expect(!refused.isEmpty, "nobody met anybody: this was no race")
        #expect(try bench.shell("PRAGMA integrity_check") == "ok")
    }
}
