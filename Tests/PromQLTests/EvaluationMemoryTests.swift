import Telemetry
import Testing

@testable import PromQL

/// Evaluating with a memory gives what evaluating without one gives, whatever happens in between.
struct EvaluationMemoryTests {
    /// The same series without being followed: everything is read anew.
    private struct Plain: SeriesSource {
        let table: SeriesTable

        func select(
            _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
        ) -> [SeriesSamples] {
            table.select(matchers, after: after, through: through)
        }
    }

    /// Samples of a random set of series, in the order in which they become known.
    private struct Arrivals {
        var pending: [(labels: Labels, sample: Sample)] = []

        init(_ random: inout RandomExpressions, _ lottery: inout Lottery) {
            for (name, values) in random.series() {
                guard let notation = try? SeriesNotation(parsing: "\(name) \(values)") else {
                    continue
                }
                let samples = notation.samples(
                    from: Timestamp(milliseconds: 0), step: PromDuration(milliseconds: 60_000))
                pending += samples.map { (notation.labels, $0) }
            }
            // Most come in time, some late.
            let order = pending.indices.map { place in
                pending[place].sample.time.milliseconds
                    + Int64(lottery.below(10) == 0 ? lottery.below(400_000) : lottery.below(3_000))
            }
            pending = pending.indices.sorted { order[$0] < order[$1] }.map { pending[$0] }
        }

        mutating func deliver(_ count: Int, to table: inout SeriesTable) {
            for (labels, sample) in pending.prefix(count) { table.add([sample], to: labels) }
            pending.removeFirst(min(count, pending.count))
        }
    }

