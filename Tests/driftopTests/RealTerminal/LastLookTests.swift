import Foundation
import Testing

/// Whoever comes back is told what happened meanwhile; only a dashboard counts as a look.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct LastLookTests {
    @Test func whoComesBackIsTold() throws {
        let workspace = try LiveWorkspace()
        let first = try workspace.screen()
        try first.openDashboard()
        try first.press("q")
        try first.sees("left with 0")
        let path = try #require(try workspace.journal())
        let user = try #require(LiveWorkspace.user)
        #expect(try TmuxScreen.run(["sqlite3", path, "SELECT who FROM look"]) == user + "\n")
        // Fourteen hours pass.
        try TmuxScreen.run(["sqlite3", path, "UPDATE look SET at = at - 14 * 3600000"])
        let before = try TmuxScreen.run(["sqlite3", path, "SELECT at FROM look"])
        for words in [["snapshot", "ml"], ["alerts", "ml"], ["handoff", "ml"], ["check", "ml"]] {
            _ = try workspace.driftop(words)
        }
        let id = try #require(try workspace.alert()["id"] as? String)
        #expect(try workspace.driftop("ack", "ml", "--id", id, "--by", "kim").code == 0)
        #expect(try TmuxScreen.run(["sqlite3", path, "SELECT at FROM look"]) == before)
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.sees("14 h since you last looked: 1 new · H says more")
        try screen.press("H")
        try screen.sees("The last 14 h", "acked by kim")
        try screen.press("q")
        try screen.sees("left with 0")
        #expect(try TmuxScreen.run(["sqlite3", path, "SELECT at FROM look"]) != before)
    }

    @Test func whatMovedInTheRegistryIsKnownToWhoeverComesLater() throws {
        let workspace = try LiveWorkspace()
        func champion(_ version: String) throws {
            let versions = ["3", "4"].map {
                "{version: '\($0)', aliases: [\($0 == version ? "champion" : "")]}"
            }.joined(separator: ", ")
            try workspace.scratch.write(
                "ml/registry.yaml", "models: [{name: churn, versions: [\(versions)]}]\n")
        }
        try champion("3")
        let first = try workspace.screen()
        try first.openDashboard()
        try TmuxScreen.wait(for: "the journal") { try workspace.journal() != nil }
        let path = try #require(try workspace.journal())
        func count(_ table: String) throws -> String {
            try TmuxScreen.run(["sqlite3", path, "SELECT count(*) FROM \(table)"])
        }
        try TmuxScreen.wait(for: "the registry") { try count("registry_version") == "2\n" }
        try champion("4")
        try TmuxScreen.wait(for: "the move") { try count("registry_move") == "1\n" }
        try first.press("q")
        try first.sees("left with 0")
        func told(_ words: String) throws {
            var text = ""
            try TmuxScreen.wait(for: words, otherwise: { text }) {
                text = try workspace.driftop("handoff", "ml", "--since", "8h").output
                return text.replacing("\n", with: " ").contains(words)
            }
        }
        try told("churn, version 4: alias champion")
        // An hour later somebody moves it back while no dashboard is open.
        try TmuxScreen.run([
            "sqlite3", path,
            "UPDATE workspace SET last_evaluation = last_evaluation - 3600000; "
                + "UPDATE registry_move SET at = at - 3600000, after = after - 3600000",
        ])
        try champion("3")
        let second = try workspace.screen()
        try second.openDashboard()
        try TmuxScreen.wait(for: "the move back") { try count("registry_move") == "2\n" }
        try second.press("q")
        try second.sees("left with 0")
        try told("churn, version 3: alias champion, after ")
    }
}
