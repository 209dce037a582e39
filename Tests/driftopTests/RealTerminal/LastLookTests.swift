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
}
