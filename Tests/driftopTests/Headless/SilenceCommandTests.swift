import Foundation
import Testing

/// `driftop silence`: planned quiet by labels, for every process of the workspace.
struct SilenceCommandTests {
    private func attention(_ workspace: borrowing LiveWorkspace) throws -> String? {
        try workspace.alert()["attention"] as? String
    }

    @Test func quietsByLabelsUntilItIsEnded() throws {
        let workspace = try LiveWorkspace()
        #expect(try attention(workspace) == "new")
        let made = try workspace.driftop(
            "silence", "ml", "--match", "model=~\"ch.*\", severity=\"page\"", "--for", "4h",
            "--by", "kim", "--comment", "load test\u{1b}[2J")
        #expect(made.code == 0, "\(made.output)")
        #expect(TerminalStream(made.output.utf8).faults == [])
        #expect(try attention(workspace) == "silenced")
        let list = try workspace.driftop("silence", "ml", "--list").output
        let id = String(try #require(list.split(separator: " ").first))
        #expect(list.contains("active") && list.contains("kim"))
        #expect(list.contains("{model=~\"ch.*\",severity=\"page\"}"))
        #expect(try workspace.driftop("silence", "ml", "--end", id, "--by", "sam").code == 0)
        #expect(try attention(workspace) == "new")
        #expect(try workspace.driftop("silence", "ml", "--list").output.isEmpty)
        // Who did it, and why, stays.
        let audit = try workspace.driftop("audit", "ml", "--format", "jsonl").output
        #expect(audit.contains("\"who\":\"kim\"") && audit.contains("load test"))
        #expect(audit.contains("\"who\":\"sam\""))
        let lines = try workspace.driftop("audit", "ml").output
        #expect(lines.contains("silence  {model=~\"ch.*\",severity=\"page\"} until "))
        let again = try workspace.driftop("silence", "ml", "--end", id)
        #expect(again.code == 2 && again.output.contains("no silence \(id) is in force"))
    }

    @Test func takesTheLabelsOfAnAlert() throws {
        let workspace = try LiveWorkspace()
        let id = try #require(try workspace.alert()["id"] as? String)
        // Also of one that nobody has journalled yet.
        #expect(
            try workspace.driftop("silence", "ml", "--id", id, "--for", "1h").code == 0)
        #expect(try attention(workspace) == "silenced")
    }

    @Test func beginsWhenItIsToBegin() throws {
        let workspace = try LiveWorkspace()
        let made = try workspace.driftop(
            "silence", "ml", "--match", "alertname=~\".+\"", "--from", "2100-01-01T00:00:00Z",
            "--until", "2100-01-01T04:00:00Z")
        #expect(made.code == 0)
        #expect(made.output.contains("pending  2100-01-01T00:00:00"))
        #expect(try attention(workspace) == "new")
    }

    @Test func oneThatEndsWithTheTroubleWaitsForIt() throws {
        let workspace = try LiveWorkspace()
        let made = try workspace.driftop(
            "silence", "ml", "--match", "alertname=\"Nobody\"", "--for", "4h",
            "--until-unmatched")
        #expect(made.code == 0 && made.output.contains("until nothing matches"))
        // Other processes judge meanwhile.
        #expect(try workspace.driftop("ack", "ml", "--id", "none").code == 2)
        _ = try workspace.alert()
        #expect(try workspace.driftop("silence", "ml", "--list").output.contains("Nobody"))
    }

    @Test(arguments: [
        (["--match", "model=fraud", "--for", "1h"], "--match:"),
        (["--match", "model=~\".*\"", "--for", "1h"], "it would match everything"),
        (["--match", "model=\"a\""], "say until when it holds"),
        (["--for", "1h"], "say one of --match or --id"),
        (["--match", "model=\"a\"", "--for", "500d"], "at most a year"),
        (["--id", "beef", "--for", "1h"], "no alert has the id beef"),
        (["--match", "model=\"a\"", "--until", "2001-01-01T00:00:00Z"], "end before it begins"),
    ])
    func saysWhatIsWrong(_ row: (arguments: [String], words: String)) throws {
        let workspace = try LiveWorkspace()
        let ended = try workspace.driftop(["silence", "ml"] + row.arguments)
        #expect(ended.code == 2 && ended.output.contains(row.words), "\(ended.output)")
    }
}
