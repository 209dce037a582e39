import Foundation
import Ingest
import Telemetry
import Testing

/// A tailed event log in a scratch directory, stepped by hand.
final class TailedLog {
    let directory: ScratchDirectory
    let source: TailedSource
    var now = Timestamp(milliseconds: 1_795_428_000_000)
    var horizon = Horizon(window: .distantPast, history: .distantPast, wanted: .distantPast)
    private(set) var times: [Int64] = []
    private(set) var deliveries: [Delivery] = []

    init(
        _ directory: ScratchDirectory, _ name: String = "log.jsonl",
        start: TailedSource.Start = .newestFirst, csv: Bool = false, remainder: Int64? = nil
    ) {
        self.directory = directory
        let state = SourceState(
            name: name, recognisedAs: "inference events", kind: .events,
            location: directory.path(name))
        source = TailedSource(
            state: state, path: directory.path(name), reader: csv ? csvReader() : jsonReader(),
            start: start, remainder: remainder)
    }

    /// Steps until nothing is left; returns the seconds of the events read.
    @discardableResult
    func drain() -> [Int64] {
        var new: [Int64] = []
        while let delivery = source.step(now: now, horizon: horizon) {
            deliveries.append(delivery)
            if case .events(let batch) = delivery.batch {
                new += batch.rows.map { $0.time.milliseconds / 1_000 }
            }
        }
        times += new
        return new
    }
}

private func lines(_ range: Range<Int>) -> String {
    range.map { "{\"ts\":\($0),\"latency_ms\":1}\n" }.joined()
}

