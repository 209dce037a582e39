import Testing

/// What a frame says of real logs, in words.
struct FrameTextTests {
    private func line(second: Int, version: String, more: String) -> String {
        let clock = "03:0\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60)"
        return "{\"ts\":\"2026-11-23T\(clock)Z\",\"model\":\"m\",\"version\":\"\(version)\","
            + "\"status\":200\(more)}"
    }

    @Test func theSentenceCountsRequestsAsTheTopLineDoes() throws {
        let place = try HeadlessWorkspace()
        // 300 s of two a second to the champion, mirrored to a shadow that answers nobody.
        let lines = (0..<600).flatMap { half in
            ["1", "2"].map { line(second: half / 2, version: $0, more: ",\"latency_ms\":10") }
        }
        try place.scratch.write("ml/events.jsonl", lines.joined(separator: "\n") + "\n")
        try place.scratch.write(
            "ml/registry.yaml",
            "models: [{name: m, versions: [{version: '1', role: champion}, "
                + "{version: '2', role: shadow}]}]\n")
        let frame = try place.driftop("snapshot", "ml", "--at", "end", "--size", "200x60").output
        let rows = frame.split(separator: "\n")
        let top = try #require(rows.first?.firstMatch(of: /· ([0-9.]+) req\/s/))
        let sentence = try #require(rows.dropFirst().first?.firstMatch(of: /serve ([0-9.]+) req/))
        #expect(Double(top.output.1) == 2 && Double(sentence.output.1) == 2, "\(rows.prefix(2))")
    }

    @Test func whereNoLatencyIsLoggedNoEmptyChartStandsForOne() throws {
        let place = try HeadlessWorkspace()
        let lines = (0..<240).map { line(second: $0, version: "1", more: "") }
        try place.scratch.write("ml/events.jsonl", lines.joined(separator: "\n") + "\n")
        let frame = try place.driftop("snapshot", "ml", "--at", "end", "--size", "200x60").output
        #expect(frame.contains("no latency of m 1 is logged"))
        #expect(!frame.contains("p99┤") && !frame.contains("p50┤"))
        #expect(frame.contains("req/s┤"), "their room is the requests'")
    }
}
