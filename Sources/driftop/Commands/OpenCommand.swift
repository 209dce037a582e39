import ArgumentParser
import Foundation

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open the dashboard (the default).")

    @OptionGroup var source: SourceArguments
    @OptionGroup var look: LookOptions

    @Option(
        help: ArgumentHelp("A moment as RFC 3339, or end: the newest event.", valueName: "time"))
    var at: MomentArgument?

    mutating func run() throws {
        var setup = try source.setup()
        try look.apply(to: &setup.configuration)
        let time = at?.mode ?? .live
        let use: JournalUse = time == .live ? .watch(by: SystemUser.name) : .read
        try Opening(setup: setup, time: time, journal: use).run()
    }
}
