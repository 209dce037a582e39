import Foundation
import Testing

/// What is pressed on one screen is what a second process of the workspace knows.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct AlertKeysTests {
    private func expectAlert(
        _ workspace: borrowing LiveWorkspace, _ words: String, _ holds: ([String: Any]) -> Bool
    ) throws {
        var last: [String: Any] = [:]
        try TmuxScreen.wait(for: words, otherwise: { "\(last)" }) {
            last = try workspace.alert()
            return holds(last)
        }
    }

    @Test func acknowledgingIsKnownToOthersByTheSystemsUserAndTakenBack() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        #expect(try workspace.alert()["attention"] as? String == "new")
        let user = try #require(LiveWorkspace.user)
        try screen.press("a")
        try screen.sees("acknowledged as \(user)", "0 need you", "1 in hand")
        try expectAlert(workspace, "acked by \(user)") {
            $0["attention"] as? String == "acked" && $0["acked_by"] as? String == user
                && $0["acked_at"] is String
        }
        try screen.press("m")
        try screen.sees("comment:")
        try screen.enter("looking: q and a are only text")
        try expectAlert(workspace, "the comment") {
            $0["comment"] as? String == "looking: q and a are only text"
        }
        try screen.press("u")
        try screen.sees("1 needs you", "0 in hand")
        try expectAlert(workspace, "new again") { $0["attention"] as? String == "new" }
    }

    @Test func whatTheScreenCallsAcknowledgedOutlivesAKill() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        let user = try #require(LiveWorkspace.user)
        try screen.press("a")
        try screen.sees("acknowledged as \(user)")
        kill(pid_t(try #require(try screen.processID())), SIGKILL)
        let alert = try workspace.alert()
        #expect(alert["attention"] as? String == "acked", "\(alert)")
    }

    @Test func snoozingTakesAMenuAnEndOrAValue() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.press("z")
        try screen.sees("Snooze ChurnSlow", "15 m", "1 h", "until worse than")
        try screen.press("1")
        try expectAlert(workspace, "snoozed for 15 m") { alert in
            guard let text = alert["snoozed_until"] as? String,
                let until = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true)
                    .parse(text)
            else { return false }
            let minutes = until.timeIntervalSinceNow / 60
            return alert["attention"] as? String == "snoozed" && (13...15.5).contains(minutes)
        }
        try screen.press("u")
        try expectAlert(workspace, "new again") { $0["attention"] as? String == "new" }
        try screen.press("z")
        try screen.sees("Snooze ChurnSlow")
        try screen.press("3")
        try screen.sees("snooze until worse than")
        // It begins with the value now.
        try screen.press("C-u")
        try screen.enter("0.5")
        try expectAlert(workspace, "snoozed until worse") {
            $0["attention"] as? String == "snoozed" && $0["snoozed_until"] is NSNull
        }
    }

    @Test func aSilenceIsSetAndEndedByKey() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.press("s")
        try screen.sees("Silence ChurnSlow", "24 h")
        try screen.press("1")
        try expectAlert(workspace, "silenced") { $0["attention"] as? String == "silenced" }
        try screen.press("u")
        try expectAlert(workspace, "new again") { $0["attention"] as? String == "new" }
    }

    @Test func alertsOfOneLineAreSilencedWithOneKey() throws {
        let workspace = try LiveWorkspace()
        // Each of the three quantiles.
        try workspace.scratch.write(
            "ml/rules/slow.yml",
            """
            groups:
            - name: own
              rules:
              - {alert: ChurnSlow, expr: 'model_latency_seconds{version="3"} > 0.1', labels: {severity: page}}

            """)
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.sees("1 needs you", "3 alerts")
        try screen.press("s")
        try screen.press("1")
        try screen.sees("0 need you", "u takes it back")
        let silenced = try workspace.alerts().filter { $0["rule"] as? String == "ChurnSlow" }
        #expect(silenced.count == 3)
        #expect(silenced.allSatisfy { $0["attention"] as? String == "silenced" })
        try screen.press("u")
        try screen.sees("1 needs you", "q quit")
    }

    @Test func enterSaysWhyAndEscapeComesBack() throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.press("Enter")
        try screen.sees("Alerts › ChurnSlow", "Value", "p95 above 100 ms")
        try screen.press("Escape")
        try screen.sees("1 Models", "5 Alerts")
    }

    /// Each view by its keys, and what its top line says.
    @Test(arguments: [
        ("f", "driftop"), ("Enter", "› ChurnSlow"), ("v", "› churn › 3"), ("V", "versions"),
        ("c", "› 3 against 4"), ("x", "› "), ("e", "› requests"), ("S", "› Sources"),
        ("r", "› Rules"),
        ("?", "› Help"), ("1 f", "driftop"), ("2 f", "driftop"), ("3 f", "driftop"),
        ("4 f", "driftop"), ("v Enter", "› amount"),
    ])
    func qQuitsFromEveryView(keys: String, sign: String) throws {
        let workspace = try LiveWorkspace()
        let screen = try workspace.screen()
        try screen.openDashboard()
        let main = try screen.text()
        for key in keys.split(separator: " ") {
            try screen.press(String(key))
            try screen.waitFor("another view than main") { $0 != main }
        }
        try screen.waitFor("the view of \(keys)") { text in
            text.split(separator: "\n").first?.contains(sign) == true
        }
        try screen.press("q")
        try screen.sees("left with 0")
    }
}
