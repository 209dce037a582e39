import Foundation
import Testing

/// One broken source takes no other down, and each says what is wrong with it.
struct BrokenSourcesTests {
    private func write(_ workspace: borrowing HeadlessWorkspace) throws {
        let last = Int(Date().timeIntervalSince1970)
        let good = (0..<100).map { index in
            "{\"ts\":\(last - 99 + index),\"model\":\"churn\",\"version\":\"3\",\"latency_ms\":12}\n"
        }
        // Around every kind of fault the lines before and after it count.
        let faults = [
            "{\"ts\":\(last),\"model\":\"churn\"", "not json",
            "{\"model\":\"churn\",\"latency_ms\":1}",
            "{\"ts\":\(last + 86_400),\"model\":\"churn\",\"version\":\"3\",\"latency_ms\":9}",
        ]
        let mixed =
            good.prefix(50).joined() + faults.map { $0 + "\n" }.joined()
            + good.dropFirst(50).joined()
        try workspace.scratch.write("ml/serving.jsonl", mixed)
        try workspace.scratch.write("ml/registry.yaml", "models:\n  - name: [churn\n")
        try workspace.scratch.write("ml/team.yaml", "teams: 5\n")
        try workspace.scratch.write(
            "ml/workflow.yaml", "stages:\n  - {stage: dreaming, model: churn}\n")
        try workspace.scratch.write("ml/workflow.jsonl", "no json\n")
        try workspace.scratch.write("ml/reference.csv", "amount\n")
        try workspace.scratch.write(
            "ml/mlflow.db", "SQLite format 3\u{0}" + String(repeating: "x", count: 5_000))
        try workspace.scratch.write("ml/bad.prom", "what is = this {\n")
        try FileManager.default.createSymbolicLink(
            atPath: workspace.scratch.path + "/ml/gone.jsonl",
            withDestinationPath: "/nowhere/at/all")
    }

    @Test func theOthersGoOnAndEachFaultIsNamed() throws {
        let workspace = try HeadlessWorkspace()
        try write(workspace)
        let ended = try workspace.driftop("snapshot", "ml", "--format", "json")
        #expect(ended.code == 0, "\(ended.output)")
        let version = try #require(try workspace.versions().first)
        #expect(version["requests"] as? Int == 100)
        let snapshot = try workspace.json(["snapshot", "ml", "--format", "json"])
        var sources: [String: [String: Any]] = [:]
        for source in snapshot["sources"] as? [[String: Any]] ?? [] {
            sources[source["name"] as? String ?? ""] = source
        }
        let log = try #require(sources["serving.jsonl"])
        #expect(log["state"] as? String == "live")
        #expect(log["records"] as? Int == 100)
        #expect(log["rejected"] as? Int == 4)
        for name in ["registry.yaml", "team.yaml", "workflow.yaml", "reference.csv", "mlflow.db"] {
            let source = try #require(sources[name], "\(name)")
            #expect(source["state"] as? String == "failed", "\(name)")
            #expect((source["reason"] as? String)?.isEmpty == false, "\(name)")
        }
        // Documents say where.
        #expect((sources["team.yaml"]?["reason"] as? String)?.contains("1:") == true)
    }
}
