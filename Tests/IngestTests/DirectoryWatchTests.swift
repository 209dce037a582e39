import Foundation
import Testing

@testable import Ingest

struct DirectoryWatchTests {
    private static func directory() throws -> String {
        let path = NSTemporaryDirectory() + "driftop-watch-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static func append(_ text: String, to path: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
    }

    @Test func `a growing file is a change, a new one a reason to look again`() throws {
        let path = try Self.directory()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = FileManager.default.createFile(atPath: path + "/a.jsonl", contents: nil)
        let watch = DirectoryWatch()
        watch.watch([path])
        #expect(watch.isComplete)
        #expect(watch.take() == DirectoryWatch.News())
        try Self.append("x\n", to: path + "/a.jsonl")
        #expect(watch.take() == DirectoryWatch.News(hasChanged: true, mustRescan: false))
        _ = FileManager.default.createFile(atPath: path + "/b.jsonl", contents: nil)
        #expect(watch.take() == DirectoryWatch.News(hasChanged: true, mustRescan: true))
        #expect(watch.take() == DirectoryWatch.News())
    }

    @Test func `more events than the kernel keeps are a reason to look again`() throws {
        let path = try Self.directory()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for name in ["a", "b"] {
            _ = FileManager.default.createFile(atPath: path + "/" + name, contents: nil)
        }
        let limit = try String(
            contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
        let events = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
        try #require(events <= 100_000)
        let watch = DirectoryWatch()
        watch.watch([path])
        let files = try ["a", "b"].map { name in
            try #require(FileHandle(forWritingAtPath: path + "/" + name))
        }
        // Two files in turn: equal events one behind the other are one event.
        for number in 0..<(events + 2) { try files[number % 2].write(contentsOf: Data([10])) }
        #expect(watch.take().mustRescan)
    }

    @Test func `what cannot be watched leaves the watch incomplete`() throws {
        let path = try Self.directory()
        let watch = DirectoryWatch()
        watch.watch([path, path + "/nowhere"])
        #expect(!watch.isComplete)
        watch.watch([path])
        #expect(watch.isComplete)
        try FileManager.default.removeItem(atPath: path)
        #expect(watch.take().mustRescan)
    }
}

struct MountTableTests {
    private let table = MountTable(
        """
        22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw
        40 22 0:35 / /srv/logs rw,relatime shared:20 - nfs4 filer:/logs rw,vers=4.2
        41 40 259:2 / /srv/logs/local rw - xfs /dev/nvme1n1 rw
        42 22 0:36 / /mnt/my\\040disk rw shared:9 - fuse.sshfs me@there: rw
        43 22 0:37 / /twice rw - nfs4 filer:/a rw
        44 43 0:38 / /twice rw - tmpfs tmpfs rw
        """)

    @Test(arguments: [
        ("/srv/logs", true), ("/srv/logs/a/b", true), ("/srv/logs/local/a", false),
        ("/srv/logsaway", false), ("/mnt/my disk/x", true), ("/home", false), ("/twice", false),
    ])
    func `the deepest mount around a path says whose it is`(path: String, isShared: Bool) {
        #expect(table.isShared(path) == isShared)
    }
}
