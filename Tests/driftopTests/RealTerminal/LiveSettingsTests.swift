import Foundation
import Testing

/// What a terminal does by itself while nobody presses a key: it rings, and it changes its colours.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct LiveSettingsTests {
    private func bells(_ screen: borrowing TmuxScreen) throws -> Int {
        let bytes = FileManager.default.contents(atPath: screen.directory + "/stream") ?? Data()
        return bytes.count { $0 == 7 }
    }

    @Test(arguments: [("bell: true\n", 1), ("bell: false\n", 0)])
    func aNewPageRingsOnce(setting: String, times: Int) throws {
        let workspace = try LiveWorkspace()
        try workspace.scratch.write("ml/driftop.yaml", "rules: [rules/*.yml]\n" + setting)
        let screen = try workspace.screen()
        // The shell's own bells would count as well.
        try screen.enter("clear")
        try screen.record(to: "stream")
        try screen.openDashboard()
        // Many pictures and views later it is still the same page.
        for _ in 0..<3 {
            try screen.press("S")
            try screen.sees("Sources")
            try screen.press("Escape")
            try screen.sees("1 Models")
        }
        try screen.press("q")
        try screen.sees("left with 0")
        #expect(try bells(screen) == times)
    }

    @Test func aThemeFileIsReadAgainWhenItChanges() throws {
        let workspace = try LiveWorkspace("theme: ./own.yaml\n")
        let path = Repository.top.appending(path: "themes/dusk.yaml").path(percentEncoded: false)
        let theme = try String(contentsOfFile: path, encoding: .utf8)
        try workspace.scratch.write("ml/own.yaml", theme)
        let screen = try workspace.screen()
        try screen.openDashboard()
        let before = try screen.styledText()
        let light = Repository.top.appending(path: "themes/paper.yaml").path(percentEncoded: false)
        try workspace.scratch.write("ml/own.yaml", String(contentsOfFile: light, encoding: .utf8))
        func colours(_ text: String) -> Set<Substring> {
            Set(text.matches(of: #/[34]8;[25];[0-9;]*/#).map(\.output))
        }
        #expect(colours(before).count > 3, "\(colours(before))")
        try TmuxScreen.wait(for: "other colours") {
            try colours(screen.styledText()).isDisjoint(with: colours(before))
        }
        // A slip is said, and the theme before it stays.
        try workspace.scratch.write("ml/own.yaml", "accent: nocolour\n")
        try screen.sees("own.yaml:1:")
    }
}
