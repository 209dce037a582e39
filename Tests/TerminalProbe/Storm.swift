package import Canvas

/// Frames full of everything, the same ones in the probe and in the test that checks the screen.
package enum Storm {
    private static let texts = [
        "plain ascii", "日本語テキスト", "e\u{301}🙂x\u{1B}é", "▲●✓ ━━┬╌", "한글 ｱ Ａ",
        "👩\u{200D}💻 👍🏽 ❤\u{FE0F} 🇨🇭", "ш жя α Ω", "⣿⡇⠉", "          ", "aaaaaaaaaaaaaaaaaaaa",
    ]

    /// The frame of a step: that of the step before with more drawn over it.
    package static func frame(_ step: Int, size: Size) -> Frame {
        var frame = Frame(size)
        var random = Seeded(state: UInt64(size.width))
        for _ in 0..<(step + 1) * 12 {
            let style = Style(
                foreground: color(&random), background: color(&random),
                attributes: Style.Attributes(rawValue: UInt8.random(in: 0..<32, using: &random)))
            frame.put(
                texts.randomElement(using: &random) ?? "",
                x: Int.random(in: -3...size.width, using: &random),
                y: Int.random(in: 0..<size.height, using: &random), style: style)
        }
        return frame
    }

    private static func color(_ random: inout Seeded) -> Color {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .indexed(UInt8.random(in: 0...255, using: &random))
        case 1: .rgb(UInt8.random(in: 0...255, using: &random), 90, 20)
        default: .terminalDefault
        }
    }
}
