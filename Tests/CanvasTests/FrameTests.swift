import Testing

@testable import Canvas

private let bold = Style(attributes: .bold)
private let red = Style(foreground: .indexed(1))

/// Every wide glyph is whole, and no continuation stands alone.
private func isWhole(_ frame: Frame) -> Bool {
    for y in 0..<frame.size.height {
        for x in 0..<frame.size.width {
            let cell = frame[x, y]
            if cell.symbol.isWide {
                if x + 1 >= frame.size.width { return false }
                if !frame[x + 1, y].symbol.isContinuation { return false }
            }
            if cell.symbol.isContinuation, x == 0 || !frame[x - 1, y].symbol.isWide {
                return false
            }
        }
    }
    return true
}

@Suite struct FrameTests {
    @Test func textIsCutAtItsWidthWithAnEllipsis() {
        var frame = Frame(Size(width: 10, height: 1))
        #expect(frame.put("fraud-detector", x: 1, y: 0, style: bold, width: 6) == 6)
        #expect(frame.plainText() == " fraud…\n")
        #expect(frame[6, 0].style == bold)
        #expect(frame[7, 0].style == .plain)
    }

    @Test func textIsCutAtTheFramesEdge() {
        var frame = Frame(Size(width: 6, height: 1))
        #expect(frame.put("abcdefgh", x: 2, y: 0, style: .plain) == 4)
        #expect(frame.plainText() == "  abc…\n")
    }

    @Test func textThatBeginsLeftOfTheFrameLosesItsBeginning() {
        var frame = Frame(Size(width: 6, height: 1))
        frame.put("abcdef", x: -2, y: 0, style: .plain)
        #expect(frame.plainText() == "cdef\n")
        frame.put("日本", x: -1, y: 0, style: .plain)
        #expect(frame.plainText() == " 本f\n")
    }

    @Test func textIsAlignedInItsWidth() {
        var frame = Frame(Size(width: 8, height: 3))
        #expect(frame.put("12", x: 0, y: 0, style: .plain, width: 8, alignment: .right) == 2)
        frame.put("日", x: 0, y: 1, style: .plain, width: 8, alignment: .center)
        frame.put("much too long", x: 0, y: 2, style: .plain, width: 8, alignment: .right)
        #expect(frame.plainText() == "      12\n   日\nmuch to…\n")
    }

    @Test func asciiFramesCutAndReplaceInASCII() {
        var frame = Frame(Size(width: 5, height: 2), glyphs: .ascii)
        frame.put("abcdefgh", x: 0, y: 0, style: .plain)
        frame.put("a\u{1B}b", x: 0, y: 1, style: .plain)
        #expect(frame.plainText() == "abcd~\na?b\n")
    }

    @Test(arguments: [
        "\u{1B}[2J", "\u{9B}31m", "a\u{7}b", "\u{202E}evil", "\u{2028}", "\u{85}", "\u{7F}", "\r\n",
        "\u{0}", "\u{FFFF}", "\u{200F}",
    ])
    func whatCouldSteerATerminalIsNeverStored(text: String) {
        var frame = Frame(Size(width: 20, height: 1))
        frame.put(text, x: 0, y: 0, style: .plain)
        for scalar in frame.plainText().unicodeScalars where scalar != "\n" {
            #expect(ScalarClass(scalar) != .forbidden)
        }
        #expect(frame.plainText().contains("\u{FFFD}"))
        for character in text where character != Cell.continuation {
            #expect(Cell(character).symbol == .replacement || Cell(character).symbol.base >= 0x20)
        }
    }

    @Test func marksStayOverTheirBaseAndStacksAreCut() {
        var frame = Frame(Size(width: 4, height: 1))
        #expect(frame.put("e\u{301}x", x: 0, y: 0, style: .plain) == 2)
        #expect(frame[0, 0].glyph == "é")
        frame.put("z" + String(repeating: "\u{300}", count: 50), x: 0, y: 0, style: .plain)
        #expect(frame[0, 0].glyph.unicodeScalars.count == 3)
        #expect(frame[1, 0].glyph == "x")
        #expect(frame.put("\u{301}", x: 0, y: 0, style: .plain) == 0)
    }

    @Test func aWideGlyphIsNeverHalved() {
        var frame = Frame(Size(width: 6, height: 1))
        frame.put("日本語", x: 0, y: 0, style: .plain)
        frame.put("x", x: 1, y: 0, style: .plain)
        #expect(frame.plainText() == " x本語\n")
        frame[2, 0] = Cell("y")
        #expect(frame.plainText() == " xy 語\n")
        frame[5, 0] = Cell("日")
        #expect(frame.plainText() == " xy\n")
        frame[2, 0] = Cell("日")
        #expect(frame.plainText() == " x日\n")
        #expect(isWhole(frame))
    }

