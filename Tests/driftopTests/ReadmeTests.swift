import Dashboard
import Documents
import Foundation
import Testing

@testable import driftop

/// What the README says is what the program does.
struct ReadmeTests {
    private static let text: String = {
        let url = Repository.top.appending(path: "README.md")
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }()

    private static let examples = text.matches(of: #/(?s)```yaml\n(.*?)```/#)
        .map { String($0.1) }

    /// The file an example calls itself in its first line.
    private static func example(_ file: String) throws -> String {
        try #require(examples.first { $0.hasPrefix("# \(file)\n") })
    }

    @Test func everyConfigurationExampleIsAccepted() throws {
        let other = ["# rules/", "# registry", "# team", "# workflow"]
        let configurations = Self.examples.filter { example in
            !other.contains { example.hasPrefix($0) }
        }
        #expect(configurations.count >= 3)
        for example in configurations {
            var configuration = Configuration()
            try configuration.apply(Document(yaml: example, file: "README.md"), directory: "/etc")
            #expect(configuration != Configuration())
            var keys = KeyMap.standard
            try keys.rebind(configuration.keys)
        }
    }

    @Test func theFilesBesideTheLogsAreReadAsTheyStand() throws {
        let place = try HeadlessWorkspace()
        for file in ["registry.yaml", "team.yaml", "workflow.yaml"] {
            try place.scratch.write(file, Self.example(file))
        }
        let event = try #require(Self.example("workflow.yaml").firstMatch(of: #/# (\{.*\})/#))
        try place.scratch.write("workflow.jsonl", String(event.1) + "\n")
        let picture = try place.driftop("snapshot", ".", "--format", "json").output
            .replacing(" ", with: "")
        #expect(picture.matches(of: #/"state":"live"/#).count == 4, "\(picture.prefix(2_000))")
        #expect(picture.matches(of: #/"rejected":0/#).count == 4)
        for part in [#""depth":"6""#, #""on_call":"ana""#, #""status":"running""#, "risk-ml"] {
            #expect(picture.contains(part), "\(part)")
        }
    }

    @Test func theRecipesAreWellAndTheirTestPasses() throws {
        let place = try HeadlessWorkspace()
        for file in ["rules/fraud.yml", "rules/fraud.test.yaml"] {
            try place.scratch.write(file, Self.example(file))
        }
        let checked = try place.driftop("check", "rules/fraud.yml")
        #expect(checked.code == 0, "\(checked.output)")
        let tested = try place.driftop("test", "--list-failures", "rules/fraud.test.yaml")
        #expect(tested.code == 0, "\(tested.output)")
        #expect(tested.output.hasSuffix("3 passed, 0 failed\n"), "\(tested.output)")
    }

    @Test func theDefaultsAreAcceptedAndChangeNothing() throws {
        let defaults = Configuration()
        let text = """
            window: \(Int(defaults.windowSeconds))s
            retention: \(Int(defaults.retentionSeconds))s
            zone: \(defaults.zone)
            bell: \(defaults.bell)
            mouse: \(defaults.mouse)
            colours: \(defaults.colours.rawValue)
            glyphs: \(defaults.glyphs.rawValue)
            """
        var configuration = Configuration()
        try configuration.apply(Document(yaml: text, file: "defaults"), directory: "/etc")
        #expect(configuration == defaults)
    }

    @Test func theKeyTableIsTheKeyMap() {
        let rows = KeyBinding.Section.allCases.flatMap { section in
            KeyMap.standard.bindings.filter { $0.section == section }.map { binding in
                let keys = binding.keyNames.replacing("|", with: "\\|")
                return "| `\(keys)` | \(binding.help) | `\(binding.command.rawValue)` |"
            }
        }
        let table = (["| key | does | name |", "|---|---|---|"] + rows).joined(separator: "\n")
        #expect(Self.text.contains(table), "the key table should read:\n\(table)")
    }

    @Test func theColumnsOfTheCSVAreThoseItNames() {
        let columns = ModelsCSV.header.map { "`\($0)`" }.joined(separator: ", ")
        #expect(Self.text.contains(columns), "the columns are: \(columns)")
    }

    @Test func everyCommandItShowsExists() throws {
        let lines = Self.text.matches(of: #/(?m)^driftop (\w+)/#).map { String($0.1) }
        for word in lines {
            #expect(Driftop.commandNames.contains(word), "driftop \(word)")
        }
    }
}
