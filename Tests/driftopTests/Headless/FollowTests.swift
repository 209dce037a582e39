import Foundation
import Testing

/// `snapshot` as a script runs it.
struct FollowTests {
    private func models(_ output: String) throws -> [[String: Any]] {
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let models = object?["models"] as? [[String: Any]] ?? []
        return models.flatMap { $0["versions"] as? [[String: Any]] ?? [] }
    }

    @Test func forFollowsAFileThatGrows() throws {
        let workspace = try LiveWorkspace()
        let more = LiveWorkspace.lines(of: ["3", "5"], count: 10, until: Date())
        try workspace.scratch.write("more", more)
        let root = workspace.scratch.path
        // Version 5 appears, and the file grows, only after the first picture could be whole.
        let script = """
            cd \(root); export HOME=\(root)/home XDG_STATE_HOME=\(root)/home/state
            \(TmuxScreen.program) snapshot ml --for 3s --format json > out &
            sleep 1; cat more >> ml/events.jsonl; wait $!; echo $?
            """
        #expect(try Child.run(["bash", "-c", script]).output == "1\n")
        let output = try String(contentsOfFile: root + "/out", encoding: .utf8)
        let versions = try models(output)
        let requests = Dictionary(
            uniqueKeysWithValues: versions.map {
                ($0["version"] as? String ?? "", $0["requests"] as? Int ?? 0)
            })
        #expect(requests == ["3": 130, "4": 120, "5": 10])
        let without = try models(
            workspace.driftop("snapshot", "ml", "--at", "end", "--format", "json").output)
        #expect(without.count == 3)
    }

    /// Renamed and made anew, then copied and truncated, as logrotate does both: nothing is lost or
    /// counted twice, though new files are looked for while it goes on.
    @Test func forFollowsALogThatRotates() throws {
        let scratch = try Scratch()
        let now = Date()
        for (name, version) in [
            ("ml/events.jsonl", "1"), ("two", "2"), ("three", "3"), ("four", "4"),
        ] {
            try scratch.write(name, LiveWorkspace.lines(of: [version], count: 30, until: now))
        }
        let script = """
            cd \(scratch.path); export HOME=\(scratch.path)
            \(TmuxScreen.program) snapshot ml --for 7s --format json > out &
            cd ml
            sleep 1; cat ../two >> events.jsonl; mv events.jsonl events.jsonl.1
            cat ../three > events.jsonl
            sleep 1.5; cp events.jsonl events.jsonl.2; : > events.jsonl
            sleep 1; cat ../four >> events.jsonl
            wait $!
            """
        _ = try Child.run(["bash", "-c", script])
        let versions = try models(String(contentsOfFile: scratch.path + "/out", encoding: .utf8))
        let requests = versions.map { "\($0["version"] ?? "") \($0["requests"] ?? "")" }
        #expect(requests.sorted() == ["1 30", "2 30", "3 30", "4 30"])
    }

    /// Columns outside a `features` object are features only when somebody says so.
    @Test func listedColumnsAreFeatures() throws {
        let scratch = try Scratch()
        let rows = (0..<600).map { "\(1_795_000_000 + $0),5,\($0 % 50),\($0 % 7)\n" }.joined()
        try scratch.write("ml/churn.csv", "ts,latency_ms,income,noise\n" + rows)
        func features(_ settings: String) throws -> Set<String> {
            try scratch.write("ml/driftop.yaml", settings)
            let ended = try Child.run([
                "env", "HOME=\(scratch.path)", TmuxScreen.program, "snapshot", scratch.path + "/ml",
                "--at", "end", "--format", "json",
            ])
            let versions = try models(ended.output)
            let drift = versions.first?["drift"] as? [[String: Any]] ?? []
            return Set(drift.compactMap { $0["feature"] as? String })
        }
        #expect(try features("").isEmpty)
        #expect(try features("fields: {features: [income]}\n") == ["income"])
        #expect(try features("fields: {features: [income, noise]}\n") == ["income", "noise"])
    }
}
