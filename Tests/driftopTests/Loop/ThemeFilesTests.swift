import Dashboard
import Documents
import Foundation
import Testing

@testable import driftop

struct ThemeFilesTests {
    private static let theme = """
        background: "#000000"
        text: "#ffffff"
        muted: "#aaaaaa"
        accent: "#00ffff bold"
        page: "#ff0000"
        ticket: "#ffff00"

        """

    @Test func everyThemeOfTheProjectIsRead() throws {
        let directory = Repository.top.appending(path: "themes").path(percentEncoded: false)
        let reading = ThemeFiles(directories: [directory]).read()
        #expect(reading.faults.isEmpty, "\(reading.faults)")
        #expect(reading.themes.count >= 8)
    }

    @Test func aFaultNamesFileLineAndWhatToWrite() throws {
        let scratch = try Scratch()
        try scratch.write("odd.yaml", Self.theme + "tikcet: red\n")
        let reading = ThemeFiles(directories: [scratch.path]).read()
        let fault = try #require(reading.faults.first)
        #expect(reading.themes.isEmpty)
        #expect(fault.line == 7)
        #expect(fault.description.contains("did you mean `ticket`?"))
    }

    @Test func aChangeIsSeenOnce() throws {
        let scratch = try Scratch()
        try scratch.write("one.yaml", Self.theme)
        var files = ThemeFiles(directories: [scratch.path])
        let untouched = files.haveChanged()
        try scratch.write("one.yaml", Self.theme + "good: \"#00ff00\"\n")
        let changed = files.haveChanged()
        let again = files.haveChanged()
        #expect([untouched, changed, again] == [false, true, false])
    }

    @Test func theFirstDirectoryWins() throws {
        let own = try Scratch()
        let installed = try Scratch()
        try own.write("one.yaml", Self.theme.replacing("#ff0000", with: "#ff00ff"))
        try installed.write("one.yaml", Self.theme)
        let reading = ThemeFiles(directories: [own.path, installed.path]).read()
        #expect(reading.themes.count == 1)
        let mine = try ThemeFiles.read(own.path + "/one.yaml", name: "one")
        #expect(reading.themes.first == mine)
    }
}
