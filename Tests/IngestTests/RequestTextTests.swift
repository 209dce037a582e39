import Foundation
import Ingest
import Telemetry
import Testing

/// Lines read again where their rows say they stand.
@Suite struct RequestTextTests {
    /// Where every row read so far stands, by its time in seconds.
    private func places(_ log: TailedLog) -> [Int64: LinePlace] {
        var places: [Int64: LinePlace] = [:]
        for delivery in log.deliveries {
            guard case .events(let batch) = delivery.batch else { continue }
            for row in batch.rows { places[row.time.milliseconds / 1_000] = row.line }
        }
        return places
    }

    private func line(_ second: Int, _ id: String = "r") -> String {
        "{\"ts\":\(second),\"request_id\":\"\(id)\(second)\",\"latency_ms\":1}"
    }

    private func handle(_ directory: ScratchDirectory) throws -> FileHandle {
        try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
    }

    @Test func aLineSaysItsIDHowItEndedAndItsFeatures() throws {
        let directory = try ScratchDirectory()
        let text = """
            {"ts":1,"model":"m","request_id":"8c1e","status":503,"latency_ms":612.5,\
            "features":{"items":214,"new":true,"country":"DE","age":null}}
            """
        try directory.write("log.jsonl", text + "\n")
        let log = TailedLog(directory)
        log.drain()
        let place = try #require(places(log)[1])
        let found = try #require(log.source.requestText(at: place))
        #expect(found.id == "8c1e")
        #expect(found.outcome == "503")
        #expect(found.features == "items 214 · new true · country DE · age null")
        #expect(found.line == text)
    }

    @Test func everyLineOfALogReadBackwardsIsFoundAgain() throws {
        var random = SeededGenerator(seed: 17)
        var text = "\u{FEFF}"
        var lines: [Int64: String] = [:]
        for second in 1..<12_000 {
            let pad = String(repeating: "é", count: Int.random(in: 0...200, using: &random))
            let line = "{\"ts\":\(second),\"code\":0,\"pad\":\"\(pad)\"}"
            if second % 31 == 0 { text += "{\"ts\":\(second),\"cut\n" }
            text += line + (second % 7 == 0 ? "\r\n" : "\n")
            lines[Int64(second)] = line
        }
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", text)
        let log = TailedLog(directory)
        log.drain()
        #expect(log.deliveries.count >= 3)
        let places = places(log)
        #expect(places.count == lines.count)
        for (second, line) in lines {
            let place = try #require(places[second])
            #expect(log.source.requestText(at: place)?.line == line)
        }
    }

    @Test func aCSVRecordMayHoldLineEndsAndQuotes() throws {
        let directory = try ScratchDirectory()
        try directory.write(
            "log.csv",
            "request_id,ts,status,feature_note,feature_n\r\n"
                + "a,1,200,\"two\nlines, \"\"so\"\"\",4.5\r\nb,2,oops: timeout,plain,\n")
        let log = TailedLog(directory, "log.csv", csv: true)
        log.drain()
        let places = places(log)
        let first = try #require(places[1].flatMap { log.source.requestText(at: $0) })
        #expect(first.id == "a")
        #expect(first.features == "note two\\nlines, \"so\" · n 4.5")
        #expect(first.line == "a,1,200,\"two\\nlines, \"\"so\"\"\",4.5")
        let second = try #require(places[2].flatMap { log.source.requestText(at: $0) })
        #expect(second.outcome == "oops: timeout")
        #expect(second.line == "b,2,oops: timeout,plain,")
    }

    @Test func aLineThatArrivesInPiecesIsFoundWhole() throws {
        let directory = try ScratchDirectory()
        let whole = line(2)
        try directory.write("log.jsonl", line(1) + "\n" + whole.prefix(9))
        let log = TailedLog(directory)
        log.drain()
        try directory.append("log.jsonl", whole.dropFirst(9) + "\n" + line(3) + "\n")
        log.drain()
        for second in [1, 2, 3] {
            let place = try #require(places(log)[Int64(second)])
            #expect(log.source.requestText(at: place)?.line == line(second))
        }
    }

