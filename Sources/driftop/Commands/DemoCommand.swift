import ArgumentParser
import Foundation
import Glibc
import Snapshot

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show a live, invented deployment with an incident.",
        discussion: """
            Writes real log files into a temporary directory, keeps them growing, and opens the \
            dashboard on them. Within the first minute a canary turns slow. With --write the \
            files are written once and stay.
            """)

    @OptionGroup var look: LookOptions

    @Option(help: ArgumentHelp("The same number tells the same story.", valueName: "number"))
    var seed: UInt64 = 7

    @Option(help: ArgumentHelp("Only write the files, into this new directory.", valueName: "dir"))
    var write: String?

    @Option(help: ArgumentHelp("When the story starts, as RFC 3339; else now.", valueName: "time"))
    var start: MomentArgument?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("With --write: how far past its start.", valueName: "duration"))
    var length: Span?

    mutating func validate() throws {
        if start?.mode == .newest { throw ValidationError("--start takes a moment, not end") }
        guard write == nil, start != nil || length != nil else { return }
        throw ValidationError("--start and --for go with --write")
    }

    mutating func run() throws {
        var moment = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        if case .at(let given) = start?.mode { moment = given }
        if let write {
            try writeFiles(into: write, start: moment)
        } else {
            try open(start: moment)
        }
    }

    private func writeFiles(into path: String, start: Moment) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StartError(.usage, "\(path) exists; the demo overwrites nothing")
        }
        let length = length?.seconds ?? 0
        let end = Moment(milliseconds: start.milliseconds + Int64(length * 1_000))
        do {
            let directory = try DemoDirectory(at: URL(filePath: path), start: start, seed: seed)
            _ = try Waiting.value { try await directory.written(until: end) }
        } catch {
            throw StartError(.usage, "\(path): \(error.localizedDescription)")
        }
        print("wrote \(path); look at it with: driftop \(path) --at \(CivilTime.text(end))")
    }

    private func open(start: Moment) throws {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "driftop-demo-\(getpid())-\(UUID().uuidString.prefix(8))")
        // Its journal goes with it: the demo leaves nothing behind.
        let state = url.appending(path: ".state").path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: url) }
        let writer: Task<Void, Never>
        do {
            let directory = try DemoDirectory(at: url, start: start, seed: seed)
            writer = Self.keepGrowing(
                try Waiting.value { try await directory.written(until: start) })
        } catch {
            throw StartError(.usage, "the demo cannot write: \(error.localizedDescription)")
        }
        defer { writer.cancel() }
        var setup = try Setup(
            arguments: [url.path(percentEncoded: false)], file: nil, current: "/",
            environment: ProcessInfo.processInfo.environment)
        setup.workspace = Workspace(
            configurationFile: setup.configuration.file, sources: [], state: state)
        setup.scope = "demo"
        // Without its past in the journal the demo only begins with everything new.
        try? DemoJournal(start: start).write(to: setup.workspace)
        try look.apply(to: &setup.configuration)
        try Opening(setup: setup, time: .live, journal: .watch(by: SystemUser.name)).run()
    }

    /// Writes four times a second what has happened meanwhile; a full disk ends the story.
    private static func keepGrowing(_ directory: DemoDirectory) -> Task<Void, Never> {
        Task.detached(priority: .utility) {
            var directory = directory
            while !Task.isCancelled {
                let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
                guard (try? await directory.write(until: now)) != nil else { return }
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }
}
