import Foundation
import Testing

@testable import Alerting

/// Prometheus's own fixtures, with the verdicts of Debian's `promtool check rules`.
struct RuleFixtureTests {
    /// The shared folder beside the checkout; nil when it is not there.
    private static var fixtures: URL? {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let package = folder.appendingPathComponent("Package.swift")
            guard FileManager.default.fileExists(atPath: package.path) else { continue }
            let shared = folder.deletingLastPathComponent().appendingPathComponent(
                "shared/promtool")
            return FileManager.default.fileExists(atPath: shared.path) ? shared : nil
        }
        return nil
    }

    @Test(
        "a file reads exactly when promtool accepts it",
        arguments: [
            ("at-modifier.yml", true), ("bad-rules-error.yml", true),
            ("bad-rules-syntax.yml", false), ("prometheus-rules.lint.yml", true),
            ("promtool_golden_rules.yml", true), ("rules-bad.yml", false), ("rules.yml", true),
            ("rules_duplicates.yml", true), ("rules_extrafields.yml", false),
            ("unittest.yml", false),
        ])
    func verdict(_ row: (file: String, accepted: Bool)) throws {
        guard let fixtures = Self.fixtures else {
            print("shared/promtool is missing: nothing compared")
            return
        }
        let text = try String(
            contentsOf: fixtures.appendingPathComponent(row.file), encoding: .utf8)
        var message: String?
        do throws(RuleFile.Faults) {
            _ = try RuleFile(yaml: text, file: row.file)
        } catch { message = error.description }
        #expect((message == nil) == row.accepted, "\(message ?? "accepted")")
        if row.file == "bad-rules-syntax.yml" {
            #expect(message?.hasPrefix("bad-rules-syntax.yml:7:") == true)
        }
    }
}
