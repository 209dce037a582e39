import Foundation
import Snapshot
import Testing

@testable import driftop

/// The requests behind a number, from a log to what a screen is told, against Python's own reading.
struct RequestsEndToEndTests {
    /// The slowest eight of the last five minutes, the failures of the last of them, and the line
    /// of the first, each as Python finds it.
    private static let oracle = """
        import datetime, json, sys
        path, model, version = sys.stdin.read().split('|')
        lines = open(path).read().splitlines()
        rows = [json.loads(line) for line in lines]
        seen = [datetime.datetime.fromisoformat(r['ts'].replace('Z', '+00:00')).timestamp()
                for r in rows]
        end = max(seen)
        inside = [i for i in range(len(rows)) if seen[i] > end - 300
                  and rows[i]['model'] == model and rows[i]['version'] == version]
        slow = sorted(inside, key=lambda i: -rows[i]['latency_ms'])[:8]
        failed = [i for i in inside if rows[i]['status'] >= 500 and seen[i] > end - 60][-8:][::-1]
        print(json.dumps({
            'slow': [rows[i]['request_id'] for i in slow],
            'ms': [rows[i]['latency_ms'] for i in slow],
            'failed': [rows[i]['request_id'] for i in failed],
            'line': lines[slow[0]], 'offset': sum(len(l) + 1 for l in lines[:slow[0]])}))
        """

    private struct Expected: Decodable {
        var slow: [String]
        var ms: [Double]
        var failed: [String]
        var line: String
        var offset: Int64
    }

    private func list(_ scratch: borrowing Scratch, _ id: VersionID) throws -> RequestList {
        let setup = try Setup(
            arguments: [], file: nil, current: scratch.path, environment: ["HOME": scratch.path])
        var run = HeadlessRun(setup: setup, time: .newest)
        run.interest.subject = id
        run.interest.wantsRequests = true
        return try run.run { _, snapshot in try #require(snapshot.requests) }
    }

    @Test func theSlowestEightAreThoseThatPythonFinds() throws {
        guard let tool = Repository.shared("tools/events.py") else { return }
        let scratch = try Scratch()
        let log = scratch.path + "/events.jsonl"
        // Some 450 s at 200 a second: more than the window, and more than a block of 1 MB.
        _ = try Python.run(
            "import runpy, sys; sys.argv = ['events.py', '90000', '\(log)']; "
                + "runpy.run_path('\(tool.path(percentEncoded: false))')",
            input: Data())
        let id = VersionID(model: "churn", version: "3")
        let list = try list(scratch, id)
        let output = try Python.run(Self.oracle, input: Data("\(log)|churn|3".utf8))
        let expected = try JSONDecoder().decode(Expected.self, from: output)
        #expect(list.id == id)
        #expect(list.slowest.prefix(8).map(\.id) == expected.slow)
        for (request, milliseconds) in zip(list.slowest, expected.ms) {
            #expect(abs((request.latencySeconds ?? 0) * 1_000 - milliseconds) < 1e-9)
        }
        #expect(list.failed.prefix(expected.failed.count).map(\.id) == expected.failed)
        #expect(expected.failed.count == 8)
        #expect(list.slowest[0].text == expected.line)
        #expect(list.slowest[0].place.offset == expected.offset)
        #expect(list.slowest[0].features.hasPrefix("amount "))
        #expect((list.slowest + list.failed).allSatisfy { !$0.isGone && !$0.text.isEmpty })
    }

    @Test func aTextIsReadOnceAndAnotherNeverTakesItsPlace() throws {
        let scratch = try Scratch()
        let lines = (10..<40).map {
            "{\"ts\":\"2026-11-23T03:12:\($0)Z\",\"request_id\":\"r\($0)\",\"latency_ms\":\($0)}\n"
        }
        try scratch.write("m.jsonl", lines.joined())
        let log = scratch.url.appending(path: "m.jsonl")
        let setup = try Setup(
            arguments: [], file: nil, current: scratch.path, environment: ["HOME": scratch.path])
        var run = HeadlessRun(setup: setup, time: .newest)
        run.interest.subject = VersionID(model: "m", version: nil)
        run.interest.wantsRequests = true
        var interest = run.interest
        interest.windowSeconds = 300
        try run.run { session, snapshot in
            let first = try #require(snapshot.requests)
            #expect(first.slowest.prefix(3).map(\.id) == ["r39", "r38", "r37"])
            #expect(first.slowest[0].text == lines[29].dropLast())
            // Other lines of the same length, each where one of the list stood.
            let file = try FileHandle(forWritingTo: log)
            try file.truncate(atOffset: 0)
            let others = lines.map { $0.replacing("03:12:", with: "02:12:") }
            try file.write(contentsOf: Data(others.joined().utf8))
            func picture(_ interest: Interest) throws -> SystemSnapshot {
                session.session.feed.wish(.look(interest))
                let found = session.picture(before: .now + .seconds(20)) {
                    $0.windowSeconds == interest.windowSeconds
                        && ($0.requests != nil) == interest.wantsRequests
                }
                return try #require(found)
            }
            interest.windowSeconds = 120
            let second = try #require(picture(interest).requests)
            #expect(second.slowest[0].text == lines[29].dropLast())
            interest.wantsRequests = false
            #expect(try picture(interest).requests == nil)
            interest.wantsRequests = true
            let third = try #require(picture(interest).requests)
            #expect(third.slowest.first?.latencySeconds == 0.039)
            #expect(third.slowest.allSatisfy { $0.isGone && $0.text.isEmpty })
        }
    }
}
