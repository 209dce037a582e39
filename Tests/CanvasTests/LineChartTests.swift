import Testing

@testable import Canvas

private let muted = Style(foreground: .indexed(8))
private let strong = Style(attributes: .bold)
private let bad = Style(foreground: .indexed(9))

private func ramp(_ count: Int, from: Double, to: Double) -> [Double?] {
    (0..<count).map { from + (to - from) * Double($0) / Double(max(1, count - 1)) }
}

private func drawn(
    _ chart: LineChart, _ width: Int, _ height: Int, glyphs: GlyphSet = .unicode
) -> Frame {
    var frame = Frame(Size(width: width, height: height), glyphs: glyphs)
    chart.draw(in: frame.bounds, on: &frame)
    return frame
}

@Suite struct LineChartTests {
    @Test func aRisingLineIsDrawnInBraille() {
        let chart = LineChart([.init(ramp(16, from: 0, to: 100), style: .plain)], bounds: 0...100)
        #expect(
            drawn(chart, 16, 3).plainText() == """
                  100┤     ⢀⠔⠊
                     │  ⢀⡠⠊⠁
                    0┤⡠⠔⠁

                """)
    }

    @Test func blocksAndASCIIShowTheSameLine() {
        let chart = LineChart([.init(ramp(8, from: 0, to: 100), style: .plain)], bounds: 0...100)
        #expect(
            drawn(chart, 16, 3, glyphs: .block).plainText() == """
                  100┤     ▄▄▀
                     │   ▄▀
                    0┤▄▀▀

                """)
        #expect(
            drawn(chart, 16, 3, glyphs: .ascii).plainText() == """
                  100+     .-'
                     |   :'
                    0+.-'

                """)
    }

    @Test func whatIsUnknownLeavesAGap() {
        let values: [Double?] = [50, 50, nil, nil, .nan, 50, 50, 50]
        let chart = LineChart(
            [.init(values, style: .plain)], bounds: 0...100, axisColumns: 0, labelColumns: 0)
        let frame = drawn(chart, 9, 1, glyphs: .block)
        #expect(frame.plainText() == "┤▄▄   ▄▄▄\n")
    }

    @Test func aLoneValueBetweenGapsIsADot() {
        let chart = LineChart(
            [.init([nil, 100, nil], style: .plain)], bounds: 0...100, axisColumns: 0,
            labelColumns: 0)
        #expect(drawn(chart, 4, 1, glyphs: .block).plainText() == "┤ ▀\n")
    }

    @Test func onlyThePartBeyondTheLimitIsTinted() {
        let line = LineChart.Line(ramp(20, from: 0, to: 100), style: .plain, breachStyle: bad)
        let chart = LineChart(
            [line], bounds: 0...100, limit: .init(50, label: "", style: muted), axisColumns: 0,
            labelColumns: 0)
        let frame = drawn(chart, 11, 10)
        for y in 0..<10 {
            for x in 1..<11 where (0x2801...0x28FF).contains(frame[x, y].symbol.base) {
                #expect(frame[x, y].style == (y < 5 ? bad : .plain), "\(x) \(y)")
            }
        }
    }

    @Test func aLowerLimitIsBreachedBelow() {
        let line = LineChart.Line([0.9, 0.9, 0.7, 0.7], style: .plain, breachStyle: bad)
        let limit = LineChart.Limit(0.8, label: "", style: muted, breaches: .below)
        let chart = LineChart(
            [line], bounds: 0.6...1, limit: limit, axisColumns: 0, labelColumns: 0)
        let frame = drawn(chart, 5, 4, glyphs: .block)
        #expect(frame[1, 1].style == .plain)
        #expect(frame[4, 2].style == bad || frame[4, 3].style == bad)
    }

    @Test func aLaterLineIsDrawnOverAnEarlierOne() {
        let lines: [LineChart.Line] = [
            .init([50, 50, 50, 50], style: muted), .init([50, 50, 50, 50], style: strong),
        ]
        let frame = drawn(LineChart(lines, bounds: 0...100, axisColumns: 0, labelColumns: 0), 5, 1)
        #expect(frame[1, 0].style == strong)
    }

    @Test func theLimitsWordsKeepOutOfTheLinesWay() {
        let values: [Double?] = [50, 50, 50, nil, nil, nil, nil, nil, nil, nil, nil, nil]
        let chart = LineChart(
            [.init(values, style: .plain)], bounds: 0...100,
            limit: .init(50, label: "max", style: muted), axisColumns: 0, labelColumns: 0)
        #expect(drawn(chart, 13, 1, glyphs: .block).plainText() == "┤▄▄▄max ╌╌╌╌╌\n")
    }

    @Test func linesAreLabelledWhereTheyEndAndLabelsDoNotCollide() {
        let lines: [LineChart.Line] = [
            .init([90, 90], style: muted, label: "7"), .init([92, 92], style: strong, label: "8"),
        ]
        let text = drawn(LineChart(lines, bounds: 0...100, axisColumns: 0), 8, 4).plainText()
        #expect(text.split(separator: "\n").prefix(2).map { $0.last } == ["8", "7"])
    }

    @Test func crowdedValuesKeepTheirSpike() {
        var values: [Double?] = Array(repeating: 10, count: 5_000)
        values[2_345] = 100
        let chart = LineChart(
            [.init(values, style: .plain)], bounds: 0...100, axisColumns: 0, labelColumns: 0)
        let frame = drawn(chart, 30, 6)
        #expect((1..<30).contains { frame[$0, 0].symbol != .blank })
    }

    @Test func aCrowdedSlopeIsAsThinAsAnyOther() {
        func slope(_ count: Int) -> Frame {
            drawn(
                LineChart(
                    [.init(ramp(count, from: 0, to: 60), style: .plain)], bounds: 0...100,
                    axisColumns: 0, labelColumns: 0), 21, 5)
        }
        for count in [40, 60, 97, 400] {
            let braille = (0..<5).flatMap { y in (1..<21).map { slope(count)[$0, y] } }
                .filter { $0.symbol != .blank }
            let sum = braille.reduce(0) { $0 + ($1.symbol.base & 0xFF).nonzeroBitCount }
            #expect(sum == 40, "\(count) values: one dot a dot column")
        }
    }

    @Test func valuesOutsideTheBoundsStayAtTheEdge() {
        let chart = LineChart(
            [.init([-1e300, 1e300, .infinity], style: .plain)], bounds: 0...1, axisColumns: 0)
        let frame = drawn(chart, 10, 3)
        #expect(frame[1, 2].symbol != .blank)
    }

    @Test func everySizeIsDrawnWithoutATrap() {
        let chart = LineChart(
            [.init(ramp(50, from: -5, to: 500), style: .plain, label: "8 214")], bounds: 0...250,
            limit: .init(138, label: "limit 1.5 × version 7", style: muted), labelColumns: 6)
        for width in 0..<40 {
            for height in 0..<8 {
                for glyphs in GlyphSet.allCases { _ = drawn(chart, width, height, glyphs: glyphs) }
            }
        }
    }
}
