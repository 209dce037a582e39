import Foundation
import Snapshot
import Testing

@testable import driftop

/// Live traffic made a reference, piece by piece, and kept beside the journal.
struct LiveReferenceTests {
    private let churn = VersionID(model: "churn", version: "3")

    private func observation(_ scratch: borrowing Scratch) throws -> Observation {
        let setup = try Setup(
            arguments: ["ml"], file: nil, current: scratch.path,
            environment: ["HOME": scratch.path + "/home"])
        let plan = try ObservationPlan(setup, time: .live)
        return Observation(plan: plan, now: Collector.now())
    }

    /// Steps to the end; the outcome, and how far it was after each step.
    private func take(
        _ id: VersionID, _ observation: Observation
    ) throws -> (outcome: Feed.Outcome, fractions: [Double]) {
        observation.takeReference(id)
        var fractions: [Double] = []
        for _ in 0..<10_000 {
            if let outcome = observation.advanceReference(now: Collector.now()) {
                return (outcome, fractions)
            }
            fractions.append(try #require(observation.liveReference).fraction)
        }
        throw TmuxScreen.Failed(description: "no end")
    }

    private func write(_ scratch: borrowing Scratch, count: Int, secondsApart: Int) throws {
        let lines = (0..<count).map { index in
            """
            {"ts":\(1_795_000_000 + index * secondsApart),"model":"churn","version":"3",\
            "latency_ms":9,"score":0.25,"features":{"amount":\(index),"who":"a\\"\\u001b\(index % 3)",\
            "gone":null}}

            """
        }
        try scratch.write("ml/events.jsonl", lines.joined())
    }

    private func kept(_ scratch: borrowing Scratch) throws -> [String] {
        let setup = try Setup(
            arguments: ["ml"], file: nil, current: scratch.path,
            environment: ["HOME": scratch.path + "/home"])
        let path = try #require(TakenReferences(setup.workspace).files.first)
        #expect(path.hasPrefix(scratch.path + "/home/.local/state/driftop/ml-"))
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map(String.init)
    }

    @Test func itTakesTheFirstDayAndWritesItAsRows() throws {
        let scratch = try Scratch()
        // Ten minutes apart: 145 rows from the first to 24 h later, both counted.
        try write(scratch, count: 400, secondsApart: 600)
        let taken = try take(churn, observation(scratch))
        #expect(taken.outcome.text == "145 rows of its first 24 h are the reference of churn")
        let lines = try kept(scratch)
        #expect(lines.count == 145)
        #expect(
            lines[1] == """
                {"model":"churn","version":"3","score":0.25,\
                "features":{"amount":1,"who":"a\\"\\u001b1","gone":null}}
                """)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/ml")
        #expect(names == ["events.jsonl"])
    }

    @Test func itReadsInBoundedPiecesAndSaysHowFarItIs() throws {
        let scratch = try Scratch()
        try write(scratch, count: 45_000, secondsApart: 1)
        let taken = try take(churn, observation(scratch))
        #expect(taken.fractions.count > 10)
        #expect(zip(taken.fractions, taken.fractions.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(taken.fractions.first.map { $0 < 0.2 } == true)
        #expect(taken.fractions.last.map { $0 <= 1 } == true)
        // Of 45 000 every fourth is kept: enough, and bounded.
        let rows = try kept(scratch)
        #expect(rows.count == 11_250)
        #expect(rows.last?.contains("\"amount\":44999") == true)
    }

    @Test func nothingLoggedIsSaid() throws {
        let scratch = try Scratch()
        try write(scratch, count: 10, secondsApart: 1)
        let taken = try take(VersionID(model: "churn", version: "9"), observation(scratch))
        #expect(taken.outcome.failed)
        #expect(taken.outcome.text == "churn has logged nothing to compare with")
    }

    @Test func aPlaceThatCannotBeWrittenIsSaid() throws {
        let scratch = try Scratch()
        try write(scratch, count: 10, secondsApart: 1)
        try scratch.write("home/.local/state/driftop", "a file in the way\n")
        let taken = try take(churn, observation(scratch))
        #expect(taken.outcome.failed)
        #expect(taken.outcome.text.contains("cannot be written"))
    }
}
