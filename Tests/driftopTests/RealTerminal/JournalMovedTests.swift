import Foundation
import Testing

/// A journal that is moved, removed or spoilt under a running dashboard: what is open, and who has
/// it in hand, is in the next one.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct JournalMovedTests {
    private func acked(_ workspace: borrowing LiveWorkspace, by key: String = "acked") throws {
        var alert: [String: Any] = [:]
        try TmuxScreen.wait(for: "the \(key) alert", otherwise: { "\(alert)" }) {
            alert = try workspace.alert()
            return alert["attention"] as? String == key
        }
    }

    @Test(arguments: ["mv $J old.sqlite", "rm -f $J $J-wal $J-shm", "rm $J"])
    func theNextOneHasWhatIsOpen(command: String) throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        let other = try workspace.screen()
        try screen.openDashboard()
        try TmuxScreen.wait(for: "the journal") { try workspace.journal() != nil }
        let path = try #require(try workspace.journal())
        try other.openDashboard()
        try screen.press("a")
        try acked(workspace)
        let shell = try workspace.screen()
        try shell.enter("J='\(path)'; \(command); echo don''e")
        try shell.sees("done")
        try screen.sees("another journal took the old one's place")
        try acked(workspace)
        #expect(try workspace.audit().contains("carried over"))
        // What is done now is done for both and for scripts.
        try screen.press("u")
        try acked(workspace, by: "new")
        try other.sees("1 needs you · 0 in hand")
        try other.press("a")
        try screen.sees("0 need you · 1 in hand")
        try screen.press("q")
        try other.press("q")
        try screen.sees("left with")
        try screen.openDashboard()
        try screen.sees("0 need you · 1 in hand")
        #expect(
            try TmuxScreen.run(["sqlite3", path, "PRAGMA integrity_check"])
                .trimmingCharacters(in: .whitespacesAndNewlines) == "ok")
    }

    @Test func oneThatIsSpoiltIsLeftAlone() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        try TmuxScreen.wait(for: "the journal") { try workspace.journal() != nil }
        let path = try #require(try workspace.journal())
        try screen.press("a")
        try acked(workspace)
        let shell = try workspace.screen()
        try shell.enter("J='\(path)'; for F in $J $J-wal; do echo not a database > $F; done")
        try screen.press("u")
        try screen.sees("journal damaged: move it away", "1 needs you · 0 in hand")
        try screen.press("a")
        try screen.sees("0 need you · 1 in hand", "in memory only")
        try shell.enter("mv $J old.sqlite")
        try screen.sees("another journal took the old one's place")
        try acked(workspace)
    }
}
