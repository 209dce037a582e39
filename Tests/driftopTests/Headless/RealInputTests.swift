import Foundation
import Testing

/// What somebody else's files say, without any configuration.
struct RealInputTests {
    /// Moments, and what has come by then.
    private static let moments: [(at: String, labels: Int, drifted: [String])] = [
        (
            "end", 50_000,
            [
                "car_value", "loan_length", "repaid_loan_on_prev_car", "salary_range",
                "y_pred_proba",
            ]
        ),
        // The time of the 20 500th later row.
        ("2019-03-03T20:54:52.848Z", 20_500, []),
    ]

    /// NannyML's set: 50 000 reference rows, 50 000 later ones that drift half-way, labels apart.
    @Test func exactlyWhatDriftedInTheCarLoans() throws {
        let workspace = try HeadlessWorkspace()
        for name in ["analysis.csv", "labels.csv", "reference.csv"] {
            guard try workspace.copy(shared: "data/car-loan/" + name, to: name) else { return }
        }
        for moment in Self.moments {
            let versions = try workspace.versions("--at", moment.at)
            let version = try #require(versions.first)
            #expect(versions.count == 1)
            #expect(version["labels"] as? Int == moment.labels)
            let drift = version["drift"] as? [[String: Any]] ?? []
            let found = drift.filter { $0["drifted"] as? Bool == true }
            #expect(found.compactMap { $0["feature"] as? String }.sorted() == moment.drifted)
            #expect(drift.count >= 9)
        }
    }

    @Test func anEventLogJoinsMLflowsVersions() throws {
        let workspace = try HeadlessWorkspace()
        guard try workspace.copy(shared: "samples/mlflow-sqlite/mlflow.db", to: "mlflow.db") else {
            return
        }
        let last = Int(Date().timeIntervalSince1970)
        let lines = (0..<100).map { index in
            """
            {"ts":\(last - 99 + index),"model":"fraud-detector","version":"\(index < 60 ? 3 : 4)",\
            "latency_ms":12,"status":200}

            """
        }
        try workspace.scratch.write("ml/serving.jsonl", lines.joined())
        let versions = try workspace.versions()
        func version(_ number: String) throws -> [String: Any] {
            try #require(
                versions.first {
                    $0["model"] as? String == "fraud-detector" && $0["version"] as? String == number
                })
        }
        let champion = try version("3")
        #expect(champion["requests"] as? Int == 60)
        #expect(champion["aliases"] as? [String] == ["champion"])
        #expect(champion["stage"] as? String == "Production")
        #expect(champion["run"] as? String == "8c8f81229c2a49ad97e16b7a8dd75bc3")
        let challenger = try version("4")
        #expect(challenger["requests"] as? Int == 40)
        #expect(challenger["aliases"] as? [String] == ["challenger"])
        let names = versions.compactMap { $0["model"] as? String }
        #expect(!names.contains("support-prompt"), "a prompt is no model")
        #expect(
            !versions.contains {
                $0["version"] as? String == "1" && $0["requests"] is Int
                    && $0["model"] as? String == "fraud-detector"
            }, "deleted")
    }
}
