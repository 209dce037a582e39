import Foundation

/// A workspace in which everything that can be named is named by somebody malicious.
struct HostileWorkspace: ~Copyable {
    let workspace: LiveWorkspace
    /// Retitles, asks for an answer, resets, redefines a key, turns text round, beeps, and ends C1
    /// style; between them the letters that show that the name itself was drawn.
    static let evil = [
        "ev", "\u{1B}]0;PWNED\u{7}", "\u{1B}[6n", "\u{1B}c", "\u{9B}31m", "\u{9D}0;x\u{9C}",
        "\u{202E}", "\u{2066}", "\u{200F}", "\u{85}", "\u{7F}", "\u{1B}P1$q\u{1B}\\", "\u{E}",
        "\r\n",
        "\u{8}", "il",
    ].joined()
    /// With a NUL, where a file's format can carry one.
    static let worst = evil + "\u{0}"

    init() throws {
        let workspace = try LiveWorkspace("references: [{path: train.csv}]\n")
        let scratch = workspace.scratch.path + "/ml"
        let evil = try Self.json(Self.worst)
        let events = Self.events(evil)
        try workspace.scratch.write("ml/events.jsonl", events)
        // Broken lines, in raw bytes: examples of them stand in Sources.
        let broken =
            Array("{\"ts\": \(Self.evil) no json\n".utf8) + [0x1B, 0x5B, 0x63, 0x9B, 0, 0x0A]
        try Data(Array(events.utf8) + broken + Array(Self.evil.utf8) + [0x0A])
            .write(to: URL(filePath: scratch + "/raw.jsonl"))
        let file = "e\u{1B}]2;x\u{7}\u{202E}.jsonl"
        try workspace.scratch.write("ml/" + file, events)
        try workspace.scratch.write(
            "ml/train.csv", "amount,country\n" + (0..<600).map { "\($0),NL\n" }.joined())
        let stage = """
            {"ts":\(Int(Date().timeIntervalSince1970) - 60),"model":\(evil),\
            "stage":"model retraining","status":"failed","run":\(evil),"detail":\(evil)}

            """
        try workspace.scratch.write("ml/workflow.jsonl", stage)
        try workspace.scratch.write("ml/team.yaml", Self.team(evil))
        try workspace.scratch.write("ml/registry.yaml", Self.registry(evil))
        try workspace.scratch.write("ml/rules/slow.yml", Self.rules(evil))
        self.workspace = workspace
    }

    /// JSON's quoting, which YAML reads as well: every control character as an escape.
    private static func json(_ text: String) throws -> String {
        let units = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"" + units.joined() + "\""
    }

    private static func events(_ evil: String) -> String {
        let last = Int(Date().timeIntervalSince1970)
        return (0..<120).map { index in
            """
            {"ts":\(last - 119 + index),"model":\(evil),"version":\(index % 2 == 0 ? evil : "\"2\""),\
            "target":\(evil),"latency_ms":300,"status":500,"request_id":\(evil),"prediction":\(evil),\
            "features":{"amount":\(index * 5),"country":\(evil),\(evil):1}}

            """
        }.joined()
    }

    private static func team(_ evil: String) -> String {
        """
        teams:
          - name: MLOps/DevOps
            on_call: {who: \(evil), next: \(evil)}
            contact: \(evil)
            activities: [\(evil)]
            roles:
              - {role: SRE, members: [\(evil)], responsibility: \(evil), owns: [\(evil)]}

        """
    }

    private static func registry(_ evil: String) -> String {
        """
        models:
          - name: \(evil)
            owner: \(evil)
            versions:
              - {version: \(evil), aliases: [\(evil)], target: \(evil), run: \(evil),
                 commit: \(evil), dataset: \(evil), params: {\(evil): \(evil)}, metrics: {auc: 0.9}}

        """
    }

    private static func rules(_ evil: String) -> String {
        """
        groups:
        - name: \(evil)
          rules:
          - alert: EvilSlow
            expr: model_latency_seconds{quantile="0.95"} > 0.1
            labels: {severity: page, note: \(evil)}
            annotations: {summary: \(evil), description: \(evil)}

        """
    }
}
