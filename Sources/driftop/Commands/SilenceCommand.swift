import Alerting
import ArgumentParser
import Canvas
import Foundation
import Journal
import Snapshot
import Telemetry

/// Planned quiet: by labels, from a start to an end, for whoever looks at the workspace.
struct SilenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence", abstract: "Quiet all alerts with these labels for a while.",
        discussion: """
            driftop silence --match 'alertname="ErrorsHigh", model=~"fraud.*"' --for 4h
            driftop silence --id ID --for 1h      all that has the alert's labels
            driftop silence --list                what is silenced, and until when
            driftop silence --end SILENCE         before its time

            A silenced alert stays in sight; it neither rings nor is told by notify.
            """)

    @OptionGroup var source: SourceArguments

    @Option(
        name: .customLong("match"),
        help: ArgumentHelp(
            "Labels, as in Alertmanager; all must hold.", valueName: "label=\"value\", …"))
    var matchers: [String] = []

    @Option(help: ArgumentHelp("All labels but severity of this alert.", valueName: "id"))
    var id: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, as 90m or 4h.", valueName: "duration"))
    var length: Span?

    @Option(help: ArgumentHelp("Until this moment, as RFC 3339.", valueName: "time"))
    var until: MomentArgument?

    @Option(help: ArgumentHelp("From this moment, else from now.", valueName: "time"))
    var from: MomentArgument?

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var comment: String?

    @Flag(
        help: """
            End it as soon as no alert that is pending or firing matches any more; before the first \
            it waits.
            """)
    var untilUnmatched = false

    @Flag(help: "Print the silences that are in force or to come.")
    var list = false

    @Option(
        name: .customLong("end"),
        help: ArgumentHelp("End this one now, as --list prints it.", valueName: "silence"))
    var ended: String?

    @Option(help: ArgumentHelp("Who does it; else the system's user.", valueName: "name"))
    var by: String?

    mutating func validate() throws {
        let creates = !matchers.isEmpty || id != nil
        guard [creates, list, ended != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("say one of --match or --id, --list, --end")
        }
        guard creates else { return }
        if id != nil, !matchers.isEmpty { throw ValidationError("say --match or --id, not both") }
        guard (length == nil) != (until == nil) else {
            throw ValidationError("say until when it holds: --for or --until")
        }
        if until?.mode == .newest || from?.mode == .newest {
            throw ValidationError("--from and --until take a moment, not end")
        }
    }

    mutating func run() throws {
        let setup = try source.setup()
        let now = Timestamp(milliseconds: Moment.now.milliseconds)
        do {
            let journal = try Journal(
                path: setup.workspace.journalPath, workspace: setup.workspace.name,
                access: list ? .readOnly : .readWrite)
            if list {
                try printList(journal, now)
            } else if let ended {
                try end(ended, journal, now)
            } else {
                try create(journal, now)
            }
        } catch let error as JournalError {
            guard error.reason == .missing, list else {
                throw StartError(.usage, error.scriptDescription)
            }
        }
    }

    private func create(_ journal: Journal, _ now: Timestamp) throws {
        let selector = try selector(journal)
        // A picture is of a whole second: the one this is said in counts.
        let second = now - now.milliseconds % 1_000
        let start = max(second, moment(from) ?? second)
        let end = length.map { start + Int64($0.seconds * 1_000) } ?? moment(until) ?? start
        guard end > start else { throw StartError(.usage, "it would end before it begins") }
        guard end - start <= Silence.longest else {
            throw StartError(.usage, "a silence lasts at most a year")
        }
        let who = by ?? SystemUser.name
        let silence = Silence(
            selector, by: who, comment: comment ?? "", startsAt: start, endsAt: end, saidAt: now,
            endsWhenUnmatched: untilUnmatched)
        if let refusal = try journal.save(silence, by: who, at: now) {
            throw StartError(.usage, refusal.description)
        }
        print(TextSafety.plain(SilenceLines.text(silence, at: now)))
    }

    private func selector(_ journal: Journal) throws -> LabelSelector {
        do {
            if let id { return try LabelSelector(quieting: try labels(of: id, journal)) }
            return try LabelSelector(parsing: matchers.joined(separator: ", "))
        } catch let fault as LabelSelector.Fault {
            throw StartError(
                .usage, "--match: \(fault.message)", "write for example 'model=\"fraud\"'")
        }
    }

    /// As the journal knows it, else as the logs tell.
    private func labels(of id: String, _ journal: Journal) throws -> Labels {
        if let alert = try journal.restored().alerts.first(where: { $0.id == id }) {
            return alert.instance.labels
        }
        let setup = try source.setup()
        let alerts = try HeadlessRun(setup: setup, journal: .read).run { _, snapshot in
            snapshot.alerts
        }
        guard let alert = alerts.first(where: { $0.id == id }) else {
            throw StartError(.usage, "no alert has the id \(id)", "driftop alerts prints them")
        }
        return Labels(alert.labels)
    }

    private func end(_ id: String, _ journal: Journal, _ now: Timestamp) throws {
        let silences = try journal.restored().silences
        guard var silence = silences.first(where: { $0.id == id }),
            silence.state(at: now) != .expired
        else {
            throw StartError(.usage, "no silence \(id) is in force", "--list prints those that are")
        }
        silence.endsAt = now - now.milliseconds % 1_000 - 1
        if let refusal = try journal.save(silence, by: by ?? SystemUser.name, at: now) {
            throw StartError(.usage, refusal.description)
        }
        print("ended \(id)")
    }

    private func printList(_ journal: Journal, _ now: Timestamp) throws {
        let silences = try journal.restored().silences.filter { $0.state(at: now) != .expired }
        let lines = silences.sorted { ($0.startsAt, $0.id) < ($1.startsAt, $1.id) }
            .map { TextSafety.plain(SilenceLines.text($0, at: now)) + "\n" }
        _ = try StandardStreams.write(lines.joined())
    }

    private func moment(_ argument: MomentArgument?) -> Timestamp? {
        guard case .at(let moment) = argument?.mode else { return nil }
        return Timestamp(milliseconds: moment.milliseconds)
    }
}

/// A silence as a line: id, state, from when to when, who, what, why.
enum SilenceLines {
    static func text(_ silence: Silence, at now: Timestamp) -> String {
        var words = [
            silence.id, silence.state(at: now).rawValue,
            CivilTime.text(Moment(milliseconds: silence.startsAt.milliseconds)),
            CivilTime.text(Moment(milliseconds: silence.endsAt.milliseconds)), silence.author,
            silence.selector.description,
        ]
        if silence.endsWhenUnmatched { words.append("until nothing matches") }
        if !silence.comment.isEmpty { words.append("\"\(silence.comment)\"") }
        return words.joined(separator: "  ")
    }
}
