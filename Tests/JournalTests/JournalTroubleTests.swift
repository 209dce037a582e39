import Alerting
import Foundation
import Journal
import Telemetry
import Testing

struct JournalTroubleTests {
    private func reason(_ body: () throws -> Void) -> JournalError.Reason? {
        do {
            try body()
            return nil
        } catch { return (error as? JournalError)?.reason }
    }

    @Test("the audit can be neither changed nor shortened, by anybody")
    func appendOnly() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try journal.perform(action(.ack(comment: "it's mine"), at: 2))
        let forged = """
            INSERT OR REPLACE INTO audit (id, workspace, at, who, what, alert, rule, labels, before,
            after) VALUES (1, 1, 0, 'x', 'x', 'a', 'r', '{}', '', '')
            """
        for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit", forged] {
            #expect(try bench.shell(sql).contains("the audit is append-only"))
        }
        let line = try #require(try journal.audit().first)
        #expect(line.who == "kim" && line.what == "ack" && line.comment == "it's mine")
        #expect(line.before == "new" && line.after == "acked" && line.labels == labels)
    }

    @Test("reading only creates nothing, writes nothing and reads everything")
    func readOnly() throws {
        let bench = Bench()
        #expect(reason { _ = try bench.open(.readOnly) } == .missing)
        #expect(!FileManager.default.fileExists(atPath: bench.path))
        try bench.open().record(evaluation([fired(at: 1)], at: 1))
        let before = try Data(contentsOf: URL(fileURLWithPath: bench.path))
        let reader = try bench.open(.readOnly)
        #expect(try reader.restored().alerts.count == 1)
        #expect(
            reason { _ = try reader.perform(action(.ack(comment: nil), at: 2)) } == .notWritable)
        #expect(reason { try reader.record(evaluation([], at: 3)) } == .notWritable)
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == before)
    }

    @Test("a workspace nobody has written for reads as empty, and stays unknown")
    func readOnlyOtherWorkspace() throws {
        let bench = Bench()
        _ = try bench.open()
        let reader = try bench.open(workspace: "/elsewhere", .readOnly)
        #expect(try reader.restored() == JournalledState())
        #expect(try bench.shell("SELECT count(*) FROM workspace") == "1")
    }

    @Test("a place that cannot be written says so, with what it means")
    func notWritable() throws {
        let bench = Bench()
        let blocked = bench.folder.appendingPathComponent("state")
        try Data("a file".utf8).write(to: blocked)
        do {
            _ = try bench.open()
            Issue.record("opened")
        } catch let error as JournalError {
            #expect(error.reason == .notWritable)
            #expect(error.description.hasPrefix("journal not writable: "))
        }
    }

    @Test("a file that is no database, and one of a newer program, are refused and left alone")
    func damaged() throws {
        let bench = Bench()
        let file = URL(fileURLWithPath: bench.path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let text = Data(String(repeating: "not a database\n", count: 100).utf8)
        try text.write(to: file)
        #expect(reason { _ = try bench.open() } == .damaged)
        #expect(try Data(contentsOf: file) == text)
        let other = Bench()
        _ = try other.open()
        _ = try other.shell("PRAGMA user_version = 99")
        #expect(reason { _ = try other.open() } == .tooNew)
    }

    @Test("what could not be written while another held the journal waits and is written later")
    func backlog() throws {
        let bench = Bench()
        let journal = try bench.open(busySeconds: 0.05)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        holder.arguments = [bench.path]
        let (input, output) = (Pipe(), Pipe())
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
        _ = output.fileHandleForReading.availableData
        #expect(reason { try journal.record(evaluation([fired(at: 1)], at: 1)) } == .busy)
        #expect(reason { _ = try journal.perform(action(.ack(comment: nil), at: 2)) } == .busy)
        #expect(journal.backlog == 1)
        input.fileHandleForWriting.write(Data("COMMIT;\n.quit\n".utf8))
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        try journal.record(evaluation([], at: 3))
        #expect(journal.backlog == 0)
        #expect(try journal.restored().alerts.map(\.id) == [alertID])
    }
}
