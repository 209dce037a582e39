import Canvas
import Foundation
import Snapshot
import Testing

@testable import Dashboard

/// The version and the why screen against the drawings they were built from, row by row.
///
/// Rows that differ on purpose are left out: charts are drawn finer, the footer shows what works
/// now, and rooms that the drawings give to later work hold something else.
@Suite struct DetailScreensTests {
    @Test func `the version screen is the drawn one`() throws {
        guard let drawn = try Self.drawing(containing: "› Models › churn › 3") else { return }
        let rows = Self.rows(DetailStage.version.frame(Size(width: 120, height: 40)))
        for row in [0, 1, 2, 3, 4, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 31, 38] {
            let end = row == 11 ? 90 : 120
            #expect(Self.cut(rows[row], end) == Self.cut(drawn[row], end), "row \(row)")
        }
        for row in 26...32 {
            #expect(Self.cut(rows[row], 72) == Self.cut(drawn[row], 72), "row \(row)")
        }
    }

    @Test func `the why screen is the drawn one`() throws {
        guard let drawn = try Self.drawing(containing: "› Alerts › LatencyRegressed ›") else {
            return
        }
        let rows = Self.rows(DetailStage.why.frame(Size(width: 120, height: 40)))
        for row in [0, 1, 2, 3, 9, 10] + Array(14...22) {
            #expect(rows[row] == drawn[row], "row \(row)")
        }
        for row in Array(23...29) + Array(31...36) {
            #expect(rows[row] == drawn[row], "row \(row)")
        }
    }

    private static func rows(_ frame: Frame) -> [String] {
        (0..<frame.size.height).map { y in
            trimmed(String(frame.row(y).map(\.glyph)))
        }
    }

    private static func cut(_ text: String, _ end: Int) -> String {
        trimmed(String(text.prefix(end)))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// The drawing with this text in `screens.md`; nil, with a word about it, when it is not here.
    private static func drawing(containing text: String) throws -> [String]? {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        repeat {
            folder.deleteLastPathComponent()
        } while folder.path != "/"
            && !FileManager.default.fileExists(
                atPath: folder.appendingPathComponent("Package.swift").path)
        let file = folder.appendingPathComponent("../shared/screens.md")
        guard let data = try? Data(contentsOf: file) else {
            print("missing: ../shared/screens.md; the drawings were not compared")
            return nil
        }
        let blocks = String(decoding: data, as: UTF8.self).components(separatedBy: "```\n")
        let block = try #require(blocks.first { $0.contains(text) })
        return block.split(separator: "\n", omittingEmptySubsequences: false)
            .map { trimmed(String($0)) }
    }
}
