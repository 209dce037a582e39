import ArgumentParser
import Canvas
import Dashboard
import Foundation
import Snapshot

struct SnapshotCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, ansi, svg, html, json, csv
    }
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Print one frame, or its data, and leave.",
        discussion: """
            Waits until everything the rules need has been read. Leaves with 1 when something \
            fires, with 3 when no source is readable.
            """)

    @OptionGroup var source: SourceArguments
    @OptionGroup var look: LookOptions

    @Option(help: ArgumentHelp("What to print.", valueName: "format"))
    var format = Format.text

    @Option(
        help: ArgumentHelp("A moment as RFC 3339, or end: the newest event.", valueName: "time"))
    var at: MomentArgument?

    @Option(help: ArgumentHelp("Columns and rows.", valueName: "WxH"))
    var size = SizeArgument(columns: 120, rows: 40)

    @Option(
        help: ArgumentHelp(
            "main, models, metrics, workflow, team, alerts, version, feature, versions, why, "
                + "compare, requests, sources, rules, rule, handoff.",
            valueName: "view"))
    var view: String?

    @Option(help: ArgumentHelp("The version it is about, as \"churn 3\".", valueName: "version"))
    var subject: String?

    @Option(
        help: ArgumentHelp("With --view why: the alert's rule, or its id.", valueName: "alert"))
    var alert: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Follow this long first.", valueName: "duration"))
    var followFor: Span?

    mutating func run() throws {
        var setup = try source.setup()
        try look.apply(to: &setup.configuration)
        let looks = try Looks(setup.configuration, warn: true)
        var run = HeadlessRun(setup: setup, time: at?.mode ?? .live, journal: .read)
        run.followSeconds = followFor?.seconds
        run.interest.chartPoints = 2 * size.columns
        let command = self
        let fires = try run.run { session, snapshot in
            try HeadlessRun.requireSource(snapshot, setup)
            let text = try command.text(session, snapshot, setup, looks)
            _ = try StandardStreams.write(text)
            return snapshot.somethingFires
        }
        if fires { throw ExitCode(StartError.Status.firing.rawValue) }
    }

    private func text(
        _ session: HeadlessSession, _ snapshot: SystemSnapshot, _ setup: Setup, _ looks: Looks
    ) throws -> String {
        switch format {
        case .json: return SnapshotJSON.text(snapshot)
        case .csv: return ModelsCSV.text(snapshot)
        case .text, .ansi, .svg, .html: break
        }
        var still = Still(snapshot, size: size, looks: looks)
        try still.show(subject: subject, view: view, alert: alert, session: session)
        let frame = still.frame
        switch format {
        case .ansi: return frame.ansi(depth: looks.depth ?? .palette)
        case .svg: return frame.svg(Picture(title: still.title))
        case .html: return frame.html(Picture(title: still.title))
        case .text, .json, .csv:
            return frame.plainText() + still.words.map { TextSafety.plain($0) + "\n" }.joined()
        }
    }
}
