import Foundation
import Testing

/// The dashboard in a real terminal, which is left as it was found however it ends.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct TerminalLifeTests {
    private static let log = """
        {"ts":"2026-11-23T03:12:07Z","model":"churn","version":"3","latency_ms":12,"status":200}

        """

    /// A shell in a directory with a small log.
    private func screen(
        _ scratch: borrowing Scratch, columns: Int = 120, rows: Int = 40
    ) throws -> TmuxScreen {
        try scratch.write("ml/events.jsonl", Self.log)
        // The mouse is the mode that a dead program leaves behind most visibly.
        try scratch.write("ml/driftop.yaml", "mouse: true\n")
        return try TmuxScreen(columns: columns, rows: rows, in: scratch.path)
    }

    /// Starts the dashboard so that the shell writes down how the terminal was before and after.
    private func open(_ screen: borrowing TmuxScreen, _ arguments: String = "ml") throws {
        let program = TmuxScreen.program
        try screen.enter(
            "stty -g > before; \(program) \(arguments); echo $? > code; stty -g > after; echo over")
        try screen.waitFor("the panes") { $0.contains("Models") && $0.contains("q quit") }
        #expect(try flags(of: screen) == Self.taken)
    }

    /// Alternate screen, cursor, mouse, keypad mode, as the terminal itself has them.
    private func flags(of screen: borrowing TmuxScreen) throws -> [String] {
        try screen.flags("alternate_on", "cursor_flag", "mouse_any_flag", "keypad_flag")
    }
    private static let taken = ["1", "0", "1", "1"]
    private static let free = ["0", "1", "0", "0"]

    private func expectRestored(_ screen: borrowing TmuxScreen, code: Int32) throws {
        let ended = try screen.waitForFile("code")
        #expect(ended == "\(code)")
        let before = try screen.waitForFile("before")
        let after = try screen.waitForFile("after")
        #expect(before == after)
        // The shell's own screen is back, with what was typed on it.
        let text = try screen.waitFor("the shell") { $0.contains("over") }
        #expect(text.contains("stty -g > before"))
        #expect(try flags(of: screen) == Self.free)
    }

    @Test func qLeavesWithNothing() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        try screen.press("q")
        try expectRestored(screen, code: 0)
    }

    @Test(
        arguments: [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] as [(String, Int32)])
    func aSignalClosesItInOrder(name: String, code: Int32) throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        try kill(name, in: screen)
        try expectRestored(screen, code: code)
    }

    @Test(arguments: [("SEGV", 139), ("ABRT", 134), ("ILL", 132)] as [(String, Int32)])
    func aCrashLeavesTheTerminalAsItWas(name: String, code: Int32) throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        try kill(name, in: screen)
        try expectRestored(screen, code: code)
    }

    @Test func controlCIsAnOrderlyEnd() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        try screen.press("C-c")
        // The shell sees its child ended by itself, so it goes on with the line.
        try expectRestored(screen, code: 130)
    }

    @Test func controlZGivesTheTerminalBackUntilFg() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try suspend(screen)
        try screen.enter("stty -g > after")
        #expect(try screen.waitForFile("before") == screen.waitForFile("after"))
        #expect(try flags(of: screen) == Self.free)
        try screen.enter("fg")
        try screen.waitFor("the panes again") { $0.contains("q quit") && $0.contains("Models") }
        #expect(try flags(of: screen) == Self.taken)
        try screen.press("q")
        // What is typed while the terminal is given back would be thrown away with the rest.
        try screen.waitFor("the shell again") { !$0.contains("q quit") && $0.contains("fg") }
        try screen.enter("echo $? > code; stty -g > last")
        #expect(try screen.waitForFile("code") == "0")
        #expect(try screen.waitForFile("before") == screen.waitForFile("last"))
    }

    @Test func stoppedItObeysKillAndLeavesTheShellItsTerminal() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try suspend(screen)
        // In the background it must not draw, nor take the terminal.
        try screen.enter("bg; kill %1; wait %1; echo $? > code; stty -g > after; echo over")
        try expectRestored(screen, code: 143)
        #expect(try screen.processID() == nil)
    }

    @Test func itStartsInATinyTerminalAndGrowsWithIt() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch, columns: 24, rows: 4)
        try screen.enter("\(TmuxScreen.program) ml; echo $? > code")
        try screen.waitFor("what it needs") { $0.contains("40") && $0.contains("12") }
        try screen.resize(columns: 80, rows: 24)
        try screen.waitFor("the panes") { $0.contains("Models") && $0.contains("q quit") }
        try screen.resize(columns: 9, rows: 2)
        try screen.press("q")
        #expect(try screen.waitForFile("code") == "0")
    }

    @Test func aStormOfSizesEndsWithAWholeFrame() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            try screen.resize(
                columns: .random(in: 2...220, using: &random),
                rows: .random(in: 2...70, using: &random))
        }
        try screen.resize(columns: 30, rows: 8)
        try screen.waitFor("what it needs") { $0.contains("40") && !$0.contains("q quit") }
        try screen.resize(columns: 80, rows: 24)
        let text = try screen.waitFor("the panes") { $0.contains("q quit") }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.contains("driftop") == true)
        #expect(lines.dropLast().last?.contains("quit") == true)
        try screen.press("q")
        try expectRestored(screen, code: 0)
    }

    @Test func withoutATerminalItEnds() throws {
        let scratch = try Scratch()
        let screen = try screen(scratch)
        try open(screen)
        let pid = try #require(try screen.processID())
        try screen.vanish()
        try TmuxScreen.wait(for: "the end of process \(pid)") {
            !FileManager.default.fileExists(atPath: "/proc/\(pid)")
        }
    }

    @Test func aPipeIsRefusedInWords() throws {
        let scratch = try Scratch()
        try scratch.write("ml/events.jsonl", Self.log)
        let error = #expect(throws: TmuxScreen.Failed.self) {
            try TmuxScreen.run([TmuxScreen.program, scratch.path + "/ml"])
        }
        #expect(error?.description.contains("driftop snapshot") == true)
    }

    /// Opens the dashboard and puts it behind the shell; how the terminal was is in `before`.
    private func suspend(_ screen: borrowing TmuxScreen) throws {
        try screen.enter("stty -g > before; \(TmuxScreen.program) ml")
        try screen.waitFor("the panes") { $0.contains("q quit") }
        try screen.press("C-z")
        try screen.waitFor("the shell") { $0.contains("Stopped") }
    }

    private func kill(_ name: String, in screen: borrowing TmuxScreen) throws {
        let pid = try #require(try screen.processID())
        try TmuxScreen.run(["kill", "-\(name)", "\(pid)"])
    }
}
