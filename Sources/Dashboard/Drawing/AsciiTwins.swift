import Canvas

/// Views write the screen's glyphs as they are; a terminal with ASCII only gets their twins.
enum AsciiTwins {
    private static let twins: [Character: Character] = {
        var twins: [Character: Character] = [
            "−": "-", "’": "'", "“": "\"", "”": "\"", "≥": ">", "≤": "<", "≠": "/", "Δ": "d",
            "∞": "*", "√": "+",
            "↑": "^", "↓": "v", "←": "<", "→": ">", "░": ".", "▸": ">",
        ]
        for (rich, plain) in zip(GlyphSet.unicode.all, GlyphSet.ascii.all) {
            twins[rich.glyph] = plain.glyph
        }
        return twins
    }()

    /// Names of keys in words where a twin would read as another key.
    static func keys(_ text: String, _ glyphs: GlyphSet) -> String {
        guard glyphs == .ascii else { return text }
        let words: [Character: String] = ["↵": "enter", "↑": "up", "↓": "down"]
        return text.map { words[$0] ?? String($0) }.joined()
    }

    static func spelled(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : String(text.map { twins[$0] ?? $0 })
    }
}
