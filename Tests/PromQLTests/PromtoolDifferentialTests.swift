import Foundation
import PromQL
import Telemetry
import Testing

/// Random expressions through Debian's `promtool` and through this engine.
struct PromtoolDifferentialTests {
    @Test(arguments: [3, 7, 11] as [UInt64])
    func givesWhatPromtoolGives(_ seed: UInt64) throws {
        guard let tool = Self.promtool else {
            print("skipped: promtool is not installed")
            return
        }
        var random = RandomExpressions(seed: seed)
        let series = random.series()
        let load = "load 1m\n" + series.map { "  \($0.name) \($0.values)\n" }.joined()
        let source = LoadedSeries(load)
        var cases: [String: String] = [:]
        for _ in 0..<300 { cases[random.vector(depth: 3)] = random.time() }
        let answers = try Self.answers(tool, series, cases)
        var compared = 0
        for (text, time) in cases {
            guard let answer = answers[text] else { continue }
            compared += 1
            let at = try #require(PromDuration(parsing: time))
            let mine = Self.evaluate(text, Timestamp(milliseconds: at.milliseconds), source)
            #expect(Self.agree(mine, answer), "\(text) at \(time): \(mine), promtool: \(answer)")
        }
        #expect(compared > 200)
    }

    @Test(
        "to the last digit, since rules compare exactly",
        arguments: ["ln(v)", "log2(v)", "log10(v)", "v ^ 3", "v ^ 7", "-v ^ 5", "v ^ -2", "2 ^ v"])
    func lastDigit(_ text: String) throws {
        guard let tool = Self.promtool else {
            print("skipped: promtool is not installed")
            return
        }
        var state: UInt64 = 11
        let values =
            ["1000", "10", "8", "16.28", "0.001", "1e-300", "3e15"]
            + (0..<200).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let number = Double(state >> 40) / 1_000
                return text == "2 ^ v" ? "\(Int(number) % 2_100 - 1_050)" : "\(number)"
            }
        let series = values.enumerated().map { (name: "v{i=\"\($0)\"}", values: $1) }
        let load = "load 1m\n" + series.map { "  \($0.name) \($0.values)\n" }.joined()
        let answer = try #require(try Self.answers(tool, series, [text: "0m"])[text])
        let mine = Self.evaluate(text, Timestamp(milliseconds: 0), LoadedSeries(load))
        guard case .elements(let right) = answer, case .elements(let left) = mine else {
            Issue.record("no result")
            return
        }
        #expect(left.count == values.count && left == right)
    }

    private enum Answer {
        case failed
        case elements([Labels: Double])
    }

    private static var promtool: String? {
        ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    private static func evaluate(
        _ text: String, _ time: Timestamp, _ source: LoadedSeries
    ) -> Answer {
        guard let value = try? Expression(parsing: text).evaluate(at: time, in: source).value else {
            return .failed
        }
        let pairs = (value.elements ?? []).map { ($0.labels, $0.value) }
        return .elements(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }

    private static func agree(_ mine: Answer, _ theirs: Answer) -> Bool {
        switch (mine, theirs) {
        case (.failed, .failed): return true
        case (.elements(let left), .elements(let right)):
            return left.count == right.count
                && left.allSatisfy { labels, value in
                    right[labels].map { isClose(value, $0) } ?? false
                }
        default: return false
        }
    }

    private static func isClose(_ left: Double, _ right: Double) -> Bool {
        if left.isNaN || right.isNaN { return left.isNaN && right.isNaN }
        return left == right || (left - right).magnitude <= 1e-9 * max(1, left.magnitude)
    }

    /// What promtool says when every expression is expected to give one impossible series.
    private static func answers(
        _ tool: String, _ series: [(name: String, values: String)], _ cases: [String: String]
    ) throws -> [String: Answer] {
        var yaml = "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n"
        for one in series { yaml += "  - {series: '\(one.name)', values: '\(one.values)'}\n" }
        yaml += "  promql_expr_test:\n"
        for (text, time) in cases {
            yaml +=
                "  - expr: '\(text)'\n    eval_time: \(time)\n"
                + "    exp_samples: [{labels: 'nowhere', value: 1}]\n"
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("test.yml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["test", "rules", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return try parse(output)
    }

    /// Blocks of `expr: "…", time: …,` followed by `got: …` or `err: …`.
    private static func parse(_ output: String) throws -> [String: Answer] {
        var answers: [String: Answer] = [:]
        for block in output.components(separatedBy: "\n    expr: ").dropFirst() {
            guard let end = block.range(of: "\", time: ") else { continue }
            let quoted = block[..<end.lowerBound] + "\""
            let text = String(
                decoding: try GoString.unquoted(Array(quoted.utf8)[...]), as: UTF8.self)
            if let got = block.range(of: "got:") {
                answers[text] = .elements(try elements(block[got.upperBound...]))
            } else if block.contains("err:") {
                answers[text] = .failed
            }
        }
        return answers
    }

    /// `{a="b"} 1E+00, {…} …` or `nil`.
    private static func elements(_ text: Substring) throws -> [Labels: Double] {
        var elements: [Labels: Double] = [:]
        for piece in text.components(separatedBy: "{").dropFirst() {
            guard let close = piece.lastIndex(of: "}") else { continue }
            let labels = try SeriesNotation.labels(parsing: "{" + piece[...close])
            let number = piece[piece.index(after: close)...].split(separator: ",")[0]
            elements[labels] = GoNumber.parse(
                number.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return elements
    }
}
