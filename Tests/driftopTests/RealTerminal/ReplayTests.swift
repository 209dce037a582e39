import Foundation
import Testing

/// Recorded time on the screen: from the oldest event to the newest, and then it stands.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct ReplayTests {
    @Test func timePassesFromTheOldestEventToTheNewestAndNothingIsAcknowledged() throws {
        let workspace = try LiveWorkspace()
        let start = try Date("2018-04-01T10:00:00Z", strategy: .iso8601)
        try workspace.scratch.write(
            "ml/events.jsonl",
            LiveWorkspace.lines(of: ["3"], count: 1_200, until: start + 1_199))
        let screen = try workspace.screen()
        try screen.enter("\(TmuxScreen.program) replay ml --speed 240x; echo left with $?")
        // The first ten of twenty minutes: the clock stands in the top line.
        try screen.waitFor("the beginning") { text in
            text.contains("replay") && text.firstMatch(of: #/10:0[0-9]:\d\dZ/#) != nil
                && text.contains("ChurnSlow")
        }
        try screen.press("5")
        try screen.press("a")
        try screen.sees("this is a replay: nothing can be acknowledged")
        // To read it takes a reader's seconds, not those of the replay.
        let then = try screen.text().firstMatch(of: #/10:\d\d:\d\dZ/#)?.output
        try screen.waitFor("the message minutes later") { text in
            guard let then, let now = text.firstMatch(of: #/10:\d\d:\d\dZ/#)?.output else {
                return false
            }
            return now > then && text.contains("nothing can be acknowledged")
        }
        let end = try screen.sees("replay, ended", "10:19:59Z")
        #expect(end.contains("1 needs you"))
        #expect(!end.contains("NoTraffic"), "behind the last event nothing is known")
        #expect(!FileManager.default.fileExists(atPath: screen.directory + "/home/state/driftop"))
        try screen.press("q")
        try screen.sees("left with 0")
    }

    @Test func aLogThatIsNotInOrderIsReplayedInTheOrderOfItsTimes() throws {
        let workspace = try LiveWorkspace()
        let start = try Date("2018-04-01T10:00:00Z", strategy: .iso8601)
        let lines = LiveWorkspace.lines(of: ["3"], count: 1_200, until: start + 1_199)
            .split(separator: "\n")
        // Several writers, each with a buffer of its own: every 100 lines backwards.
        let blocks = stride(from: 0, to: lines.count, by: 100).map {
            lines[$0..<min($0 + 100, lines.count)].reversed().joined(separator: "\n")
        }
        try workspace.scratch.write("ml/events.jsonl", blocks.joined(separator: "\n") + "\n")
        let screen = try workspace.screen()
        try screen.enter("\(TmuxScreen.program) replay ml --speed 240x")
        // No event is shown before its time, and none that comes later in the file is lost.
        try screen.waitFor("the first minutes") { text in
            text.firstMatch(of: #/10:0[0-4]:\d\dZ/#) != nil && text.contains("1 version")
        }
        let end = try screen.sees("replay, ended", "10:19:59Z")
        #expect(end.contains("1 needs you"))
        #expect(end.contains(" 1.00 "), "a request a second, all of them")
        try screen.press("q")
    }
}
