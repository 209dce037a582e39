import Documents
import Testing

@testable import driftop

struct RuleLocationTests {
    private func files(_ text: String, in scratch: borrowing Scratch) throws -> [String] {
        var configuration = Configuration()
        let document = try Document(yaml: text, file: "driftop.yaml")
        try configuration.apply(document, directory: scratch.path)
        let root = scratch.path + "/"
        return try configuration.ruleFiles().map { $0.replacing(root, with: "") }
    }

    private func rules() throws -> Scratch {
        let scratch = try Scratch()
        for name in ["b.yml", "a.yml", "Z.yml", "ä.yml", "note.txt", "deep/c.yml"] {
            try scratch.write("rules/" + name, "groups: []\n")
        }
        return scratch
    }

    @Test func aPatternMatchesInTheOrderOfBytesWhateverTheLocale() throws {
        let scratch = try rules()
        let found = try files("rules: [rules/*.yml, rules/*/*.yml]\n", in: scratch)
        #expect(
            found == [
                "rules/Z.yml", "rules/a.yml", "rules/b.yml", "rules/ä.yml", "rules/deep/c.yml",
            ])
    }

    @Test func whatIsNamedFirstComesFirstAndOnce() throws {
        let scratch = try rules()
        let found = try files("rules: [rules/b.yml, 'rules/[a-z].yml']\n", in: scratch)
        #expect(found == ["rules/b.yml", "rules/a.yml"])
        #expect(try files("rules: rules/a.yml\n", in: scratch) == ["rules/a.yml"])
    }

    @Test(arguments: [
        ("rules:\n  - rules/a.yml\n  - none/*.yml\n", "driftop.yaml:3:5: no rule file matches"),
        ("rules: [x.yml]\n", "driftop.yaml:1:9: no rule file"),
    ])
    func whatMatchesNothingIsSaidWhereItStands(text: String, start: String) throws {
        let scratch = try rules()
        let path = scratch.path
        let error = #expect(throws: DocumentError.self) {
            var configuration = Configuration()
            try configuration.apply(
                Document(yaml: text, file: "driftop.yaml"), directory: path)
            _ = try configuration.ruleFiles()
        }
        #expect(error?.description.hasPrefix(start) == true)
    }
}
