import Foundation
import Testing

/// Without a journal alarms go on in memory, and the screen says so.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct JournalTroubleScreenTests {
    /// Acknowledges and takes back by key: both work, as they would with a journal.
    private func handle(_ screen: borrowing TmuxScreen) throws {
        try screen.press("a")
        try screen.sees("0 need you · 1 in hand", "in memory only")
        try screen.press("u")
        try screen.sees("1 needs you · 0 in hand", "in memory only")
    }

    /// Waits until what was done in memory is in the journal, and the screen has nothing to say.
    private func expectWritten(
        _ workspace: borrowing LiveWorkspace, _ screen: borrowing TmuxScreen, _ words: [String]
    ) throws {
        var lines: [String] = []
        try TmuxScreen.wait(for: "\(words) in the audit", otherwise: { "\(lines)" }) {
            lines = try workspace.audit()
            return lines == words
        }
        try screen.waitFor("no warning") { !$0.contains("journal ") && !$0.contains("disk full") }
    }

    @Test func aHomeThatCannotBeWritten() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        // Not even root makes a directory there.
        try screen.enter("export XDG_STATE_HOME=/proc/nowhere HOME=/proc/nowhere")
        try screen.openDashboard()
        try screen.sees("journal not writable")
        try handle(screen)
        try screen.press("q")
        try screen.sees("left with 0")
    }

    @Test func aDiskThatIsFullFromTheStart() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        // Writing past the limit fails, as on a full disk, and the signal with it is let pass.
        try screen.enter("trap '' XFSZ; ulimit -f 4")
        try screen.openDashboard()
        try screen.sees("journal not writable: ")
        try handle(screen)
    }

    @Test func aDiskThatFillsWhileTheJournalIsOpen() throws {
        let workspace = try LiveWorkspace()
        let first = try workspace.screen()
        try first.openDashboard()
        try first.press("q")
        try first.sees("left with 0")
        let before = try workspace.alert()["attention"] as? String
        #expect(before == "new")
        let screen = try workspace.screen()
        try screen.enter("trap '' XFSZ; ulimit -f 12")
        try screen.openDashboard()
        try handle(screen)
        #expect(try workspace.alert()["attention"] as? String == "new")
    }

    @Test func whatWasDoneWhileTheDiskWasFullIsWrittenWhenItHasRoom() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.enter("trap '' XFSZ")
        try screen.openDashboard()
        try TmuxScreen.wait(for: "the journal") { try workspace.journal() != nil }
        let pid = try #require(try screen.processID())
        try TmuxScreen.run(["prlimit", "--pid", "\(pid)", "--fsize=4096:"])
        try handle(screen)
        try screen.sees("journal not writable")
        #expect(try workspace.audit() == [])
        try TmuxScreen.run(["prlimit", "--pid", "\(pid)", "--fsize=unlimited:"])
        try expectWritten(workspace, screen, ["ack", "unack"])
    }

    @Test func aHomeThatCanBeWrittenAfterAll() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        // A file stands where the directory would be.
        try workspace.scratch.write("home/state", "")
        try screen.openDashboard()
        try screen.sees("journal not writable")
        try handle(screen)
        try FileManager.default.removeItem(at: workspace.scratch.url.appending(path: "home/state"))
        try expectWritten(workspace, screen, ["ack", "unack"])
    }

    @Test func aJournalThatAnotherProcessHolds() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        try TmuxScreen.wait(for: "the journal") { try workspace.journal() != nil }
        let path = try #require(try workspace.journal())
        let holder = try workspace.screen()
        try holder.enter("sqlite3 '\(path)'")
        try holder.sees("sqlite>")
        try holder.enter("BEGIN IMMEDIATE; SELECT 'he' || 'ld'; --")
        try holder.sees("held")
        try handle(screen)
        try screen.sees("journal busy")
        try holder.enter("COMMIT; --")
        try expectWritten(workspace, screen, ["ack", "unack"])
    }

    @Test(arguments: [
        ("echo not a database > $J", "journal damaged"),
        ("sqlite3 $J 'PRAGMA user_version = 99'", "journal of a newer version"),
        ("truncate -s 5000 $J", "journal damaged"),
    ])
    func aJournalThatCannotBeReadIsSaidAndLeftAlone(damage: String, words: String) throws {
        let workspace = try LiveWorkspace()
        let first = try workspace.screen()
        try first.openDashboard()
        try first.press("q")
        try first.sees("left with 0")
        let path = try #require(try workspace.journal())
        try first.enter("J='\(path)'; sqlite3 $J 'PRAGMA wal_checkpoint(TRUNCATE)'")
        try first.enter("\(damage); cp $J before")
        try TmuxScreen.wait(for: "the copy") {
            FileManager.default.fileExists(atPath: workspace.scratch.path + "/before")
        }
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.sees(words)
        try handle(screen)
        let id = try #require(try workspace.alert()["id"] as? String)
        // A script cannot keep it in memory: it did not happen, and it says so.
        let script = try workspace.driftop("ack", "ml", "--id", id)
        #expect(script.code == 2 && script.output.contains(words), "\(script.output)")
        #expect(
            FileManager.default.contentsEqual(
                atPath: path, andPath: workspace.scratch.path + "/before"))
    }
}
