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