    private static func text(
        _ expression: Expression, _ evaluate: () throws -> Evaluation
    ) -> String {
        do {
            let result = try evaluate()
            var lines = (result.value.elements ?? []).map { element in
                "\(LabelText.series(element.labels)) \(element.value.bitPattern)"
            }
            // Elements that are not sorted have no order of their own.
            lines.sort()
            return (lines + result.annotations.map { $0.text(in: expression.text) }.sorted())
                .joined(separator: "\n")
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: 1...60)
    func `a memory changes no result`(seed: UInt64) throws {
        var random = RandomExpressions(seed: seed)
        var lottery = Lottery(seed: seed &* 7_919)
        var arrivals = Arrivals(&random, &lottery)
        var table = SeriesTable()
        var memories: [(expression: Expression, memory: EvaluationMemory)] = []
        var texts = (0..<8).map { _ in random.vector(depth: 2) }
        texts += [
            "max_over_time(rate(c_total[3m])[6m:30s])", "sum_over_time(quantile(2, a)[4m:20s])",
            "avg_over_time(sum by (job) (a offset 1m)[5m:1m] offset 30s)",
            "max_over_time(min_over_time(b[2m:10s])[3m:15s])",
            "sum_over_time(a[3m:30s] offset -1m)", "count_over_time((a > b)[4m:50s] @ 600)",
        ]
        for text in texts {
            memories.append((try Expression(parsing: text), EvaluationMemory()))
        }
        var time = Timestamp(milliseconds: 120_000)
        for _ in 0..<60 {
            arrivals.deliver(lottery.below(12), to: &table)
            // Mostly on, at times not at all or back.
            let step = Int64([15, 15, 15, 60, 7, 0, 300, -40, -500][lottery.below(9)]) * 1_000
            time = Timestamp(milliseconds: max(0, time.milliseconds + step))
            for index in memories.indices {
                let expression = memories[index].expression
                let remembered = Self.text(expression) {
                    try expression.evaluate(
                        at: time, in: table, memory: &memories[index].memory)
                }
                let fresh = Self.text(expression) {
                    try expression.evaluate(at: time, in: Plain(table: table))
                }
                #expect(remembered == fresh, "\(expression.text) at \(time.seconds)")
            }
        }
    }

    private static func add(_ value: Double, at seconds: Int64, to table: inout SeriesTable) {
        table.add(
            [Sample(time: Timestamp(milliseconds: seconds * 1_000), value: value)],
            to: Labels(["__name__": "a"]))
    }

    @Test func `copies that go their own way are told apart`() throws {
        let expression = try Expression(parsing: "sum_over_time(a[1m])")
        var table = SeriesTable()
        Self.add(1, at: 10, to: &table)
        var other = table
        Self.add(2, at: 20, to: &table)
        Self.add(30, at: 20, to: &other)
        var memory = EvaluationMemory()
        let time = Timestamp(milliseconds: 30_000)
        let first = try expression.evaluate(at: time, in: table, memory: &memory)
        let second = try expression.evaluate(at: time, in: other, memory: &memory)
        #expect(first.value.elements?.map(\.value) == [3])
        #expect(second.value.elements?.map(\.value) == [31])
    }

    @Test func `a copied memory goes its own way`() throws {
        let expression = try Expression(parsing: "count_over_time(a[1m])")
        var table = SeriesTable()
        for second in stride(from: Int64(10), through: 100, by: 10) {
            Self.add(1, at: second, to: &table)
        }
        var memory = EvaluationMemory()
        func count(at seconds: Int64, _ memory: inout EvaluationMemory) throws -> Double? {
            try expression.evaluate(
                at: Timestamp(milliseconds: seconds * 1_000), in: table, memory: &memory
            ).value.elements?.first?.value
        }
        #expect(try count(at: 30, &memory) == 3)
        var copy = memory
        #expect(try count(at: 100, &memory) == 6)
        #expect(try count(at: 40, &copy) == 4)
    }

    /// Counts what it is asked for.
    private final class Counting: FollowedSource {
        let table: SeriesTable
        var read = 0
        var matches = 0
        init(_ table: SeriesTable) { self.table = table }

        var index: LabelIndex {
            matches += 1
            return table.index
        }
        var lineage: Lineage { table.lineage }
        func course(of number: UInt32) -> SeriesCourse? { table.course(of: number) }
        func count(of number: UInt32, through: Timestamp) -> Int {
            table.count(of: number, through: through)
        }
        func samples(of number: UInt32, after: Timestamp, through: Timestamp) -> [Sample] {
            let samples = table.samples(of: number, after: after, through: through)
            read += samples.count
            return samples
        }
        func samples(of number: UInt32, behind count: Int, through: Timestamp) -> [Sample] {
            let samples = table.samples(of: number, behind: count, through: through)
            read += samples.count
            return samples
        }
        func newest(of number: UInt32, after: Timestamp, through: Timestamp) -> Sample? {
            table.newest(of: number, after: after, through: through)
        }
    }

    @Test func `a window that slides is not read again`() throws {
        let expression = try Expression(parsing: "rate(a[10m])")
        var table = SeriesTable()
        for second in stride(from: Int64(0), through: 1_200, by: 5) {
            Self.add(Double(second), at: second, to: &table)
        }
        let source = Counting(table)
        var memory = EvaluationMemory()
        for second in stride(from: Int64(600), through: 1_200, by: 15) {
            _ = try expression.evaluate(
                at: Timestamp(milliseconds: second * 1_000), in: source, memory: &memory)
        }
        // Ten minutes once, and then three samples an instant.
        #expect(source.read == 120 + 40 * 3)
    }

    @Test func `a subquery evaluates each of its steps once`() throws {
        let expression = try Expression(parsing: "max_over_time(rate(a[1m])[10m:15s])")
        var table = SeriesTable()
        var memory = EvaluationMemory()
        var kept: [Int] = []
        for second in stride(from: Int64(0), through: 1_200, by: 5) {
            Self.add(Double(second), at: second, to: &table)
            guard second >= 900, second % 15 == 0 else { continue }
            _ = try expression.evaluate(
                at: Timestamp(milliseconds: second * 1_000), in: table, memory: &memory)
            kept.append(memory.subqueries.values.map(\.steps.count).reduce(0, +))
        }
        #expect(kept.allSatisfy { $0 == 40 })
        // A late sample takes back what came behind it.
        Self.add(-1, at: 1_197, to: &table)
        _ = try expression.evaluate(
            at: Timestamp(milliseconds: 1_200_000), in: table, memory: &memory)
        #expect(memory.subqueries.values.allSatisfy { $0.steps.count == 40 })
    }
}

/// The same numbers for the same seed, everywhere.
private struct Lottery {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
