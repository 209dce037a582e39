import Foundation
import Testing

/// `R` takes live traffic as the reference, and a restart still knows it.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct TakenReferenceTests {
    private func drift(_ workspace: borrowing LiveWorkspace) throws -> [String: Int] {
        let text = try workspace.driftop("snapshot", "ml", "--format", "json").output
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let models = object?["models"] as? [[String: Any]] ?? []
        let versions = models.flatMap { $0["versions"] as? [[String: Any]] ?? [] }
        let third = versions.first { $0["version"] as? String == "3" }
        let drift = third?["drift"] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: drift.map {
                ($0["feature"] as? String ?? "", $0["n_reference"] as? Int ?? 0)
            })
    }

    @Test func itIsTakenByKeyAndOutlivesARestart() throws {
        let workspace = try LiveWorkspace()
        try FileManager.default.removeItem(atPath: workspace.scratch.path + "/ml/reference.csv")
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.sees("no reference")
        try screen.press("R")
        try screen.sees("120 rows of its first 24 h are the reference of churn")
        // Live values count from now on; after a restart those of the window do as well.
        try screen.sees("too few yet")
        try screen.press("q")
        try screen.sees("left with 0")
        #expect(try drift(workspace) == ["amount": 120, "country": 120])
        let info = try workspace.driftop("info", "ml").output
        let line = try #require(info.split(separator: "\n").first { $0.hasPrefix("reference ") })
        #expect(line.hasSuffix(".jsonl, taken of live traffic"))
        #expect(line.contains("/home/state/driftop/ml-"))
        #expect(info.contains("reference, taken of live traffic, live"))
    }
}
