import Foundation
import Testing

@testable import driftop

/// `notify:` from the page to the program, through real dashboards.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct NotifyTests {
    private static let pages = """
        groups:
        - name: own
          rules:
          - alert: ChurnSlow
            expr: model_latency_seconds{quantile="0.95", version="3"} > 0.1
            labels: {severity: page, hostile: "$(touch pwned); `touch pwned` \\"' {{ $labels.model }}"}
          - alert: AlsoSlow
            expr: model_latency_seconds{quantile="0.95", version="4"} > 0.1
            labels: {severity: critical}
          - alert: Ticket
            expr: model_latency_seconds{quantile="0.95", version="4"} > 0.1
            labels: {severity: ticket}

        """

    private func workspace(_ notify: String, script: String) throws -> LiveWorkspace {
        let workspace = try LiveWorkspace("notify: \(notify)\n")
        try workspace.scratch.write("ml/rules/slow.yml", Self.pages)
        try workspace.scratch.write("ml/page", "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n" + script)
        chmod(workspace.scratch.path + "/ml/page", 0o755)
        return workspace
    }

    /// The alerts that the program was given, in order.
    private func told(_ workspace: borrowing LiveWorkspace) throws -> [[String: Any]] {
        let path = workspace.scratch.path + "/ml/told"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return try text.split(separator: "\u{1E}").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    @Test func eachPageIsToldOnceAcrossTwoDashboardsAndARestart() throws {
        let workspace = try workspace(
            "[./page, --now]", script: "(cat; printf '\\036') >> told; echo \"$*\" >> arguments")
        let mine = try workspace.screen()
        let theirs = try workspace.screen()
        try mine.openDashboard()
        try theirs.openDashboard()
        try TmuxScreen.wait(for: "two pages") { try told(workspace).count >= 2 }
        try mine.press("q")
        try mine.sees("left with 0")
        try mine.enter("clear")
        try mine.openDashboard()
        try mine.sees("3 need you")
        try theirs.press("S")
        try theirs.sees("Sources")
        let alerts = try told(workspace)
        #expect(Set(alerts.compactMap { $0["rule"] as? String }) == ["ChurnSlow", "AlsoSlow"])
        #expect(alerts.count == 2)
        let labels = alerts.compactMap { $0["labels"] as? [String: String] }
        #expect(
            labels.compactMap { $0["hostile"] } == ["$(touch pwned); `touch pwned` \"' churn"])
        let arguments = try String(
            contentsOfFile: workspace.scratch.path + "/ml/arguments", encoding: .utf8)
        #expect(arguments == "--now\n--now\n")
        for place in ["/pwned", "/ml/pwned"] {
            #expect(!FileManager.default.fileExists(atPath: workspace.scratch.path + place))
        }
    }

    @Test func whatFailsOrIsHeldBackIsOnTheScreen() throws {
        let failing = try workspace(
            "{command: [./page], at_most: 1}", script: "echo 'no route' >&2; exit 3")
        let screen = try failing.screen()
        try screen.openDashboard()
        try screen.sees("notify failed: left with 3: no route")
    }

    @Test func aFileThatOthersCanWriteRunsNothing() throws {
        let workspace = try workspace("[./page]", script: "echo ran > told")
        chmod(workspace.scratch.path + "/ml/driftop.yaml", 0o666)
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.sees("notify is not run: others can write")
        #expect(!FileManager.default.fileExists(atPath: workspace.scratch.path + "/ml/told"))
    }

    @Test(arguments: [
        ("notify: page --now", "the command is a list"),
        ("notify: []", "the command is empty"),
        ("notify: {command: [page], timout: 5s}", "timeout"),
        ("notify: {command: [page], timeout: 5m}", "100ms to 60s"),
        ("notify: {command: [page], at_most: 0}", "1 to 1000"),
    ])
    func aSlipIsSaidAtTheStart(_ row: (line: String, words: String)) throws {
        let scratch = try Scratch()
        try scratch.write("ml/driftop.yaml", row.line + "\n")
        let fault = #expect(throws: StartError.self) {
            _ = try Setup(
                arguments: ["ml"], file: nil, current: scratch.path,
                environment: ["HOME": scratch.path])
        }
        #expect(fault?.description.contains(row.words) == true, "\(fault?.description ?? "")")
    }
}
