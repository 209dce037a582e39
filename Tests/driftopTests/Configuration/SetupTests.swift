import Foundation
import Testing

@testable import driftop

struct SetupTests {
    private func setup(
        _ arguments: [String] = [], file: String? = nil, in scratch: borrowing Scratch,
        environment: [String: String] = [:]
    ) throws -> Setup {
        try Setup(
            arguments: arguments, file: file, current: scratch.path,
            environment: environment.merging(["HOME": scratch.path]) { given, _ in given })
    }

    @Test func withoutAnythingItReadsTheCurrentDirectory() throws {
        let scratch = try Scratch()
        let found = try setup(in: scratch)
        #expect(found.configuration.sources == [scratch.path])
        #expect(found.configuration.file == nil)
        #expect(found.workspace.identity == [Workspace.realPath(scratch.path)])
    }

    @Test func aDirectorysOwnFileSpeaksForIt() throws {
        let scratch = try Scratch()
        try scratch.write(
            "ml/driftop.yaml", "sources: [logs]\nreferences: [{path: train.csv}]\nwindow: 10m\n")
        let outside = try setup(["ml"], in: scratch)
        #expect(outside.configuration.sources == [scratch.path + "/ml/logs"])
        #expect(outside.configuration.references.map(\.path) == [scratch.path + "/ml/train.csv"])
        #expect(outside.configuration.windowSeconds == 600)
        let named = try setup(file: "ml/driftop.yaml", in: scratch)
        #expect(named.workspace == outside.workspace)
    }

    @Test func theScopeIsWhatAPersonWouldCallIt() throws {
        let scratch = try Scratch()
        try scratch.write("ml/x.jsonl", "")
        #expect(try setup(["ml"], in: scratch).scope == "ml")
        #expect(try setup(in: scratch).scope == scratch.path)
        #expect(try setup([scratch.path + "/ml/x.jsonl"], in: scratch).scope == "ml/x.jsonl")
        #expect(try setup(["/"], in: scratch).scope == "/")
    }

    @Test func argumentsBesideAFileNameTheSources() throws {
        let scratch = try Scratch()
        try scratch.write("a/driftop.yaml", "sources: [other]\nwindow: 1h\n")
        try scratch.write("b/x.jsonl", "")
        let found = try setup(["a", "b"], in: scratch)
        #expect(found.configuration.sources == [scratch.path + "/a", scratch.path + "/b"])
        #expect(found.configuration.windowSeconds == 3_600)
    }

    @Test func twoFilesMustBeChosenFrom() throws {
        let scratch = try Scratch()
        try scratch.write("a/driftop.yaml", "")
        try scratch.write("b/driftop.yaml", "")
        let path = scratch.path
        let error = #expect(throws: StartError.self) {
            try Setup(arguments: ["a", "b"], file: nil, current: path, environment: ["HOME": path])
        }
        #expect(error?.status == .usage)
        #expect(error?.description.contains("--config") == true)
    }

    @Test func theOrderOfSourcesDoesNotChangeTheWorkspace() throws {
        let scratch = try Scratch()
        try scratch.write("a/x", "")
        try scratch.write("b/x", "")
        let one = try setup(["a", "b"], in: scratch)
        let other = try setup(["b", "a/"], in: scratch)
        #expect(one.workspace == other.workspace)
        #expect(try setup(["a"], in: scratch).workspace != one.workspace)
    }

    @Test func aLinkLeadsToTheSameWorkspace() throws {
        let scratch = try Scratch()
        try scratch.write("a/x", "")
        try FileManager.default.createSymbolicLink(
            at: scratch.url.appending(path: "link"),
            withDestinationURL: scratch.url.appending(path: "a"))
        let direct = try setup(["a"], in: scratch)
        let linked = try setup(["link"], in: scratch)
        #expect(direct.workspace.identity == linked.workspace.identity)
    }

    @Test func stateLivesWhereTheUserSays() throws {
        let scratch = try Scratch()
        let given = try setup(in: scratch, environment: ["XDG_STATE_HOME": "/var/x"])
        #expect(given.workspace.directory.hasPrefix("/var/x/driftop/"))
        let relative = try setup(in: scratch, environment: ["XDG_STATE_HOME": "x"])
        #expect(relative.workspace.directory.hasPrefix(scratch.path + "/.local/state/driftop/"))
    }

    @Test func personalSettingsLieBelowTheWorkspaces() throws {
        let scratch = try Scratch()
        try scratch.write(".config/driftop/driftop.yaml", "theme: dusk\nbell: false\n")
        try scratch.write("driftop.yaml", "theme: paper\n")
        let found = try setup(in: scratch)
        #expect(found.configuration.theme == "paper")
        #expect(found.configuration.bell == false)
    }

    @Test func personalSettingsSayNothingAboutSources() throws {
        let scratch = try Scratch()
        try scratch.write(".config/driftop/driftop.yaml", "sources: [x]\n")
        let path = scratch.path
        let error = #expect(throws: StartError.self) {
            try Setup(arguments: [], file: nil, current: path, environment: ["HOME": path])
        }
        #expect(error?.description.contains("driftop.yaml:1:1: \"sources\" belongs to") == true)
    }
}
