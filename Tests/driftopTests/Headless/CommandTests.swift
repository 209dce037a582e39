import Foundation
import Testing

/// The commands of scripts: the same journal as the keys, and exit codes that can be relied on.
struct CommandTests {
    @Test func alertsAreHandledFromAScript() throws {
        let workspace = try LiveWorkspace()
        // The first look that may write makes the journal.
        let id = try #require(try workspace.alert()["id"] as? String)
        let acked = try workspace.driftop(
            "ack", "ml", "--id", id, "--by", "kim", "--comment", "on it")
        #expect(acked.code == 0 && acked.output == "acknowledged as kim\n", "\(acked.output)")
        var alert = try workspace.alert()
        #expect(alert["attention"] as? String == "acked")
        #expect(alert["acked_by"] as? String == "kim")
        #expect(alert["comment"] as? String == "on it")
        #expect(try workspace.driftop("unack", "ml", "--id", id).code == 0)
        #expect(try workspace.alert()["attention"] as? String == "new")
        #expect(try workspace.driftop("snooze", "ml", "--id", id, "--for", "1h").code == 0)
        alert = try workspace.alert()
        #expect(alert["attention"] as? String == "snoozed")
        #expect(alert["snoozed_until"] is String)
        #expect(try workspace.driftop("snooze", "ml", "--id", id).code == 2, "for how long?")
        let unknown = try workspace.driftop("ack", "ml", "--id", "nobody")
        #expect(unknown.code == 2)
    }

    @Test func exitCodesSayHowItStands() throws {
        let firing = try LiveWorkspace()
        #expect(try firing.driftop("snapshot", "ml").code == 1)
        #expect(try firing.driftop("alerts", "ml").code == 1)
        let id = try #require(try firing.alert()["id"] as? String)
        _ = try firing.driftop("ack", "ml", "--id", id)
        #expect(try firing.driftop("alerts", "ml").code == 1, "acknowledged counts")
        try firing.scratch.write("ml/rules/slow.yml", "groups: []\n")
        #expect(try firing.driftop("alerts", "ml").code == 0)
        #expect(try firing.driftop("snapshot", "ml").code == 0)
        #expect(try firing.driftop("check", "ml").code == 0)
        try firing.scratch.write("ml/rules/slow.yml", "groups: [{name: x, rules: [{alert: y}]}]\n")
        let faulty = try firing.driftop("check", "ml")
        #expect(faulty.code == 1)
        #expect(faulty.output.contains("slow.yml:1:"))
        #expect(try firing.driftop("snapshot", "ml").code == 2)
        #expect(try firing.driftop("snapshot", "ml", "--format", "gif").code == 2)
        #expect(try firing.driftop("snapshot", "elsewhere").code == 3)
        let nothing = try HeadlessWorkspace()
        #expect(try nothing.driftop("snapshot", "ml").code == 3)
    }
}
