import Testing

@testable import Alerting

/// What stands under `ops:`, as it is read.
struct RuleOperationsTests {
    @Test("every fault under ops in one go too")
    func operationFaults() {
        let text = """
            groups:
            - name: g
              rules:
              - alert: A
                ops:
                  routee: SRE
                  no_data: nothing
                  flap: {windo: 3, low: 2}
                  slo: {objective: 1.5, window: 1m, bad: 'x >', total: 'y >'}
            """
        let found = ruleFaults(text)
        for start in [
            "6:7: unknown key \"routee\"", "7:16: \"nothing\" is no", "8:14: unknown key \"windo\"",
            "8:13: flap needs", "9:24: an objective lies", "9:37: an slo's window",
        ] {
            #expect(found.contains { $0.hasPrefix("r.yml:" + start) }, "\(start): \(found)")
        }
        #expect(found.count { $0.contains("r.yml:9") } >= 4, "\(found)")
    }
}