    @Test func aRotatedLogIsFoundUnderItsNewNameUntilItIsDeleted() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", line(1, "old") + "\n")
        let log = TailedLog(directory)
        log.drain()
        try FileManager.default.moveItem(
            atPath: directory.path("log.jsonl"), toPath: directory.path("kept-2026.jsonl"))
        try directory.write("log.jsonl", line(2, "new") + "\n")
        log.drain()
        let old = try #require(places(log)[1])
        let new = try #require(places(log)[2])
        #expect(old.offset == new.offset && old.file != new.file)
        #expect(log.source.requestText(at: old)?.id == "old1")
        // The old file is let go of a few seconds later.
        log.now = log.now + 10_000
        log.drain()
        #expect(log.source.requestText(at: old)?.id == "old1")
        #expect(log.source.requestText(at: new)?.id == "new2")
        try FileManager.default.removeItem(atPath: directory.path("kept-2026.jsonl"))
        #expect(log.source.requestText(at: old) == nil)
        #expect(log.source.requestText(at: new)?.id == "new2")
    }

    @Test func afterATruncationNoOtherTextIsShown() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", line(1) + "\n" + line(2) + "\n")
        let log = TailedLog(directory)
        log.drain()
        let place = try #require(places(log)[2])
        let handle = try handle(directory)
        try handle.truncate(atOffset: 0)
        #expect(log.source.requestText(at: place) == nil)
        // Lines of the same length, so that one stands exactly where the other stood.
        try handle.write(contentsOf: Data((line(5) + "\n" + line(6) + "\n").utf8))
        #expect(log.source.requestText(at: place) == nil)
        log.drain()
        #expect(log.source.requestText(at: place) == nil)
        let after = try #require(places(log)[6])
        #expect(after.offset == place.offset)
        #expect(log.source.requestText(at: after)?.id == "r6")
    }

    @Test func aLogThatIsCopiedAndTruncatedIsFoundInItsCopy() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", line(1) + "\n" + line(2) + "\n")
        try directory.write("log.jsonl.2", line(3) + "\n" + line(4) + "\n")
        let log = TailedLog(directory)
        log.drain()
        let place = try #require(places(log)[2])
        try FileManager.default.copyItem(
            atPath: directory.path("log.jsonl"), toPath: directory.path("log.jsonl.1"))
        let handle = try handle(directory)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data((line(5) + "\n" + line(6) + "\n").utf8))
        log.drain()
        #expect(log.source.requestText(at: place)?.id == "r2")
    }

    @Test func aPlaceInTheMiddleOfALineIsNone() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", line(1) + "\n" + line(2) + "\n")
        let log = TailedLog(directory)
        log.drain()
        let place = try #require(places(log)[2])
        for wrong in [
            LinePlace(file: place.file, offset: place.offset + 3, length: 10),
            LinePlace(file: place.file, offset: place.offset, length: 10),
            LinePlace(
                file: place.file, offset: place.offset + 3, length: Int(place.length) - 3),
            LinePlace(file: place.file, offset: 1 << 40, length: 10),
            LinePlace(file: place.file + 9, offset: place.offset, length: Int(place.length)),
            .unknown,
        ] {
            #expect(log.source.requestText(at: wrong) == nil)
        }
    }

    @Test func whatCouldSteerATerminalIsSpelledOutAndLongLinesAreCut() throws {
        let directory = try ScratchDirectory()
        let evil = "\\u001b[31m\\u0007\\u202e\\u0000"
        try directory.write(
            "log.jsonl",
            "{\"ts\":1,\"request_id\":\"\(evil)\",\"status\":\"\(evil)\","
                + "\"features\":{\"\(evil)\":\"\(evil)\"},\"raw\":\"\u{7F}\u{9B}31m\u{202E}\"}\n"
                + "{\"ts\":2,\"pad\":\"\(String(repeating: "é", count: 5_000))\",\"code\":0}\n")
        let log = TailedLog(directory)
        log.drain()
        let places = places(log)
        let first = try #require(places[1].flatMap { log.source.requestText(at: $0) })
        let escaped = "\\u{1B}[31m\\u{07}\\u{202E}\\0"
        #expect(first.id == escaped)
        #expect(first.outcome == escaped)
        #expect(first.features == escaped + " " + escaped)
        let shown = first.id + first.outcome + first.features + first.line
        #expect(
            shown.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
            })
        let long = try #require(places[2].flatMap { log.source.requestText(at: $0) })
        #expect(long.line.utf8.count <= RequestText.lineLimit + 3)
        #expect(long.line.hasSuffix("é…"))
    }
}
