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
}
