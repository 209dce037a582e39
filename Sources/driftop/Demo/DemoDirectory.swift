package import Foundation
package import Snapshot

/// A directory as a serving stack would leave it: logs that grow, and the papers beside them.
///
/// The same seed and start give the same bytes, whenever and in whatever portions the time since
/// then is written.
package struct DemoDirectory: Sendable {
    /// What the built-in rules look back on, with room: 4 h 42 m.
    package static let pastSeconds = 16_920.0

    package let url: URL
    private let start: Int64
    private var logs: [DemoLog]

    /// Makes the papers and references; no log line yet.
    package init(
        at url: URL, start: Moment, seed: UInt64, pastSeconds: Double = Self.pastSeconds
    ) throws {
        self.url = url
        self.start = start.milliseconds
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, text) in DemoPapers(start: start.milliseconds).files {
            try Data(text.utf8).write(to: url.appending(path: name))
        }
        for (index, reference) in DemoStory.references.enumerated() {
            let csv = DemoReference.csv(reference, seed: seed, stream: index)
            try Data(csv).write(to: url.appending(path: "reference-\(reference.model).csv"))
        }
        var stream = 0
        logs = []
        for log in DemoStory.logs {
            let streams = log.deployments.enumerated().map { index, deployment in
                DemoStream(
                    deployment, start: start.milliseconds, past: pastSeconds, seed: seed,
                    stream: stream + index)
            }
            stream += streams.count
            logs.append(try DemoLog(at: url.appending(path: log.file), streams: streams))
        }
    }

    /// The directory after `write(until:)`.
    package func written(until moment: Moment) async throws -> DemoDirectory {
        var copy = self
        try await copy.write(until: moment)
        return copy
    }

    /// Appends every line whose time is `moment` or earlier.
    package mutating func write(until moment: Moment) async throws {
        let seconds = Double(moment.milliseconds - start) / 1_000
        // The logs know nothing of each other: the past of five is written side by side.
        try await withThrowingTaskGroup(of: (Int, DemoLog).self) { group in
            for index in logs.indices {
                var log = logs[index]
                group.addTask {
                    try log.write(until: seconds)
                    return (index, log)
                }
            }
            for try await (index, log) in group { logs[index] = log }
        }
    }
}

/// One growing file and the streams that share it.
private struct DemoLog: Sendable {
    private let handle: FileHandle
    private var streams: [DemoStream]
    private var text = DemoText(capacity: 1 << 20)

    init(at url: URL, streams: [DemoStream]) throws {
        try Data().write(to: url)
        handle = try FileHandle(forWritingTo: url)
        self.streams = streams
    }

    /// Writes in portions of a megabyte, lines in order of time.
    mutating func write(until seconds: Double) throws {
        while let index = streams.indices.min(by: { streams[$0].nextTime < streams[$1].nextTime }),
            streams[index].nextTime <= seconds
        {
            streams[index].writeNext(to: &text)
            if text.count > 1 << 20 { try flush() }
        }
        try flush()
    }

    private mutating func flush() throws {
        guard text.count > 0 else { return }
        try handle.write(contentsOf: text.bytes)
        text.removeAll()
    }
}
