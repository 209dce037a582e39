/// The manual page in mdoc, from the same declarations that parse the command line.
struct ManualPage {
    private let root: CommandHelp.Command

    init(_ root: CommandHelp.Command) { self.root = root }

    var text: String {
        var lines = [
            ".Dd November 23, 2026", ".Dt DRIFTOP 1", ".Os", ".Sh NAME", ".Nm driftop",
            ".Nd " + escaped(root.abstract?.trimmingFullStop ?? ""), ".Sh SYNOPSIS", ".Nm",
            ".Op Ar command", ".Op Ar options", ".Op Ar source ...", ".Sh DESCRIPTION",
        ]
        lines += paragraphs([root.discussion])
        lines.append(".Sh COMMANDS")
        let commands = (root.subcommands ?? []).filter {
            $0.shouldDisplay != false && $0.commandName != "help"
        }
        for command in commands { lines += section(command) }
        lines += [
            ".Sh ENVIRONMENT", ".Bl -tag -width Ds", ".It Ev NO_COLOR",
            "Anything but empty: no colour.",
            ".It Ev DRIFTOP_WATCH",
            "poll: look at files four times a second instead of being told of changes.",
            "For file systems that tell wrongly; shared ones are known.", ".El", ".Sh FILES",
            ".Bl -tag -width Ds",
            ".It Pa driftop.yaml",
            "Sources, rules, references, names of fields, looks; beside the logs.",
            ".It Pa $XDG_CONFIG_HOME/driftop/driftop.yaml", "Your own looks and keys.",
            ".It Pa $XDG_CONFIG_HOME/driftop/themes", "Your own themes.",
            ".It Pa $XDG_STATE_HOME/driftop", "Alerts, acknowledgements and their audit.", ".El",
            ".Sh EXIT STATUS", ".Bl -tag -width Ds",
            ".It 0", "Nothing fires.", ".It 1", "Something fires (snapshot, alerts).", ".It 2",
            "Usage or configuration.", ".It 3", "No source readable.", ".El",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: CommandHelp.Command) -> [String] {
        var lines = [".Ss " + escaped(command.commandName)]
        lines += paragraphs([command.abstract, command.discussion])
        let arguments = (command.arguments ?? []).filter { argument in
            argument.shouldDisplay
                && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
        guard !arguments.isEmpty else { return lines }
        lines.append(".Bl -tag -width Ds")
        for argument in arguments {
            let names = (argument.names ?? []).map { ($0.kind == "long" ? "-" : "") + $0.name }
            var words = names.map { "Fl " + escaped($0) }.joined(separator: " , ")
            if argument.kind != "flag", let value = argument.valueName {
                words += (words.isEmpty ? "" : " ") + "Ar " + escaped(value)
            }
            lines.append(".It " + words)
            lines += paragraphs([argument.abstract, argument.discussion])
        }
        lines.append(".El")
        return lines
    }

    /// Paragraphs with a break between them; every sentence on a line of its own, as mdoc wants it.
    private func paragraphs(_ texts: [String?]) -> [String] {
        let all = texts.compactMap(\.self).flatMap { $0.split(separator: "\n\n") }
        let lines = all.map { escaped(String($0).replacing(". ", with: ".\n")) }
        return Array(lines.map { [$0] }.joined(separator: [".Pp"]))
    }

    /// A line that begins with a dot or a quote would be a request; a backslash begins an escape.
    private func escaped(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            let safe = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
