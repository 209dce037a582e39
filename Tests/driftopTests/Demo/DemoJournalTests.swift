import Foundation
import Snapshot
import Testing

@testable import driftop

struct DemoJournalTests {
    /// The ids are those the built-in rules give these alerts on the demo's log.
    @Test func thePastOfPeopleStandsUnderTheAlertsThatTheRulesRaise() throws {
        let scratch = try Scratch()
        let start = Moment(milliseconds: 1_795_403_527_000)
        let workspace = Workspace(configurationFile: nil, sources: [], state: scratch.path)
        try DemoJournal(start: start).write(to: workspace)
        let script = """
            import json, sqlite3, sys
            db = sqlite3.connect(sys.stdin.read())
            rows = db.execute('''SELECT attention.alert, state, who, until, ended_at IS NULL
                FROM attention JOIN incident USING (workspace, alert) ORDER BY 1''').fetchall()
            json.dump(rows, sys.stdout)
            """
        let rows = try #require(
            JSONSerialization.jsonObject(
                with: Python.run(script, input: Data(workspace.journalPath.utf8))) as? [[Any]])
        let until = Int64(1_795_403_527_000 + 17_300_000)
        #expect(
            rows.map { $0.map { "\($0)" }.joined(separator: " ") } == [
                "371e1f4faf79234b acked ana <null> 1", "5f8bf28f10b2d3fd new <null> <null> 1",
                "7163693397eca4d6 snoozed kim \(until) 1",
                "93f40fcb140bec49 snoozed kim \(until) 1", "cf287be34aa4f223 acked ana <null> 1",
            ])
    }
}
