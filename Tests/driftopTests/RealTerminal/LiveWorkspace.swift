import Foundation

/// A workspace whose log ends now and whose one own rule fires: `ml` in a scratch directory.
struct LiveWorkspace: ~Copyable {
    let scratch: Scratch
    /// What only the operating system can say: who presses the keys.
    static let user = (try? TmuxScreen.run(["id", "-un"]))?
        .trimmingCharacters(in: .whitespacesAndNewlines)

    /// - Parameter settings: lines of `driftop.yaml` beside the rules.
    init(_ settings: String = "") throws {
        // A field of ours must be whole before anything can fail.
        let scratch = try Scratch()
        try scratch.write("ml/driftop.yaml", "rules: [rules/*.yml]\nbell: false\n" + settings)
        try scratch.write("ml/rules/slow.yml", Self.rules)
        try scratch.write("ml/events.jsonl", Self.lines(of: ["3", "4"], count: 120, until: Date()))
        let values = (0..<600).map { "\($0),NL\n" }.joined()
        try scratch.write("ml/reference.csv", "amount,country\n" + values)
        self.scratch = scratch
    }

    private static let rules = """
        groups:
        - name: own
          rules:
          - alert: ChurnSlow
            expr: model_latency_seconds{quantile="0.95", version="3"} > 0.1
            labels: {severity: page}
            annotations: {summary: "p95 above 100 ms"}

        """

    /// Events of some versions, one a second each, the last of them at `end`.
    static func lines(of versions: [String], count: Int, until end: Date) -> String {
        let last = Int(end.timeIntervalSince1970)
        return (0..<count).map { index in
            versions.map { version in
                """
                {"ts":\(last - count + 1 + index),"model":"churn","version":"\(version)",\
                "target":"eu-1","latency_ms":300,"status":200,"request_id":"r\(index)",\
                "features":{"amount":\(index * 5 % 600),"country":"NL"}}

                """
            }.joined()
        }.joined()
    }

    /// A terminal beside it; all terminals and commands of one workspace share its journal.
    func screen(columns: Int = 120, rows: Int = 40) throws -> TmuxScreen {
        try TmuxScreen(columns: columns, rows: rows, in: scratch.path)
    }

    /// Runs the program as a second process on the same workspace.
    func driftop(_ arguments: String...) throws -> Child.Ended { try driftop(arguments) }

    func driftop(_ arguments: [String]) throws -> Child.Ended {
        try Child.run(command + arguments)
    }

    /// What runs the program as a second process, for a test that runs several at once.
    func command(_ arguments: String...) -> [String] { command + arguments }

    private var command: [String] {
        [
            "env", "-C", scratch.path, "HOME=\(scratch.path)/home",
            "XDG_STATE_HOME=\(scratch.path)/home/state", TmuxScreen.program,
        ]
    }

    /// Where its journal is, once there is one.
    func journal() throws -> String? {
        let states = scratch.url.appending(path: "home/state/driftop")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: states.path)) ?? []
        return names.map { states.appending(path: $0 + "/journal.sqlite").path }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// What was done, in order, by the audit's words.
    func audit() throws -> [String] {
        try driftop("audit", "ml", "--format", "jsonl").output.split(separator: "\n").compactMap {
            let line = try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            return line?["what"] as? String
        }
    }

    /// The alert as `driftop alerts` tells it to a script.
    func alert() throws -> [String: Any] {
        try alerts().first { $0["rule"] as? String == "ChurnSlow" } ?? [:]
    }

    func alerts() throws -> [[String: Any]] {
        // What is said on standard error stands in the same output.
        let text = try driftop("alerts", "ml", "--format", "json").output
            .split(separator: "\n").filter { !$0.hasPrefix("driftop: ") }.joined(separator: "\n")
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    }
}

extension TmuxScreen {
    /// Opens the dashboard on the workspace and waits until its alert is shown.
    borrowing func openDashboard() throws {
        try enter("\(Self.program) ml; echo left with $?")
        try waitFor("the alert") { $0.contains("ChurnSlow") && $0.contains("q quit") }
    }

    /// Waits until every piece of text is on the screen.
    @discardableResult
    borrowing func sees(_ texts: String...) throws -> String {
        try waitFor(texts.joined(separator: ", ")) { screen in
            texts.allSatisfy { screen.contains($0) }
        }
    }
}
