import Testing

@testable import Canvas

private let bad = Style(foreground: .indexed(9))

@Suite struct SparklineTests {
    @Test func valuesBecomeEighthsAndUnknownADot() {
        let strip = Sparkline([0, 1, 2, 3, 4, 5, 6, 7, nil, .nan], bounds: 0...7)
        #expect(strip.text(width: 10, glyphs: .unicode) == "▁▂▃▄▅▆▇█··")
        #expect(strip.text(width: 10, glyphs: .ascii) == "_.-~=+*#..")
    }

    @Test func theNewestValuesAreShownAndEarlierColumnsAreUnknown() {
        let strip = Sparkline([1, 2], bounds: 0...2)
        #expect(strip.text(width: 4, glyphs: .unicode) == "··▅█")
        #expect(strip.text(width: 1, glyphs: .unicode) == "█")
        #expect(strip.text(width: 0, glyphs: .unicode) == "")
    }

    @Test func zerosAreFlatAndExtremesStayInside() {
        #expect(Sparkline([0, 0]).text(width: 2, glyphs: .unicode) == "▁▁")
        #expect(
            Sparkline([-5, 1e300], bounds: 0...1).text(width: 2, glyphs: .unicode) == "▁█")
        #expect(Sparkline([-1, 0, 1]).text(width: 3, glyphs: .unicode) == "▁▅█")
    }

    @Test func everyColumnHasItsOwnStyle() {
        var frame = Frame(Size(width: 3, height: 1))
        Sparkline([1, 9], bounds: 0...9).draw(x: 1, y: 0, width: 2, on: &frame) {
            ($0 ?? 0) > 5 ? bad : .plain
        }
        #expect(frame[1, 0].style == .plain)
        #expect(frame[2, 0].style == bad)
    }
}

@Suite struct BarTests {
    private func drawn(_ bar: Bar, glyphs: GlyphSet = .unicode) -> Frame {
        var frame = Frame(Size(width: 6, height: 1), glyphs: glyphs)
        bar.draw(
            x: 0, y: 0, width: 6, on: &frame, style: .plain, breachStyle: bad,
            limitStyle: .plain)
        return frame
    }

    @Test func aBarIsAnEighthFineAndShowsItsLimit() {
        #expect(drawn(Bar(0.6, maximum: 1.5, limit: 1)).plainText() == "██▍ ┊\n")
        #expect(drawn(Bar(0.6, maximum: 1.5, limit: 1), glyphs: .ascii).plainText() == "##- :\n")
    }

    @Test func beyondTheLimitItIsTintedAndTheMarkStays() {
        let frame = drawn(Bar(2, maximum: 2, limit: 1))
        #expect(frame.plainText() == "███┊██\n")
        #expect(frame[2, 0].style == .plain)
        #expect(frame[4, 0].style == bad)
    }

    @Test func unknownIsNotZero() {
        #expect(drawn(Bar(nil, maximum: 1, limit: 0.5)).plainText() == "—  ┊\n")
        #expect(drawn(Bar(0, maximum: 1)).plainText() == "\n")
        #expect(drawn(Bar(9e99, maximum: 1)).plainText() == "██████\n")
        #expect(drawn(Bar(1, maximum: 0)).plainText() == "\n")
    }
}

@Suite struct NiceScaleTests {
    @Test(arguments: [
        (214.0, 250.0), (92, 100), (100, 100), (0.31, 0.5), (0.07, 0.1), (1, 1), (1.01, 2),
        (4_100, 5_000), (2.4, 2.5), (0.000_13, 0.000_2),
    ])
    func boundsAreRound(value: Double, top: Double) {
        #expect(NiceScale(covering: 0...value).bounds == 0...top)
    }

    @Test func theScaleStaysWhileTheValuesAllowIt() {
        let first = NiceScale(covering: 0...214)
        #expect(NiceScale(covering: 0...180, previous: first) == first)
        #expect(NiceScale(covering: 0...101, previous: first) == first)
        #expect(NiceScale(covering: 0...90, previous: first).bounds == 0...100)
        #expect(NiceScale(covering: 0...260, previous: first).bounds == 0...500)
    }

    @Test func withoutZeroBothEndsAreRound() {
        let scale = NiceScale(covering: 0.71...0.86, includesZero: false)
        #expect(scale.bounds.lowerBound <= 0.71 && scale.bounds.upperBound >= 0.86)
        #expect(scale.ticks.count <= 6)
    }

    @Test func emptyFlatAndEndlessRangesHaveAScale() {
        #expect(NiceScale(covering: 0...0).bounds == 0...1)
        #expect(NiceScale(covering: 5...5, includesZero: false).bounds.contains(5))
        #expect(NiceScale(covering: -(.infinity)...(.infinity)).bounds.upperBound.isFinite)
        #expect(NiceScale(covering: -3 ... -1).bounds.contains(-3))
    }

