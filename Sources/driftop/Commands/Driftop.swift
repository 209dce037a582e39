import ArgumentParser

/// The command line: one word a task, `open` when none is given.
struct Driftop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "driftop",
        abstract: "top for deployed machine-learning models.",
        usage: """
            driftop [<source> ...]
            driftop <command> [<options>] [<source> ...]
            """,
        discussion: """
            driftop DIR reads the inference logs, metrics, registry, teams and workflow it finds \
            in DIR and shows what is live, slow, wrong or drifting. Nothing has to be configured; \
            driftop demo shows it on an invented incident.

            Exit codes: 0 nothing fires, 1 something fires (snapshot, alerts), 2 usage or \
            configuration, 3 no source readable.
            """,
        version: driftopVersion,
        subcommands: [
            OpenCommand.self, DemoCommand.self, SnapshotCommand.self, CheckCommand.self,
            TestCommand.self, AlertsCommand.self, AckCommand.self, UnackCommand.self,
            SnoozeCommand.self, SilenceCommand.self, AuditCommand.self, HandoffCommand.self,
            ReplayCommand.self,
            InfoCommand.self,
            ManCommand.self,
        ],
        defaultSubcommand: OpenCommand.self)

    static var commandNames: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName }
    }
}

/// The release; `info` and `--version` say it.
let driftopVersion = "0.1.0"
