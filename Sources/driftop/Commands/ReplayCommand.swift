import ArgumentParser
import Foundation

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Open the dashboard on recorded time.",
        discussion: "Starts at the oldest event and lets its time pass; nothing is written.")

    @OptionGroup var source: SourceArguments
    @OptionGroup var look: LookOptions

    @Option(
        help: ArgumentHelp(
            "Recorded seconds a second, as 60x; at most 100000x.", valueName: "speed"))
    var speed = SpeedArgument(factor: 60)

    mutating func run() throws {
        var setup = try source.setup()
        try look.apply(to: &setup.configuration)
        let mode = TimeMode.replay(speed: speed.factor)
        try Opening(setup: setup, time: mode, journal: .none).run()
    }
}
