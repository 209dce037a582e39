import Foundation
import Testing

/// Whose answers a label judges, when several models use the same request ids.
struct LabelledLogsTests {
    private static let count = 600

    /// `1` as the answer to every request of `model`.
    ///
    /// - Parameter names: what a line says of who answered.
    private func lines(_ model: String, names: String? = nil) -> String {
        (0..<Self.count).map { index in
            let time = index + Int(Date().timeIntervalSince1970) - Self.count
            let names = names ?? "\"model\":\"\(model)\",\"version\":\"1\","
            return "{\"ts\":\(time),\(names)"
                + "\"request_id\":\"\(index)\",\"latency_ms\":9,\"prediction\":1}\n"
        }.joined()
    }

    private func label(_ index: Int, right: Int) -> Int { index % 10 < right ? 1 : 0 }

    private func accuracies(_ workspace: borrowing HeadlessWorkspace) throws -> [String: Double] {
        var found: [String: Double] = [:]
        for version in try workspace.versions() {
            let quality = version["quality"] as? [String: Any]
            found[version["model"] as? String ?? ""] = quality?["accuracy"] as? Double
        }
        return found
    }

    @Test("labels that name their model are about that one", arguments: [true, false])
    func named(isInLog: Bool) throws {
        let workspace = try HeadlessWorkspace()
        var labels = ""
        for index in 0..<Self.count {
            for (model, right) in [("a", 9), ("b", 6)] {
                labels +=
                    "{\"ts\":\(Int(Date().timeIntervalSince1970)),\"model\":\"\(model)\","
                    + "\"request_id\":\"\(index)\",\"label\":\(label(index, right: right))}\n"
            }
        }
        if isInLog {
            try workspace.scratch.write("ml/log.jsonl", lines("a") + lines("b") + labels)
        } else {
            try workspace.scratch.write("ml/log.jsonl", lines("a") + lines("b"))
            try workspace.scratch.write("ml/late/labels.jsonl", labels)
        }
        #expect(try accuracies(workspace) == ["a": 0.9, "b": 0.6])
    }

    @Test(
        "labels that name no model are about the logs nearest to them",
        arguments: ["labels.csv", "truth/labels.csv", "labels.jsonl"])
    func near(name: String) throws {
        let workspace = try HeadlessWorkspace()
        let isTimed = name.hasSuffix("jsonl")
        for (model, right) in [("a", 9), ("b", 6)] {
            try workspace.scratch.write("ml/\(model)/logs/log.jsonl", lines(model))
            var labels = isTimed ? "" : "id,label\n"
            for index in 0..<Self.count {
                let value = label(index, right: right)
                labels +=
                    isTimed
                    ? "{\"ts\":\(Int(Date().timeIntervalSince1970)),\"id\":\"\(index)\","
                        + "\"label\":\(value)}\n" : "\(index),\(value)\n"
            }
            try workspace.scratch.write("ml/\(model)/\(name)", labels)
        }
        #expect(try accuracies(workspace) == ["a": 0.9, "b": 0.6])
    }

    @Test("labels that stand above all logs are about all")
    func above() throws {
        let workspace = try HeadlessWorkspace()
        for model in ["a", "b"] {
            try workspace.scratch.write("ml/\(model)/log.jsonl", lines(model))
        }
        let labels = (0..<Self.count).map { "\($0),\(label($0, right: 7))\n" }.joined()
        try workspace.scratch.write("ml/labels.csv", "id,label\n" + labels)
        #expect(try accuracies(workspace) == ["a": 0.7, "b": 0.7])
    }

    @Test("labels of a directory within another are about its logs, the other's about the rest")
    func within() throws {
        let workspace = try HeadlessWorkspace()
        for (model, folder, right) in [("a", "", 9), ("b", "b/", 4)] {
            try workspace.scratch.write("ml/\(folder)s.jsonl", lines(model))
            let labels = (0..<Self.count).map { index in
                "{\"ts\":\(Int(Date().timeIntervalSince1970)),\"id\":\"\(index)\","
                    + "\"label\":\(label(index, right: right))}\n"
            }
            try workspace.scratch.write("ml/\(folder)labels.jsonl", labels.joined())
        }
        #expect(try accuracies(workspace) == ["a": 0.9, "b": 0.4])
    }

