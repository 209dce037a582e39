import ArgumentParser
import Canvas
import Dashboard
import Foundation
import Snapshot

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what is in use: paths, sources, rules, and why a file was left out.")

    @OptionGroup var source: SourceArguments

    mutating func run() throws {
        let setup = try source.setup()
        let looks = try Looks(setup.configuration)
        print(paths(setup, looks), terminator: "")
        let text = try HeadlessRun(setup: setup, journal: .read).run { _, snapshot in
            sources(snapshot) + rules(snapshot)
        }
        print(text, terminator: "")
    }

    private func paths(_ setup: Setup, _ looks: Looks) -> String {
        let environment = ProcessInfo.processInfo.environment
        let configuration = setup.configuration
        let personal = Workspace.configurationHome(environment) + "/driftop.yaml"
        let taken = TakenReferences(setup.workspace).files
        var rows = [
            ("driftop", driftopVersion + ", " + Looks.executable),
            ("configuration", configuration.file ?? "none: the defaults"),
            ("personal", FileManager.default.fileExists(atPath: personal) ? personal : "none"),
            ("workspace", setup.workspace.identity.joined(separator: ", ")),
            ("journal", setup.workspace.journalPath),
            ("theme", "\(looks.theme.name), of \(looks.themeNames.joined(separator: " "))"),
            ("window", "\(Int(configuration.windowSeconds)) s"),
            ("retention", "\(Int(configuration.retentionSeconds)) s"),
            ("zone", configuration.zone),
        ]
        rows += taken.map { ("reference", $0 + ", taken of live traffic") }
        let faults = looks.faults.map { "theme fault    \($0)\n" }
        return rows.map { Self.row($0.0, $0.1) }.joined() + faults.joined()
    }

    private func sources(_ snapshot: SystemSnapshot) -> String {
        var text = "\nsources\n"
        for source in snapshot.sources {
            text += "  \(source.name)\n    \(source.kind), \(source.state.rawValue)"
            if let reason = source.reason { text += ": \(reason)" }
            text += "\n"
            if source.records > 0 || source.rejected > 0 {
                text += "    \(source.records) records of \(source.bytes) bytes"
                text += ", \(source.rejected) rejected"
                text += source.looseLabels.map { "; \($0)" } ?? ""
                text += "\n"
            }
            for (reason, count) in source.rejectedReasons.sorted(by: { $0.key < $1.key }) {
                text += "    \(count) × \(reason)"
                text += source.rejectedExamples[reason].map { ", first: \($0)" } ?? ""
                text += "\n"
            }
        }
        if snapshot.sources.isEmpty { text += "  none\n" }
        return Self.safe(text)
    }

    private func rules(_ snapshot: SystemSnapshot) -> String {
        var text = "\nrules\n"
        for rule in snapshot.rules {
            text += "  \(rule.name), \(rule.builtIn ? "built in" : rule.group), \(rule.severity)"
            text += ", \(rule.health)"
            if let error = rule.lastError { text += ": \(error)" }
            text += "\n"
        }
        return Self.safe(text)
    }

    private static func row(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: max(1, 15 - name.count)) + TextSafety.plain(value)
            + "\n"
    }

    /// File names and examples come from outside.
    private static func safe(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TextSafety.plain(String($0)) }.joined(separator: "\n")
    }
}