@Suite struct TailedSourceTests {
    @Test func aPartialLastLineWaitsForItsEnd() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<3) + "{\"ts\":3,\"late")
        let log = TailedLog(directory)
        #expect(log.drain() == [1, 2])
        try directory.append("log.jsonl", "ncy_ms\":4}\n{\"ts\":4")
        #expect(log.drain() == [3])
        #expect(log.source.state.rejectedTotal == 0)
        #expect(log.source.state.records == 3)
    }

    @Test func aWholeObjectNeedsNoLineEnd() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<2) + "{\"ts\":2,\"code\":0}")
        let log = TailedLog(directory)
        #expect(Set(log.drain()) == [1, 2])
        try directory.append("log.jsonl", "\n{\"ts\":3,\"code\":0}\n")
        #expect(log.drain() == [3])
        #expect(log.source.state.rejectedTotal == 0)
    }

    @Test func aCSVRowWithoutLineEndIsTakenOnceTheFileLiesStill() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.csv", "model,ts\na,1\nb,2")
        let log = TailedLog(directory, "log.csv", csv: true)
        log.now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        #expect(log.drain() == [1])
        log.now = log.now + 70_000
        #expect(log.drain() == [2])
    }

    @Test func readingBackwardsFindsTheSameRecordsAsReadingForwards() throws {
        var random = SeededGenerator(seed: 3)
        var bytes: [UInt8] = [0, 0, 0]
        for index in 0..<12_000 {
            let pad = String(repeating: "é", count: Int.random(in: 0...200, using: &random))
            switch Int.random(in: 0..<40, using: &random) {
            case 0: bytes += Array("{\"ts\":\(index),\"broken\n".utf8)
            case 1: bytes += [0xFF, 10]
            case 2: bytes += [13, 10, 10]
            case 3: bytes += [0, 0]
            default: bytes += Array("{\"ts\":\(index),\"code\":0,\"pad\":\"\(pad)\"}\n".utf8)
            }
        }
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", Data(bytes))
        let forwards = jsonReader()
        let expected = read(bytes, into: forwards, chunks: { $0 })
        let log = TailedLog(directory)
        log.drain()
        var offsets: [Int64] = []
        for delivery in log.deliveries {
            if case .events(let batch) = delivery.batch { offsets += batch.rows.map(\.line.offset) }
        }
        #expect(log.deliveries.count >= 3)
        #expect(offsets.sorted() == expected.rows.map(\.line.offset))
        #expect(log.source.state.rejected == forwards.rejections.counts)
    }

    @Test func renameAndCreateDrainsTheOldFileFirst() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<3))
        let log = TailedLog(directory)
        log.drain()
        try directory.append("log.jsonl", lines(3..<5) + "{\"ts\":5,\"lat")
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
        try handle.seekToEnd()
        try FileManager.default.moveItem(
            atPath: directory.path("log.jsonl"), toPath: directory.path("log.jsonl.1"))
        try directory.write("log.jsonl", lines(6..<7))
        // The writer still has the old file open and finishes its line there.
        try handle.write(contentsOf: Data("ency_ms\":1}\n".utf8))
        #expect(Set(log.drain()) == [3, 4, 5, 6])
        #expect(log.source.state.rejectedTotal == 0)
        log.now = log.now + 10_000
        #expect(log.drain().isEmpty)
        try directory.append("log.jsonl", lines(7..<8))
        #expect(log.drain() == [7])
    }

    @Test func aPartialLineIsFlushedWhenItsFileIsRetired() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<2) + "{\"ts\":2,\"code\":0")
        let log = TailedLog(directory)
        log.drain()
        try FileManager.default.moveItem(
            atPath: directory.path("log.jsonl"), toPath: directory.path("log.jsonl.1"))
        try directory.write("log.jsonl", lines(3..<4))
        #expect(log.drain() == [3])
        #expect(log.source.state.rejectedTotal == 0)
        log.now = log.now + 6_000
        #expect(log.drain().isEmpty)
        #expect(log.source.state.rejected == ["not_json": 1])
    }

    @Test func aFileThatWasRotatedAwayIsLetGoOfOnceItsHistoryIsRead() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<50))
        let log = TailedLog(directory)
        #expect(log.drain().count == 49)
        #expect(try openFiles(below: directory).count == 1)
        try FileManager.default.removeItem(atPath: directory.path("log.jsonl"))
        try directory.write("log.jsonl", lines(50..<52))
        #expect(log.drain() == [50, 51])
        log.now = log.now + 6_000
        #expect(log.drain().isEmpty)
        #expect(try openFiles(below: directory) == [directory.path("log.jsonl")])
    }

    /// What this process holds open there.
    private func openFiles(below directory: ScratchDirectory) throws -> [String] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
        }.filter { $0.contains(directory.url.lastPathComponent) }
    }

    @Test func truncationStartsAgain() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<50))
        let log = TailedLog(directory)
        #expect(log.drain().count == 49)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(lines(60..<62).utf8))
        #expect(log.drain() == [60, 61])
    }

    @Test func aFileTruncatedAndGrownBeyondTheOldPositionStartsAgain() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<5))
        let log = TailedLog(directory)
        log.drain()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(lines(60..<80).utf8))
        #expect(log.drain() == Array(60..<80))
    }

    @Test func aHoleOfNULsLeftByCopytruncateIsSkippedAndCounted() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<20))
        let log = TailedLog(directory)
        log.drain()
        // A writer without O_APPEND goes on at its old offset after the truncation.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
        let end = try handle.seekToEnd()
        try handle.truncate(atOffset: 0)
        try handle.seek(toOffset: end)
        try handle.write(contentsOf: Data(lines(20..<22).utf8))
        #expect(log.drain() == [20, 21])
        #expect(log.source.state.rejected == ["nul": 1])
    }

    @Test func anInodeUsedAgainIsAnotherFile() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<4))
        let log = TailedLog(directory)
        log.drain()
        // Overwriting in place keeps inode and size: only the text tells.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log.jsonl")))
        try handle.write(contentsOf: Data(lines(5..<8).utf8))
        #expect(log.drain() == [5, 6, 7])
    }

    @Test func aFileThatVanishesSaysSoAndIsReadWhenItIsBack() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(1..<2))
        let log = TailedLog(directory)
        log.drain()
        try FileManager.default.removeItem(atPath: directory.path("log.jsonl"))
        log.drain()
        #expect(log.source.state.condition == .live)
        log.now = log.now + 3_000
        log.drain()
        #expect(log.source.state.condition == .failed(reason: "the file is gone", retryAt: nil))
        try directory.write("log.jsonl", lines(2..<3))
        #expect(log.drain() == [2])
        #expect(log.source.state.condition == .live)
    }

    @Test func aSymbolicLinkThatMovesIsFollowed() throws {
        let directory = try ScratchDirectory()
        try directory.write("a/log.jsonl", lines(1..<2))
        try directory.write("b/log.jsonl", lines(2..<3))
        let link = directory.path("latest")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: directory.path("a"))
        let log = TailedLog(directory, "latest/log.jsonl")
        #expect(log.drain() == [1])
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: directory.path("b"))
        #expect(log.drain() == [2])
    }

    @Test func theNewestIsReadFirstAndOnlyAsFarBackAsAsked() throws {
        let directory = try ScratchDirectory()
        let pad = String(repeating: "x", count: 1_000)
        let total = 120_000
        var text = ""
        text.reserveCapacity(total * 1_030)
        for index in 0..<total {
            text += "{\"ts\":\(1_000_000 + index),\"code\":0,\"pad\":\"\(pad)\"}\n"
        }
        try directory.write("log.jsonl", text)
        let log = TailedLog(directory, remainder: 64 << 20)
        let newest = Int64(1_000_000 + total)
        log.horizon = Horizon(
            window: Timestamp(milliseconds: (newest - 2_000) * 1_000),
            history: Timestamp(milliseconds: (newest - 10_000) * 1_000),
            wanted: Timestamp(milliseconds: (newest - 10_000) * 1_000))
        let times = log.drain()
        #expect(times.last.map { $0 < times[0] } == true)
        let reaches = log.deliveries.map(\.source.reach)
        #expect(reaches.first == .opening)
        #expect(reaches.last == .complete)
        let covered = log.deliveries.firstIndex { $0.source.reach != .opening } ?? 0
        #expect(log.deliveries[covered].source.oldestSample ?? .distantFuture < log.horizon.window)
        #expect(covered < 6)
        #expect(times.min() ?? 0 < newest - 10_000)
        #expect(times.min() ?? 0 > newest - 14_000)
        #expect(Set(times).count == times.count)
        // Somebody asks for more: at most 64 MB more, then the small rest is read whole.
        log.horizon.wanted = .distantPast
        log.drain()
        #expect(log.times.count == total)
        #expect(Set(log.times).count == total)
        #expect(log.source.state.records == Int64(total))
    }

    @Test func growthIsReadBeforeHistory() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.jsonl", lines(100_000..<200_000))
        let log = TailedLog(directory)
        _ = log.source.step(now: log.now, horizon: log.horizon)
        try directory.append("log.jsonl", lines(1..<2))
        guard case .events(let batch)? = log.source.step(now: log.now, horizon: log.horizon)?.batch
        else {
            Issue.record("no delivery")
            return
        }
        #expect(batch.rows.map(\.time.milliseconds) == [1_000])
        log.drain()
        #expect(log.source.state.records == 100_001)
        #expect(log.source.state.reach == .complete)
    }

    @Test func aCSVKeepsItsHeaderAcrossRotation() throws {
        let directory = try ScratchDirectory()
        try directory.write("log.csv", "model,ts\na,1\nb,2\n")
        let log = TailedLog(directory, "log.csv", csv: true)
        #expect(log.drain() == [1, 2])
        try FileManager.default.moveItem(
            atPath: directory.path("log.csv"), toPath: directory.path("log.csv.1"))
        try directory.write("log.csv", "ts,model\n3,c\n")
        #expect(log.drain() == [3])
        try FileManager.default.removeItem(atPath: directory.path("log.csv"))
        try directory.write("log.csv", "4,d\n5,e\n")
        #expect(log.drain() == [4, 5])
        #expect(log.source.state.rejectedTotal == 0)
    }

    @Test(
        arguments: [
            ("clock_skew.jsonl", 11, [:]),
            ("crlf_bom.log", 2, [:]),
            ("giant_line.jsonl", 2, ["too_long": 1]),
            ("invalid_utf8.jsonl", 1, ["invalid_utf8": 2]),
            ("partial_last_line.jsonl", 1, [:]),
            ("interleaved_traceback.log", 0, ["not_json": 6]),
        ] as [(String, Int, [String: Int64])])
    func readsTheHandMadeFiles(name: String, records: Int, rejected: [String: Int64]) throws {
        guard let url = SharedData.url("samples/tailing/" + name) else { return }
        let state = SourceState(
            name: name, recognisedAs: "", kind: .events, location: url.path)
        let source = TailedSource(state: state, path: url.path, reader: jsonReader())
        let horizon = Horizon(window: .distantPast, history: .distantPast, wanted: .distantPast)
        let now = Timestamp(milliseconds: 1_795_428_000_000)
        while source.step(now: now, horizon: horizon) != nil {}
        #expect(source.state.records == Int64(records))
        for (reason, count) in rejected {
            #expect(source.state.rejected[reason] == count, "\(reason)")
        }
        let known = rejected.values.reduce(0, +)
        #expect(source.state.rejectedTotal == known || rejected.isEmpty)
    }
}
