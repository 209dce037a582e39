import Foundation
import Testing

/// A home that cannot be written, after somebody left it in order: what they had in hand is known.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct ReadOnlyHomeTests {
    /// Runs the program as somebody whom the modes of files bind, also when root runs the tests.
    private func asNobody(
        _ workspace: borrowing LiveWorkspace, _ arguments: String...
    ) throws -> Child.Ended {
        try Child.run(Self.nobody + workspace.command() + arguments)
    }

    private static let nobody =
        getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    @Test(arguments: [false, true])
    func acknowledgementsAndWhoWasToldAreKnown(wasKilled: Bool) throws {
        let workspace = try LiveWorkspace("notify: {command: [sh, -c, 'cat >> told']}\n")
        let screen = try workspace.screen()
        try screen.openDashboard()
        let told = workspace.scratch.path + "/told"
        try TmuxScreen.wait(for: "the notice") { FileManager.default.fileExists(atPath: told) }
        try screen.press("a")
        try TmuxScreen.wait(for: "the audit") { try workspace.audit() == ["ack"] }
        let path = try #require(try workspace.journal())
        let parts = [path, path + "-wal"]
        for part in parts { try TmuxScreen.run(["cp", part, part + ".killed"]) }
        try screen.press("q")
        try screen.sees("left with 0")
        if wasKilled {
            for part in parts { try TmuxScreen.run(["mv", part + ".killed", part]) }
        } else {
            // As whoever closes it last leaves it.
            try TmuxScreen.run(["sqlite3", path, "PRAGMA wal_checkpoint(TRUNCATE)"])
            try TmuxScreen.run(["rm", "-f", path + "-wal"])
        }
        try TmuxScreen.run(["rm", "-f", path + "-shm"])
        let home = workspace.scratch.path + "/home"
        try TmuxScreen.run(["chmod", "-R", "a+rX,a-w", home])
        defer { _ = try? TmuxScreen.run(["chmod", "-R", "u+w", home]) }
        let alerts = try asNobody(workspace, "alerts", "ml", "--format", "json").output
        #expect(alerts.contains("\"attention\":\"acked\""), "\(alerts)")
        #expect(try asNobody(workspace, "audit", "ml").output.contains("ack"))
        #expect(try asNobody(workspace, "handoff", "ml").output.contains("1 in hand"))
        let ack = try asNobody(workspace, "unack", "ml", "--id", "any")
        #expect(ack.code == 2)
        // A dashboard says at once, and goes on saying, that nothing is written.
        try screen.enter(
            (Self.nobody + workspace.command("ml")).joined(separator: " ") + "; echo gone with $?")
        func clock(_ text: String) -> Substring? { text.firstMatch(of: /\d\d:\d\d:\d\dZ/)?.output }
        let opened = try screen.sees("in memory only", "1 in hand")
        // Reading what others write goes on, once a second.
        var seen: Set<Substring?> = [clock(opened)]
        let later = try screen.waitFor("four seconds more") { text in
            seen.insert(clock(text))
            return seen.count > 4
        }
        #expect(later.contains("in memory only"))
        try screen.press("q")
        try screen.sees("gone with 0")
    }
}
