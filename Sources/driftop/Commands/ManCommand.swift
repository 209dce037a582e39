import ArgumentParser
import Foundation

/// Writes the manual page that `make install` puts in place.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page.", shouldDisplay: false)

    mutating func run() throws {
        let help = try JSONDecoder().decode(
            CommandHelp.self, from: Data(Driftop._dumpHelp().utf8))
        print(ManualPage(help.command).text, terminator: "")
    }
}

/// The parts of swift-argument-parser's help dump that a manual page shows.
struct CommandHelp: Decodable {
    struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
        var shouldDisplay: Bool?
    }
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var kind: String
        var shouldDisplay: Bool
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var discussion: String?
        var defaultValue: String?
    }
    var command: Command
}
