import Alerting
import ArgumentParser
import Canvas
import Foundation
import Snapshot
import Telemetry

/// What `ack`, `unack` and `snooze` share: which alert, and who handles it.
struct HandlingOptions: ParsableArguments {
    @OptionGroup var source: SourceArguments

    @Option(help: ArgumentHelp("The alert's id, as driftop alerts prints it.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("Who does it; else the system's user.", valueName: "name"))
    var by: String?

    /// Performs one action on the journal and says what came of it.
    func perform(_ kind: AlertAction.Kind) throws {
        let setup = try source.setup()
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let action = AlertAction(kind, alert: id, by: by ?? SystemUser.name, at: now)
        let outcome = try HeadlessRun(setup: setup, journal: .write).run { session, _ in
            session.session.feed.wish(.act([action]))
            return session.outcome(before: .now + .seconds(30))
        }
        guard let outcome else {
            throw StartError(.usage, "the journal did not answer within 30 s; is its disk full?")
        }
        guard !outcome.failed else { throw StartError(.usage, outcome.text) }
        print(TextSafety.plain(outcome.text))
    }
}

struct AckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Acknowledge an alert: you have it in hand.")

    @OptionGroup var handling: HandlingOptions

    @Option(help: ArgumentHelp("Why, or what you are doing.", valueName: "text"))
    var comment: String?

    mutating func run() throws {
        try handling.perform(.ack(comment: comment))
    }
}

struct UnackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unack", abstract: "Take back an acknowledgement or a snooze.")

    @OptionGroup var handling: HandlingOptions

    mutating func run() throws { try handling.perform(.unack) }
}

struct SnoozeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snooze", abstract: "Quiet an alert for a while, or until it is worse.")

    @OptionGroup var handling: HandlingOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, as 15m or 1h.", valueName: "duration"))
    var length: Span?

    @Option(help: ArgumentHelp("Until this moment, as RFC 3339.", valueName: "time"))
    var until: MomentArgument?

    @Flag(help: "Until it clears: for this incident only.")
    var untilClear = false

    @Option(help: ArgumentHelp("Until the value is above this.", valueName: "value"))
    var above: Double?

    @Option(help: ArgumentHelp("Until the value is below this.", valueName: "value"))
    var below: Double?

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var comment: String?

    mutating func validate() throws {
        let given = [length != nil, until != nil, untilClear, above != nil, below != nil]
            .count { $0 }
        guard given == 1 else {
            throw ValidationError("say one of --for, --until, --until-clear, --above, --below")
        }
        if let value = above ?? below, !value.isFinite {
            throw ValidationError("a value to ring beyond is a number, and not \(value)")
        }
        if until?.mode == .newest { throw ValidationError("--until takes a moment, not end") }
    }

    mutating func run() throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let end: Snooze.Until =
            if let length {
                .time(now + Int64(length.seconds * 1_000))
            } else if case .at(let moment) = until?.mode {
                .time(Timestamp(milliseconds: moment.milliseconds))
            } else if untilClear {
                .cleared
            } else if let above {
                .worseThan(above, upwards: true)
            } else {
                .worseThan(below ?? 0, upwards: false)
            }
        try handling.perform(.snooze(end, comment: comment))
    }
}
