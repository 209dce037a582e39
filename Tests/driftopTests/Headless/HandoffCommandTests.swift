import Foundation
import Testing

/// `driftop handoff`: the shift as a script, or somebody without a dashboard, asks for it.
struct HandoffCommandTests {
    @Test func itTellsWhatFiresAndWhoHasIt() throws {
        let workspace = try LiveWorkspace()
        let id = try #require(try workspace.alert()["id"] as? String)
        let open = try workspace.driftop("handoff", "ml")
        #expect(open.code == 0, "\(open.output)")
        #expect(open.output.contains("Open, and nobody has it\n  ▲ page"))
        #expect(open.output.contains("ChurnSlow churn 3"))
        #expect(
            try workspace.driftop(
                "ack", "ml", "--id", id, "--by", "kim", "--comment", "on it"
            ).code == 0)
        let held = try workspace.driftop("handoff", "ml", "--since", "12h").output
        #expect(held.contains("The last 12 h"))
        #expect(held.contains("Open, and nobody has it\n  nothing\n"))
        #expect(held.contains("acked by kim") && held.contains("“on it”"))
        for line in held.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(try workspace.driftop("handoff", "ml", "--since", "8d").code == 2)
        #expect(try workspace.driftop("handoff", "elsewhere").code == 3)
    }

    @Test func itsJSONHoldsTheSame() throws {
        let workspace = try LiveWorkspace()
        let text = try workspace.driftop("handoff", "ml", "--format", "json").output
        let json = try #require(try Python.json(text) as? [String: Any])
        #expect(json["format"] as? String == "driftop/handoff/1")
        let alerts = try #require(json["alerts"] as? [[String: Any]])
        #expect(alerts.contains { $0["rule"] as? String == "ChurnSlow" })
        let load = try #require(json["alert_load"] as? [String: Any])
        #expect(load["last_hour"] as? Int == 1 && load["operators"] as? Int == 1)
    }
}
