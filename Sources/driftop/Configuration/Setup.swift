import Canvas
import Documents
import Foundation
import Ingest

/// What a command works on: its configuration and its workspace, found as the design says.
package struct Setup: Sendable {
    package var configuration: Configuration
    package var workspace: Workspace
    /// The directory or file names a screen shows as its scope.
    package var scope: String
    /// Whether the kernel is asked to tell of changed files; `DRIFTOP_WATCH=poll` says no.
    package var watches: Bool

    /// - Parameters:
    ///   - arguments: SOURCE arguments as given; empty: `driftop.yaml` here, else this directory.
    ///   - file: `--config`.
    ///   - current: the working directory.
    package init(
        arguments: [String], file: String?, current: String, environment: [String: String]
    ) throws(StartError) {
        var configuration = Configuration()
        watches = environment["DRIFTOP_WATCH"] != "poll"
        let personal = Workspace.configurationHome(environment) + "/driftop.yaml"
        if FileManager.default.fileExists(atPath: personal) {
            try Self.read(personal, into: &configuration, personal: true)
        }
        for argument in arguments where argument.contains("://") {
            throw StartError(
                .usage, "\(argument): addresses are not read in this version of driftop")
        }
        let paths = arguments.map { $0.hasPrefix("/") ? $0 : current + "/" + $0 }
        try Self.requireExistence(of: paths, as: arguments)
        let (found, sources) = try Self.locate(paths: paths, file: file, current: current)
        if let found {
            try Self.read(found, into: &configuration, personal: false)
            configuration.file = Workspace.realPath(found)
        }
        if !sources.isEmpty {
            configuration.sources = sources
        } else if configuration.sources.isEmpty {
            configuration.sources = [found.map(Self.directory) ?? current]
        }
        configuration.sources = configuration.sources.map(Self.standardized)
        self.configuration = configuration
        workspace = Workspace(
            configurationFile: configuration.file, sources: configuration.sources,
            state: Workspace.stateHome(environment))
        scope = Self.scope(configuration, current: current)
    }

    /// Of several sources one may be missing and is shown as failed; all of them is a slip.
    private static func requireExistence(
        of paths: [String], as arguments: [String]
    ) throws(StartError) {
        guard !paths.isEmpty,
            !paths.contains(where: {
                PathPattern.isPattern($0) || FileManager.default.fileExists(atPath: $0)
            })
        else { return }
        var error = StartError(.noSource)
        for argument in arguments {
            let hint =
                Nearest.match(for: argument, in: Driftop.commandNames)
                .map { "; did you mean the command \($0)?" } ?? ""
            error.lines.append("\(TextSafety.plain(argument)): no such file or directory\(hint)")
        }
        throw error
    }

    /// The configuration file, and the sources when the arguments name any beside it.
    private static func locate(
        paths: [String], file: String?, current: String
    ) throws(StartError) -> (file: String?, sources: [String]) {
        if let file {
            return (file.hasPrefix("/") ? file : current + "/" + file, paths)
        }
        let candidates = (paths.isEmpty ? [current] : paths).compactMap { path in
            path.hasSuffix("/driftop.yaml")
                ? path
                : FileManager.default.fileExists(atPath: path + "/driftop.yaml")
                    ? path + "/driftop.yaml" : nil
        }
        guard candidates.count < 2 else {
            throw StartError(
                .usage,
                "several sources have a driftop.yaml: \(candidates.joined(separator: ", "))",
                "say which one counts with --config FILE")
        }
        // `driftop DIR` with a file in DIR is what `driftop` in DIR is.
        if candidates.count == 1, paths.count <= 1 { return (candidates[0], []) }
        return (candidates.first, paths.filter { !$0.hasSuffix("/driftop.yaml") })
    }

    private static func read(
        _ path: String, into configuration: inout Configuration, personal: Bool
    ) throws(StartError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw StartError(
                .usage, "\(path): cannot be read", "is the name right, may you read it?")
        }
        do {
            let document = try Document(
                yaml: try DocumentText.text(of: bytes, file: path), file: path)
            try configuration.apply(document, directory: directory(of: path), personal: personal)
        } catch {
            throw StartError(error)
        }
    }

    private static func directory(of path: String) -> String {
        standardized(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false))
    }

    private static func standardized(_ path: String) -> String {
        let url = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
        return url.count > 1 && url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// What is watched, in the words a person used: below the working directory a path is short.
    private static func scope(_ configuration: Configuration, current: String) -> String {
        let first = configuration.file.map { directory(of: $0) } ?? configuration.sources[0]
        let path = standardized(first)
        let here = standardized(current) + "/"
        let name = path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
        let more = configuration.file == nil ? configuration.sources.count - 1 : 0
        return more > 0 ? "\(name) and \(more) more" : name
    }
}
