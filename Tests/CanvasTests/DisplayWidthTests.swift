import Testing

@testable import Canvas

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("plain", 5), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2),
        ("▲●✓—╌┊", 6), ("🙂", 2), ("👍🏽", 2), ("👩\u{200D}💻", 4), ("❤\u{FE0F}", 1),
        ("🇨🇭", 2), ("a\u{200B}b", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
        ("a\tb", 3), ("\u{1B}[31m", 5), ("\u{202E}x", 2),
    ])
    func columnsOfText(text: String, columns: Int) {
        #expect(DisplayWidth.columns(text) == columns)
    }

    @Test(arguments: [
        ("short", 5, "short"), ("longer", 5, "long…"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"),
        ("日本語", 6, "日本語"), ("anything", 0, ""), ("anything", 1, "…"),
        ("e\u{301}e\u{301}e", 2, "e\u{301}…"),
    ])
    func truncationKeepsToTheColumns(text: String, columns: Int, expected: String) {
        let cut = DisplayWidth.truncated(text, to: columns)
        #expect(cut == expected)
        #expect(DisplayWidth.columns(cut) <= columns)
    }

    @Test func everyGlyphOfEverySetIsOneColumn() {
        for set in GlyphSet.allCases {
            for (name, glyph) in set.all {
                #expect(DisplayWidth.columns(String(glyph)) == 1, "\(set) \(name)")
                #expect(Glyph(glyph).character == glyph, "\(set) \(name)")
                if set == .ascii { #expect(glyph.isASCII, "\(name)") }
            }
        }
    }
}
