import Testing

@testable import Canvas

private func sample() -> Frame {
    var frame = Frame(Size(width: 24, height: 3))
    frame.put("a < b & \"c\" 'd'", x: 1, y: 0, style: Style(attributes: .bold))
    frame.put("日本 é ▲", x: 0, y: 1, style: Style(foreground: .rgb(255, 0, 0)))
    frame.rule("─", x: 0, y: 2, width: 24, style: Style(foreground: .indexed(8)))
    return frame
}

@Suite struct ExportTests {
    @Test func plainTextLeavesOutBlanksAtTheEnd() {
        #expect(
            sample().plainText()
                == " a < b & \"c\" 'd'\n日本 é ▲\n" + String(repeating: "─", count: 24) + "\n")
    }

    @Test func goldenTextNamesEveryStyleWhereItBegins() {
        var frame = Frame(Size(width: 9, height: 2))
        frame.put("ab", x: 2, y: 0, style: Style(foreground: .indexed(9), attributes: .bold))
        frame.put("日", x: 0, y: 1, style: Style(background: .rgb(1, 2, 255)))
        #expect(
            frame.goldenText() == """
                frame 9x2
                │  ab
                 a b a
                │日
                 c a
                a = plain
                b = bold, fg palette 9
                c = bg #0102ff

                """)
    }

    @Test func goldenTextTellsFramesApartThatDifferInStyleOnly() {
        var other = sample()
        other.restyle(Rect(x: 3, y: 1, width: 1, height: 1)) { style in
            Style(foreground: style.foreground, attributes: .underline)
        }
        #expect(other.plainText() == sample().plainText())
        #expect(other.goldenText() != sample().goldenText())
    }

    @Test func ansiUsesTheColoursOfItsDepth() {
        var frame = Frame(Size(width: 2, height: 1))
        frame.put(
            "x", x: 0, y: 0,
            style: Style(foreground: .rgb(255, 0, 0), background: .indexed(236), attributes: .bold))
        #expect(frame.ansi(depth: .full) == "\u{1B}[1;38;2;255;0;0;48;5;236mx\u{1B}[0m \n")
        #expect(frame.ansi(depth: .palette) == "\u{1B}[1;38;5;196;48;5;236mx\u{1B}[0m \n")
        #expect(frame.ansi(depth: .sixteen) == "\u{1B}[1;91;40mx\u{1B}[0m \n")
        #expect(frame.ansi(depth: .mono) == "\u{1B}[1mx\u{1B}[0m \n")
    }

    @Test func markupIsEscapedInPictures() {
        for text in [sample().svg(), sample().html()] {
            #expect(text.contains("a &lt; b &amp; &quot;c&quot; &#39;d&#39;"))
            #expect(!text.contains("b & \""))
        }
    }

    @Test func svgFixesEveryWordToItsColumns() {
        let svg = sample().svg()
        #expect(svg.contains("x=\"19\" y=\"24\" textLength=\"135\""))  // 15 columns from the 2nd
        #expect(
            svg.contains(
                "textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ff0000\">日<"))
        #expect(svg.contains(">é</text>"))
        #expect(!svg.contains(">─"), "lines are shapes")
    }

    @Test func picturesShowReverseAsExchangedColours() {
        let style = Style(
            foreground: .rgb(1, 1, 1), background: .rgb(2, 2, 2), attributes: .reverse)
        let colors = Picture().colors(style)
        #expect(colors.foreground == "#020202")
        #expect(colors.background == "#010101")
    }

    @Test func htmlKeepsOneLineARow() {
        let html = sample().html()
        let body = html.split(separator: "<pre>\n")[1].split(separator: "</pre>")[0]
        #expect(body.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    }
}
