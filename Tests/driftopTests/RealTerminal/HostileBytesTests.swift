import Foundation
import Testing

/// What stands in logs and documents never acts on a terminal, nor in a file made of a frame.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct HostileBytesTests {
    @Test(arguments: [
        "\u{1B}]0;x\u{7}", "\u{7}", "\u{0}", "\u{1B}[6n", "\u{1B}c", "\u{9B}31m", "\u{202E}",
        "\u{7F}",
        "\u{1B}[0\u{1B}", "\u{1B}[1 q",
    ])
    func theyWouldBeNoticed(text: String) {
        #expect(!TerminalStream(("a" + text + "b").utf8).faults.isEmpty)
        let harmless = "\u{1B}[?1049h\u{1B}[1;5H\u{1B}[38;5;208mé日\u{1B}(B"
        #expect(TerminalStream(harmless.utf8).faults.isEmpty)
    }

    /// The keys of every view in turn, each from the main screen, and words that stand on it.
    private static let views: [(keys: [String], sign: String)] = [
        ([], "1 Models"), (["S"], "Sources"), (["S", "Enter"], "Sources"), (["e"], "Slowest"),
        (["v"], "Features"), (["v", "Enter"], "Reference and live"), (["5", "Enter"], "Value"),
        (["c"], "Side by side"), (["r"], "Rules"), (["5", "x"], "expression"), (["?"], "Help"),
        (["4", "f"], "SRE"), (["3", "f"], "model retraining"), (["V"], "versions"),
        (["5", "z"], "Snooze"), (["5", "f"], "EvilSlow"),
    ]

    @Test func noViewLetsThemThrough() throws {
        let hostile = try HostileWorkspace()
        try handle(hostile)
        let screen = try hostile.workspace.screen()
        try screen.record(to: "stream")
        try screen.enter("\(TmuxScreen.program) ml; echo left with $?")
        try screen.sees("EvilSlow", "ev", "q quit")
        for view in Self.views {
            for key in view.keys { try screen.press(key) }
            let text = try screen.sees(view.sign)
            if view.sign != "Help" { #expect(text.contains("ev"), "\(view.keys): \(text)") }
            for _ in 0..<3 { try screen.press("Escape") }
            try screen.press("1")
            try screen.sees("1 Models", "5 Alerts")
        }
        try screen.press("q")
        try screen.sees("left with 0")
        let bytes = try Data(contentsOf: URL(filePath: screen.directory + "/stream"))
        // From the moment the program has the terminal until it gives it back.
        let stream = try #require(bytes.range(of: Data("\u{1B}[?1049h".utf8)))
        let end = try #require(bytes.range(of: Data("\u{1B}[?1049l".utf8)))
        #expect(TerminalStream(bytes[stream.lowerBound..<end.lowerBound]).faults == [])
    }

    /// A name and a comment of somebody else's, and what lists print of everything.
    private func handle(_ hostile: borrowing HostileWorkspace) throws {
        let evil = HostileWorkspace.evil
        let list = try hostile.workspace.driftop("alerts", "ml")
        let id = try #require(list.output.split(separator: " ").first)
        let outputs = [
            list,
            try hostile.workspace.driftop(
                "ack", "ml", "--id", String(id), "--by", evil, "--comment", evil),
            try hostile.workspace.driftop("alerts", "ml"),
            try hostile.workspace.driftop("info", "ml"),
            try hostile.workspace.driftop("snapshot", evil),
            try hostile.workspace.driftop("check", "ml"),
        ]
        for output in outputs.map(\.output) {
            #expect(output.contains("ev") || output.contains("rules:"), "\(output)")
            #expect(TerminalStream(output.utf8).faults == [])
            #expect(!output.contains("\u{1B}"))
        }
    }

    @Test(arguments: [
        "main", "sources", "requests", "version", "feature", "why", "compare", "rules", "help",
        "team", "workflow", "alerts",
    ])
    func noSnapshotCarriesThem(view: String) throws {
        let hostile = try HostileWorkspace()
        for format in ["text", "ansi", "svg", "html"] {
            let ended = try hostile.workspace.driftop(
                "snapshot", "ml", "--format", format, "--view", view)
            #expect(ended.code == 1, "\(format): \(ended.output)")
            #expect(ended.output.contains("ev") || view == "help")
            let scalars = ended.output.unicodeScalars
            #expect(!scalars.contains(where: TerminalStream.isForbidden), "\(format)")
            if format == "ansi" {
                let rest = ended.output.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
                #expect(TerminalStream(rest.utf8).faults == [])
                #expect(!rest.contains("\u{1B}"))
            } else {
                #expect(!scalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(format)")
            }
        }
    }
}
