import Alerting
import ArgumentParser
import Foundation
import Journal
import Snapshot
import Telemetry

struct AuditCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, jsonl
    }
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Print who did what to which alert, and when.",
        discussion: """
            One line an action, in the order they were done: by key, by script and by driftop \
            itself. Lines are never changed and never removed. The fields of jsonl are at, who, \
            what, alert, rule, labels, before, after, comment and silence.
            """)

    @OptionGroup var source: SourceArguments

    @Option(help: ArgumentHelp("What to print.", valueName: "format"))
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "How far back, as 8h, or from when, as RFC 3339.", valueName: "8h|time"))
    var since: SinceArgument?

    mutating func run() throws {
        let setup = try source.setup()
        let since = since.map { Timestamp(milliseconds: $0.moment(now: .now).milliseconds) }
        do {
            let journal = try Journal(
                path: setup.workspace.journalPath, workspace: setup.workspace.name,
                access: .readOnly)
            try Self.print(journal, since: since ?? .distantPast, as: format)
        } catch let error as JournalError where error.reason == .missing {
            // Where nothing was ever written there is nothing to print.
            StandardStreams.complain("driftop: nothing was done here yet: there is no journal")
        } catch let error as JournalError {
            throw StartError(.usage, error.description)
        }
    }

    /// A page at a time: the audit may be longer than memory.
    private static func print(
        _ journal: Journal, since: Timestamp, as format: Format
    ) throws {
        var place: Int64? = 0
        while let next = place {
            let page = try journal.auditPage(after: next, since: since)
            let lines = page.lines.map { entry in
                (format == .jsonl ? AuditLines.json(entry) : AuditLines.text(entry)) + "\n"
            }
            guard try StandardStreams.write(lines.joined()) else { return }
            place = page.next
        }
    }
}
