import ArgumentParser
import Foundation

/// What every command that reads takes: sources, and which configuration counts.
struct SourceArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Directories, files or globs to read.",
            discussion: "None: driftop.yaml here, else this directory.", valueName: "source"))
    var sources: [String] = []

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("A driftop.yaml to use instead of the one found.", valueName: "file"))
    var configurationFile: String?

    func setup() throws(StartError) -> Setup {
        try Setup(
            arguments: sources, file: configurationFile,
            current: FileManager.default.currentDirectoryPath,
            environment: ProcessInfo.processInfo.environment)
    }
}

/// What commands that print a state take: which, and how.
struct ReportArguments: ParsableArguments {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @Option(help: ArgumentHelp("What to print.", valueName: "format"))
    var format = Format.text

    @Option(
        help: ArgumentHelp("A moment as RFC 3339, or end: the newest event.", valueName: "time"))
    var at: MomentArgument?
}

/// Options that change how a frame looks.
struct LookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A theme's name, or a theme file.", valueName: "theme"))
    var theme: String?

    @Option(help: ArgumentHelp("What the terminal can draw.", valueName: "set"))
    var glyphs: Configuration.Glyphs?

    @Option(
        help: ArgumentHelp("How many colours; exact redefines the palette.", valueName: "colours"))
    var colours: Configuration.Colours?

    @Option(help: ArgumentHelp("Span of the figures, as 5m.", valueName: "duration"))
    var window: Span?

    func apply(to configuration: inout Configuration) throws(StartError) {
        if let theme { configuration.theme = theme }
        if let glyphs { configuration.glyphs = glyphs }
        if let colours { configuration.colours = colours }
        guard let window else { return }
        guard (10...86_400).contains(window.seconds) else {
            throw StartError(.usage, "--window: expected 10s to 1d")
        }
        configuration.windowSeconds = window.seconds
    }
}

extension Configuration.Glyphs: ExpressibleByArgument {}
extension Configuration.Colours: ExpressibleByArgument {}
