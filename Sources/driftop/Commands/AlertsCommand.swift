import ArgumentParser
import Canvas
import Foundation
import Snapshot

struct AlertsCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List the alerts.",
        discussion: "Leaves with 1 when something fires; acknowledged counts, pending does not.")

    @OptionGroup var source: SourceArguments

    @Option(help: ArgumentHelp("What to print.", valueName: "format"))
    var format = Format.text

    @Option(
        help: ArgumentHelp("A moment as RFC 3339, or end: the newest event.", valueName: "time"))
    var at: MomentArgument?

    mutating func run() throws {
        let setup = try source.setup()
        let run = HeadlessRun(setup: setup, time: at?.mode ?? .live, journal: .read)
        let format = format
        let fires = try run.run { _, snapshot in
            try HeadlessRun.requireSource(snapshot, setup)
            let text =
                switch format {
                case .json: SnapshotJSON.alertsText(snapshot)
                case .text: AlertTable.text(snapshot)
                }
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
            // As a journal that cannot be read: then nobody knows who has what in hand.
            for warning in snapshot.liveness.warnings {
                StandardStreams.complain("driftop: " + TextSafety.plain(warning))
            }
            return snapshot.somethingFires
        }
        if fires { throw ExitCode(StartError.Status.firing.rawValue) }
    }
}
