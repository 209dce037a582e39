import Documents
import Foundation
import Testing

@testable import driftop

/// Every file of `Tests/Examples/invalid` says in its last line which message it earns.
struct InvalidExampleTests {
    static let names: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    }()
    static let folder = Repository.top.appending(path: "Tests/Examples/invalid")
        .path(percentEncoded: false)

    @Test func thereAreExamples() {
        #expect(Self.names.count > 15)
    }

    @Test("one fault hides no other")
    func allAtOnce() throws {
        let yaml = """
            zone: Mars/Base
            windw: 5m
            theme: dusk
            hooks: []
            retention: 5s
            glyphs: 7
            """
        var configuration = Configuration()
        let error = #expect(throws: DocumentError.self) {
            try configuration.apply(Document(yaml: yaml, file: "d.yaml"), directory: "/etc")
        }
        let lines = StartError(try #require(error)).lines
        #expect(
            lines.map { $0.prefix(9) } == [
                "d.yaml:1:", "d.yaml:2:", "d.yaml:4:", "d.yaml:5:", "d.yaml:6:",
            ])
        #expect(lines[1].contains("did you mean \"window\"?"))
    }

    @Test(arguments: names)
    func isRefusedInTheseWords(name: String) throws {
        let text = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
        let mark = "# expects: "
        let last = try #require(text.split(separator: "\n").last)
        let expected = try #require(last.hasPrefix(mark) ? last.dropFirst(mark.count) : nil)
        var configuration = Configuration()
        let error = #expect(throws: DocumentError.self) {
            try configuration.apply(Document(yaml: text, file: name), directory: "/etc")
        }
        let message = try #require(error).description
        #expect(message.hasPrefix(name + ":"))
        #expect(message.contains(expected), "says: \(message)")
    }
}