    @Test(arguments: [
        (0.0, "0"), (250, "250"), (0.25, "0.25"), (2.5, "2.5"), (2_500, "2500"), (25_000, "25k"),
        (2_500_000, "2.5M"), (-5, "-5"), (0.000_2, "0.0002"),
    ])
    func boundsAreWrittenShort(value: Double, text: String) {
        #expect(NiceScale.text(value) == text)
    }

    @Test func ticksGoFromEndToEnd() {
        #expect(NiceScale(covering: 0...214).ticks == [0, 50, 100, 150, 200, 250])
        #expect(NiceScale(covering: 0...1).ticks.last == 1)
    }
}

@Suite struct TimeAxisTests {
    private let ticks: [TimeAxis.Tick] = [
        .init(0, "02:42"), .init(0.5, "02:52"), .init(1, "03:02"),
    ]

    @Test func timesStandUnderTheirTicks() {
        var frame = Frame(Size(width: 40, height: 2))
        TimeAxis(ticks, events: [.init(0.74, style: bad)])
            .draw(under: Rect(x: 4, y: 0, width: 31, height: 0), y: 0, on: &frame)
        #expect(
            frame.plainText() == """
                   └┬──────────────┬──────◆───────┬
                  02:42          02:52          03:02

                """)
        #expect(frame[26, 0].style == bad)
    }

    @Test func inOneRowTimesStandInTheAxis() {
        var frame = Frame(Size(width: 40, height: 1))
        TimeAxis(ticks, events: [.init(0.8, style: .plain)], placement: .inline)
            .draw(under: Rect(x: 1, y: 0, width: 31, height: 0), y: 0, on: &frame)
        #expect(frame.plainText() == "└┬02:42─────────┬02:52───◆03:02┬\n")
    }

    @Test func timesThatWouldTouchAreLeftOut() {
        var frame = Frame(Size(width: 16, height: 2))
        TimeAxis(ticks).draw(under: Rect(x: 3, y: 0, width: 9, height: 0), y: 0, on: &frame)
        #expect(frame.plainText().split(separator: "\n")[1] == " 02:42   03:02")
    }

    @Test func whatLiesOutsideIsNotDrawn() {
        #expect(TimeAxis.column(-0.1, Rect(x: 0, y: 0, width: 9, height: 1)) == nil)
        #expect(TimeAxis.column(1.1, Rect(x: 0, y: 0, width: 9, height: 1)) == nil)
        #expect(TimeAxis.column(1, Rect(x: 2, y: 0, width: 9, height: 1)) == 10)
    }
}

@Suite struct TableLayoutTests {
    private let columns = [
        TableColumn("MODEL", maximum: 10, gap: 1, isFlexible: true),
        TableColumn("P95", alignment: .right, gap: 2),
        TableColumn("OWNER", gap: 2, rank: 1),
    ]
    private let texts = [["fraud-detector", "214", "ana"], ["eta", "9", "raj"]]

    @Test func widthsComeFromAllRowsWithinTheirLimits() {
        let layout = TableLayout(columns, texts: texts, width: 40)
        #expect(
            layout.places == [
                .init(x: 0, width: 10), .init(x: 12, width: 3), .init(x: 17, width: 5),
            ])
    }

    @Test func theFlexibleColumnGivesWayThenTheLastRanked() {
        let tight = TableLayout(columns, texts: texts, width: 20)
        #expect(tight.places.map { $0?.width } == [8, 3, 5])
        var stiff = columns
        stiff[0].minimum = 8
        let tighter = TableLayout(stiff, texts: texts, width: 18)
        #expect(tighter.places.map { $0?.width } == [10, 3, nil])
    }

    @Test func rowsAreCutAndAligned() {
        let layout = TableLayout(columns, texts: texts, width: 22)
        var frame = Frame(Size(width: 22, height: 3))
        frame.putHeads(columns, layout, in: frame.bounds, y: 0, style: .plain)
        for (index, row) in texts.enumerated() {
            frame.putRow(
                columns, layout, row.map { ($0, Style.plain) }, in: frame.bounds, y: index + 1)
        }
        #expect(
            frame.plainText() == """
                MODEL       P95  OWNER
                fraud-det…  214  ana
                eta           9  raj

                """)
    }

    @Test(arguments: 0..<50)
    func placesNeverOverlapAndStayInside(width: Int) {
        let layout = TableLayout(columns, texts: texts, width: width)
        var end = 0
        for place in layout.places.compactMap({ $0 }) {
            #expect(place.x >= end && place.x + place.width <= width)
            end = place.x + place.width
        }
    }
}