    @Test(
        "what a log does not say, a label's word for it does not contradict",
        arguments: [
            ("", "\"model\":\"fraud-detector\","), ("\"model\":\"serving\",", "\"version\":\"8\","),
            ("", "\"model\":\"fraud-detector\",\"version\":\"8\","),
        ])
    func saysMore(_ row: (log: String, label: String)) throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/serving.jsonl", lines("", names: row.log))
        let labels = (0..<Self.count).map { index in
            "{\"ts\":\(Int(Date().timeIntervalSince1970)),\(row.label)\"id\":\"\(index)\","
                + "\"label\":\(label(index, right: 7))}\n"
        }
        try workspace.scratch.write("ml/labels.jsonl", labels.joined())
        #expect(try accuracies(workspace) == ["serving": 0.7])
    }

    @Test("labels in a directory of their own are about the logs beside it")
    func beside() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/requests/log.jsonl", lines("a"))
        let labels = (0..<Self.count).map { "\($0),\(label($0, right: 8))\n" }.joined()
        try workspace.scratch.write("ml/labels/labels.csv", "id,label\n" + labels)
        #expect(try accuracies(workspace) == ["a": 0.8])
    }

    @Test(
        "labels in a tree like the logs' are each about their twin",
        arguments: [("", ""), ("/2026", ""), ("", "/2026/11"), ("/2026", "/2026")])
    func twins(_ below: (logs: String, labels: String)) throws {
        let workspace = try HeadlessWorkspace()
        for (model, right) in [("a", 9), ("b", 6)] {
            try workspace.scratch.write("ml/logs/\(model)\(below.logs)/log.jsonl", lines(model))
            let labels = (0..<Self.count).map { "\($0),\(label($0, right: right))\n" }.joined()
            try workspace.scratch.write(
                "ml/truth/\(model)\(below.labels)/labels.csv", "id,label\n" + labels)
        }
        #expect(try accuracies(workspace) == ["a": 0.9, "b": 0.6])
    }

    @Test(
        "two models in dated or numbered directories are told apart",
        arguments: [
            ("2026-11-27/a", "2026-11-27/b"), ("1", "2"), ("10.0.0.1", "10.0.0.2"),
            ("batch-1", "batch-2"), ("a/2026/11/27", "b/2026/11/27"), ("m1", "m2"),
        ])
    func dated(_ folders: (a: String, b: String)) throws {
        let workspace = try HeadlessWorkspace()
        for (model, folder, right) in [("a", folders.a, 9), ("b", folders.b, 2)] {
            try workspace.scratch.write("ml/\(folder)/log.jsonl", lines(model))
            let labels = (0..<Self.count).map { "\($0),\(label($0, right: right))\n" }.joined()
            try workspace.scratch.write("ml/\(folder)/labels.csv", "id,label\n" + labels)
        }
        #expect(try accuracies(workspace) == ["a": 0.9, "b": 0.2])
    }

    @Test(
        "a label in a later day's directory than its request is about it",
        arguments: [
            ("a/logs/2026-11-27", "a/labels/2026-11-28"), ("a/dt=2026-11-27", "a/dt=2026-11-28"),
            ("a/2026/11/27", "a/2026/11/28"), ("a/logs/2026-11-27/13", "a/labels/2026-11-28"),
            ("2026-11-27/a", "2026-11-28/a"), ("logs/20261127/a", "labels/20261128/a"),
        ])
    func later(_ folders: (log: String, labels: String)) throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/\(folders.log)/log.jsonl", lines("a"))
        // Today has a log too.
        let other =
            "{\"ts\":\(Int(Date().timeIntervalSince1970)),\"model\":\"a\",\"version\":\"1\","
            + "\"request_id\":\"x\",\"latency_ms\":9,\"prediction\":1}\n"
        let today = folders.labels.replacing("labels", with: "logs")
        try workspace.scratch.write("ml/\(today)/log.jsonl", other)
        let labels = (0..<Self.count).map { "\($0),\(label($0, right: 7))\n" }.joined()
        try workspace.scratch.write("ml/\(folders.labels)/labels.csv", "id,label\n" + labels)
        #expect(try accuracies(workspace) == ["a": 0.7])
    }

    @Test("a label among a log's lines, or one that names a model, leaves the rest to a file above")
    func amongRequests() throws {
        let workspace = try HeadlessWorkspace()
        let now = Int(Date().timeIntervalSince1970)
        let own = "{\"ts\":\(now),\"id\":\"0\",\"label\":1}\n"
        try workspace.scratch.write("ml/a/log.jsonl", lines("a") + own)
        try workspace.scratch.write("ml/b/log.jsonl", lines("b"))
        let named = "{\"ts\":\(now),\"model\":\"b\",\"id\":\"0\",\"label\":1}\n"
        try workspace.scratch.write("ml/b/labels.jsonl", named)
        let labels = (0..<Self.count).map { "\($0),\(label($0, right: 7))\n" }.joined()
        try workspace.scratch.write("ml/labels.csv", "id,label\n" + labels)
        #expect(try accuracies(workspace) == ["a": 0.7, "b": 0.7])
    }

    @Test("labels that are of no request are counted", arguments: [0, 600, 200])
    func loose(met: Int) throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/log.jsonl", lines("a"))
        let labels = (0..<Self.count).map { "\($0 < met ? "" : "x")\($0),1\n" }.joined()
        try workspace.scratch.write("ml/labels.csv", "id,label\n" + labels)
        let info = try workspace.driftop("info", "ml").output
        let words = [0: "all 600 labels are of no", 200: "400 of 600 labels are of no"][met]
        #expect(info.contains("labels are of no") == (words != nil))
        if let words { #expect(info.contains(words + " request at hand"), "\(info)") }
    }

    @Test("a version that labels write as 1.0 is version 1", arguments: ["1.0", "\"1\"", "1"])
    func wholeVersion(version: String) throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/log.jsonl", lines("a"))
        let labels = (0..<Self.count).map { index in
            "{\"ts\":\(Int(Date().timeIntervalSince1970)),\"model\":\"a\",\"version\":\(version),"
                + "\"id\":\"\(index)\",\"label\":\(label(index, right: 7))}\n"
        }
        try workspace.scratch.write("ml/labels.jsonl", labels.joined())
        #expect(try accuracies(workspace) == ["a": 0.7])
    }
}
