import ArgumentParser
import Canvas
import Foundation
import Snapshot

struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List the alerts.",
        discussion: "Leaves with 1 when something fires; acknowledged counts, pending does not.")

    @OptionGroup var source: SourceArguments

    @OptionGroup var report: ReportArguments

    mutating func run() throws {
        let setup = try source.setup()
        let run = HeadlessRun(setup: setup, time: report.at?.mode ?? .live, journal: .read)
        let format = report.format
        let fires = try run.run { _, snapshot in
            try HeadlessRun.requireSource(snapshot, setup)
            let text =
                switch format {
                case .json: SnapshotJSON.alertsText(snapshot)
                case .text: AlertTable.text(snapshot)
                }
            _ = try StandardStreams.write(text)
            // As a journal that cannot be read: then nobody knows who has what in hand.
            for warning in snapshot.liveness.warnings {
                StandardStreams.complain("driftop: " + TextSafety.plain(warning))
            }
            return snapshot.somethingFires
        }
        if fires { throw ExitCode(StartError.Status.firing.rawValue) }
    }
}
