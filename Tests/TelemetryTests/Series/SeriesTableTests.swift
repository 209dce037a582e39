import Telemetry
import Testing

struct SeriesTableTests {
    private static func sample(_ minute: Int64, _ value: Double) -> Sample {
        Sample(time: Timestamp(milliseconds: minute * 60_000), value: value)
    }

    @Test func `later additions fill gaps and win where both have a sample`() {
        var table = SeriesTable()
        let labels = Labels(["__name__": "up"])
        table.add([Self.sample(1, 1), Self.sample(3, 3)], to: labels)
        table.add([Self.sample(2, 20), Self.sample(3, 30), Self.sample(4, 40)], to: labels)
        #expect(table[labels].map(\.value) == [1, 20, 30, 40])
        #expect(table[Labels(["__name__": "down"])].isEmpty)
    }

    @Test func `a selection is open at its left edge and closed at its right`() {
        var table = SeriesTable()
        table.add((1...5).map { Self.sample($0, Double($0)) }, to: Labels(["__name__": "up"]))
        let up = [LabelMatcher("__name__", .equal, "up")]
        let found = table.select(
            up, after: Self.sample(2, 0).time, through: Self.sample(4, 0).time)
        #expect(found.map { $0.samples.map(\.value) } == [[3, 4]])
        #expect(table.select(up, after: Self.sample(5, 0).time, through: .distantFuture).isEmpty)
    }
}
