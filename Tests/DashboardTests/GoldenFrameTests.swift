import Canvas
import Dashboard
import Foundation
import Snapshot
import Testing

/// Frames of one story, cell by cell with their styles, at the four sizes.
///
/// `RECORD=1` writes them anew and fails, so that a recording is always looked at.
struct GoldenFrameTests {
    static let sizes = [
        Size(width: 40, height: 12), Size(width: 80, height: 24), Size(width: 120, height: 40),
        Size(width: 200, height: 60),
    ]

    @Test("the incident, on the main screen", arguments: sizes)
    func incident(_ size: Size) throws {
        try Golden.check(Story.incident, "incident", size)
    }

    @Test("a calm system", arguments: sizes)
    func calm(_ size: Size) throws { try Golden.check(Story.calm, "calm", size) }

    @Test("nothing recognised", arguments: sizes)
    func empty(_ size: Size) throws { try Golden.check(Story.empty, "empty", size) }

    @Test("history still being read", arguments: sizes)
    func reading(_ size: Size) throws { try Golden.check(Story.reading, "reading", size) }

    @Test("a failed and a stale source", arguments: sizes)
    func stale(_ size: Size) throws { try Golden.check(Story.staleSource, "stale", size) }

    @Test("more alerts than any pane holds", arguments: sizes)
    func many(_ size: Size) throws { try Golden.check(Story.manyAlerts, "many-alerts", size) }

    @Test("twelve alerts of one cause, on one row and opened")
    func group() throws {
        let size = Size(width: 120, height: 40)
        let toRow: [Key] = [.down]
        try Golden.check(Story.featureStore, "group", size, keys: toRow)
        try Golden.check(Story.featureStore, "group", Size(width: 80, height: 24), keys: toRow)
        try Golden.check(
            Story.featureStore, "group-open", size, keys: [.character("f")] + toRow + [.enter])
    }

    @Test("the sources, the failing one under the cursor", arguments: sizes)
    func sources(_ size: Size) throws {
        try Golden.check(Story.staleSource, "sources", size, keys: [.character("S")])
    }

    @Test("every pane over the whole screen", arguments: Pane.allCases)
    func zoom(_ pane: Pane) throws {
        let digit = Key.character(Character(String(pane.rawValue)))
        let name = "zoom-\(pane.title.lowercased())"
        try Golden.check(
            Story.incident, name, Size(width: 120, height: 40), keys: [digit, .character("f")])
    }

    @Test("the help screen")
    func help() throws {
        try Golden.check(
            Story.incident, "help", Size(width: 120, height: 40), keys: [.character("?")])
    }
}

/// Compares frames with those kept under `Tests/Goldens/Main`.
enum Golden {
    static func model(_ snapshot: SystemSnapshot, _ size: Size, keys: [Key] = []) -> DashboardModel
    {
        var model = DashboardModel(snapshot: snapshot, size: size)
        model.user = "sam"
        // The first interest is told at once; tests look at what comes after it.
        _ = update(&model, .tick(snapshot.at))
        for key in keys { _ = update(&model, .key(key)) }
        return model
    }

    static func check(
        _ snapshot: SystemSnapshot, _ name: String, _ size: Size, keys: [Key] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let frame = view(model(snapshot, size, keys: keys), size: size)
        let drawn = frame.goldenText()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Goldens")
            .appendingPathComponent("Main")
        let file = folder.appendingPathComponent("\(name)-\(size.width)x\(size.height).txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try drawn.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
            return
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        guard kept != drawn else { return }
        let difference = zip(
            kept.split(separator: "\n", omittingEmptySubsequences: false),
            drawn.split(separator: "\n", omittingEmptySubsequences: false)
        ).first { $0 != $1 }
        Issue.record(
            """
            \(file.lastPathComponent) differs
            kept:  \(difference.map { String($0.0) } ?? "as many lines")
            drawn: \(difference.map { String($0.1) } ?? "other number of lines")
            """, sourceLocation: sourceLocation)
    }
}