    @Test func drawingOutsideIsClipped() {
        var frame = Frame(Size(width: 4, height: 2))
        frame.put("abc", x: 0, y: -1, style: .plain)
        frame.put("abc", x: 0, y: 2, style: .plain)
        frame.put("abc", x: 9, y: 0, style: .plain)
        frame[-1, 0] = Cell("x")
        frame[4, 1] = Cell("x")
        frame.fill(Rect(x: -5, y: -5, width: 3, height: 3), "x", style: .plain)
        #expect(frame == Frame(Size(width: 4, height: 2)))
        #expect(frame[99, 99] == Cell())
    }

    @Test func aClipConfinesDrawingAndEnds() {
        var frame = Frame(Size(width: 8, height: 2))
        frame.clipped(to: Rect(x: 2, y: 0, width: 4, height: 1)) { frame in
            frame.put("abcdefgh", x: 0, y: 0, style: .plain)
            frame.put("below", x: 2, y: 1, style: .plain)
            frame.clipped(to: Rect(x: 0, y: 0, width: 3, height: 9)) { frame in
                frame.fill(Rect(x: 0, y: 0, width: 8, height: 2), "#", style: .plain)
            }
        }
        #expect(frame.plainText() == "  #de…\n\n")
        frame.put("all", x: 0, y: 1, style: .plain)
        #expect(frame.plainText() == "  #de…\nall\n")
    }

    @Test func restyleChangesStylesOnlyAndWholeGlyphs() {
        var frame = Frame(Size(width: 6, height: 1))
        frame.put("a日b", x: 0, y: 0, style: .plain)
        frame.restyle(Rect(x: 2, y: 0, width: 1, height: 1)) { _ in red }
        #expect(frame.plainText() == "a日b\n")
        #expect((0..<4).map { frame[$0, 0].style == red } == [false, true, true, false])
    }

    @Test func stylesSurvivePacking() {
        let colors: [Color] = [
            .terminalDefault, .indexed(0), .indexed(255), .rgb(0, 0, 0), .rgb(255, 254, 1),
        ]
        for front in colors {
            for back in colors {
                for bits in UInt8(0)..<32 {
                    let style = Style(
                        foreground: front, background: back, attributes: .init(rawValue: bits))
                    #expect(Cell("x", style).style == style)
                }
            }
        }
    }

    @Test func aCellIsSixteenBytesOfPlainMemory() {
        #expect(MemoryLayout<Cell>.stride == 16)
        #expect(_isPOD(Cell.self))
    }

    /// A seeded storm of drawing at sizes from 1×1 to 250×80.
    @Test(arguments: 0..<60)
    func anyDrawingAtAnySizeKeepsTheFrameWhole(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        let size = Size(
            width: Int.random(in: 1...250, using: &random),
            height: Int.random(in: 1...80, using: &random))
        var frame = Frame(size)
        let texts = ["plain ascii text", "日本語テキスト", "e\u{301}🙂x\u{1B}", "", "▲●✓ ━━"]
        for _ in 0..<200 {
            let x = Int.random(in: -20...260, using: &random)
            let y = Int.random(in: -5...85, using: &random)
            let rect = Rect(
                x: Int.random(in: -20...260, using: &random), y: y,
                width: Int.random(in: 0...90, using: &random),
                height: Int.random(in: 0...20, using: &random))
            let text = texts.randomElement(using: &random) ?? ""
            frame.clipped(to: rect) { frame in
                let used = frame.put(
                    text, x: x, y: y, style: bold, width: rect.width, alignment: .right)
                #expect(used <= rect.width)
                frame.put(text, x: x, y: y, style: .plain)
                frame.restyle(rect) { _ in red }
                frame[x, y] = Cell("本")
            }
            frame.fill(rect.inset(left: 1, right: 1), "x", style: .plain)
        }
        #expect(frame.cells.count == size.width * size.height)
        #expect(isWhole(frame))
    }

    @Test(arguments: 0..<40)
    func drawingInAClipChangesNothingOutsideIt(seed: Int) {
        var random = Seeded(state: UInt64(seed) &+ 99)
        let size = Size(width: Int.random(in: 1...60, using: &random), height: 12)
        var frame = Frame(size, style: red)
        let area = Rect(
            x: Int.random(in: -3...60, using: &random), y: Int.random(in: -3...12, using: &random),
            width: Int.random(in: 0...30, using: &random), height: 5)
        frame.clipped(to: area) { frame in
            frame.fill(Rect(x: -9, y: -9, width: 99, height: 99), "#", style: bold)
            frame.put("日本語日本語日本語日本語", x: -1, y: area.y + 1, style: bold)
            LineChart([.init([1, 5, 2], style: bold, label: "8")], bounds: 0...3)
                .draw(in: frame.bounds, on: &frame)
        }
        for y in 0..<size.height {
            for x in 0..<size.width where !area.contains(Point(x: x, y: y)) {
                #expect(frame[x, y] == Cell(" ", red))
            }
        }
    }
}

/// SplitMix64: the same storm every time.
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
