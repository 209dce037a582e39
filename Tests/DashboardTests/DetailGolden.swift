import Canvas
import Foundation
import Testing

/// Compares frames with recorded ones under `Tests/Goldens`; `RECORD=1` rewrites and fails.
enum DetailGolden {
    /// Beside the test targets and not inside one, so that the build need not know the files.
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens").appendingPathComponent("Detail")

    /// Expects `frame` to be what was recorded under `name`, cell by cell, styles included.
    static func expect(
        _ frame: Frame, is name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = frame.goldenText()
        let file = folder.appendingPathComponent(
            "\(name)-\(frame.size.width)x\(frame.size.height).txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
            return
        }
        let data = try Data(contentsOf: file)
        let wanted = String(decoding: data, as: UTF8.self)
        guard text != wanted else { return }
        let pairs = zip(text.split(separator: "\n"), wanted.split(separator: "\n"))
        let differing = pairs.first { $0.0 != $0.1 }
        let first = differing.map { "\n is \($0.0)\nwas \($0.1)" } ?? ""
        Issue.record(
            "\(file.lastPathComponent) differs:\(first)", sourceLocation: sourceLocation)
    }
}
