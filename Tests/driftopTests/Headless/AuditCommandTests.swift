import Foundation
import Testing

/// `driftop audit` against what the database holds, read by another program.
struct AuditCommandTests {
    /// A workspace with four doings of two people.
    private func handled() throws -> LiveWorkspace {
        let workspace = try LiveWorkspace()
        let id = try #require(try workspace.alert()["id"] as? String)
        let hostile = "\u{1b}[31mred\u{7}\nnext\u{202e}\u{9b}1m \"quoted\""
        for words in [
            ["ack", "ml", "--id", id, "--by", "kim", "--comment", hostile],
            ["unack", "ml", "--id", id, "--by", "sam"],
            ["snooze", "ml", "--id", id, "--by", "ana", "--for", "1h"],
            ["ack", "ml", "--id", id, "--by", "kim"],
        ] {
            #expect(try workspace.driftop(words).code == 0)
        }
        return workspace
    }

    @Test func everyLineIsTheTablesOwn() throws {
        let workspace = try handled()
        let printed = try workspace.driftop("audit", "ml", "--format", "jsonl")
        #expect(printed.code == 0)
        // Python reads both: the lines as JSON, the table with its own SQLite.
        let script = """
            import datetime, glob, json, sqlite3, sys
            home, text = sys.stdin.read().split('\\0')
            db = sqlite3.connect(glob.glob(home + '/state/driftop/*/journal.sqlite')[0])
            rows = []
            for at, who, what, alert, rule, labels, before, after, comment in db.execute(
                    'SELECT at, who, what, alert, rule, labels, before, after, comment '
                    'FROM audit ORDER BY id'):
                at = datetime.datetime.fromtimestamp(at / 1000, datetime.timezone.utc)
                rows.append(dict(at=at.isoformat(timespec='milliseconds').replace('+00:00', 'Z'),
                    who=who, what=what, alert=alert, rule=rule, labels=json.loads(labels),
                    before=before, after=after, comment=comment, silence=None))
            lines = [json.loads(line) for line in text.splitlines()]
            json.dump([lines == rows, [list(line) for line in lines][0], len(lines),
                [line['what'] for line in lines]], sys.stdout)
            """
        let answer = try Python.run(
            script,
            input: Data("\(workspace.scratch.path)/home\0\(printed.output)".utf8))
        let found = try #require(JSONSerialization.jsonObject(with: answer) as? [Any])
        #expect(found[0] as? Bool == true)
        #expect(
            found[1] as? [String] == [
                "at", "who", "what", "alert", "rule", "labels", "before", "after", "comment",
                "silence",
            ])
        #expect(found[3] as? [String] == ["ack", "unack", "snooze", "ack"])
    }

    @Test(arguments: ["text", "jsonl"])
    func nothingInItSteersATerminal(format: String) throws {
        let printed = try handled().driftop("audit", "ml", "--format", format)
        #expect(TerminalStream(printed.output.utf8).faults == [])
        #expect(!printed.output.unicodeScalars.contains { $0.value == 0x1b || $0.value == 7 })
        #expect(printed.output.split(separator: "\n").count == 4)
    }

    @Test func itGoesBackAsFarAsIsAskedAndIsQuietWhereNothingWasDone() throws {
        let workspace = try handled()
        #expect(
            try workspace.driftop("audit", "ml", "--since", "1h").output.split(separator: "\n")
                .count == 4)
        let later = try workspace.driftop("audit", "ml", "--since", "2099-01-01T00:00:00Z")
        #expect(later.output == "")
        #expect(try workspace.driftop("audit", "ml", "--since", "yesterday").code == 2)
        let untouched = try HeadlessWorkspace()
        let nothing = try untouched.driftop("audit", "ml")
        #expect(nothing.code == 0)
        #expect(nothing.output == "driftop: nothing was done here yet: there is no journal\n")
    }

    @Test func aLookAtThePastSaysWhoHadItInHandThen() throws {
        let workspace = try LiveWorkspace()
        let id = try #require(try workspace.alert()["id"] as? String)
        func attention(_ moment: String) throws -> [String?] {
            let output = try workspace.driftop("snapshot", "ml", "--format", "json", "--at", moment)
            let object = try JSONSerialization.jsonObject(with: Data(output.output.utf8))
            let alerts = (object as? [String: Any])?["alerts"] as? [[String: Any]] ?? []
            return alerts.filter { $0["id"] as? String == id }
                .flatMap { [$0["attention"] as? String, $0["acked_by"] as? String] }
        }
        let before = Date()
        #expect(try workspace.driftop("ack", "ml", "--id", id, "--by", "kim").code == 0)
        let (then, now) = (before - 1, Date())
        func text(_ date: Date) -> String {
            Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(date)
        }
        #expect(try attention(text(then)) == ["new", nil])
        #expect(try attention(text(now)) == ["acked", "kim"])
    }
}
