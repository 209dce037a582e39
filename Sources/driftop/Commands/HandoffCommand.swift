import ArgumentParser
import Dashboard
import Foundation
import Snapshot

struct HandoffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff", abstract: "Print the shift in one page of text, to hand it over.",
        discussion: """
            What is open and who owns it, what is in hand and what was said, what came back \
            unseen, what came and went, what changed, what is nearest to a limit, silences and \
            the alert load. Lines are at most 80 columns wide; H in the dashboard shows the same.
            """)

    @OptionGroup var source: SourceArguments

    @Option(
        help: ArgumentHelp(
            "How far back, as 8h, or from when, as RFC 3339; at most 7 d.", valueName: "8h|time"))
    var since = SinceArgument(hours: 8)

    @OptionGroup var report: ReportArguments

    mutating func run() throws {
        let setup = try source.setup()
        let run = HeadlessRun(setup: setup, time: report.at?.mode ?? .live, journal: .read)
        let command = self
        let text = try run.run { session, snapshot in
            try HeadlessRun.requireSource(snapshot, setup)
            var interest = Interest()
            interest.windowSeconds = snapshot.windowSeconds
            interest.shiftSince = try command.beginning(snapshot.at)
            session.session.feed.wish(.look(interest))
            let answer = session.picture(before: .now + .seconds(30)) {
                $0.isComplete && $0.answers(interest)
            }
            guard let answer, let page = HandoffText(answer) else {
                throw StartError(.usage, "no answer within 30 s")
            }
            return command.report.format == .json ? HandoffJSON.text(answer) : page.plain
        }
        _ = try StandardStreams.write(text)
    }

    private func beginning(_ now: Moment) throws(StartError) -> Moment {
        let since = since.moment(now: now)
        guard (0...7 * 86_400).contains(now.seconds(since: since)) else {
            throw StartError(.usage, "--since: at most 7 d back, and not in the future")
        }
        return since
    }
}
