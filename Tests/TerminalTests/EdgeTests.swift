import Canvas
import Testing

@testable import Terminal

@Suite struct ClipboardTests {
    /// Test vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func base64IsTheStandards(text: String, encoded: String) {
        #expect(Clipboard.base64(Array(text.utf8)) == encoded)
    }

    @Test func tmuxGetsThePlainAndTheWrappedSequence() {
        let bytes = Clipboard.sequence("f", through: .tmux)
        #expect(
            bytes.map { String(decoding: $0, as: UTF8.self) }
                == "\u{1B}]52;c;Zg==\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zg==\u{7}\u{1B}\\")
    }

    @Test func screenGetsShortPieces() throws {
        let text = String(repeating: "x", count: 3_000)
        let bytes = try #require(Clipboard.sequence(text, through: .screen))
        let pieces = String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}\\")
        #expect(pieces.count == 6)
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 768 })
    }

    @Test func whatIsTooLongIsRefused() {
        let text = String(repeating: "x", count: Clipboard.longest + 1)
        #expect(Clipboard.sequence(text, through: .none) == nil)
    }
}

@Suite struct TerminalOptionsTests {
    @Test(
        arguments: [
            (256, nil, .palette), (16_777_216, nil, .palette), (88, nil, .sixteen),
            (8, nil, .sixteen),
            (0, nil, .mono), (256, "1", .mono), (256, "", .palette),
        ] as [(Int, String?, ColorDepth)])
    func depthIsWhatThereIs(colors: Int, noColor: String?, depth: ColorDepth) {
        #expect(TerminalOptions().depth(available: colors, noColor: noColor) == depth)
    }

    @Test func whatWasAskedForBeatsNoColorButNotTheTerminal() {
        let options = TerminalOptions(colors: .palette)
        #expect(options.depth(available: 256, noColor: "1") == .palette)
        #expect(options.depth(available: 8, noColor: nil) == .sixteen)
        #expect(TerminalOptions(colors: .mono).depth(available: 256, noColor: nil) == .mono)
    }
}

@Suite struct ColorMapTests {
    private func map(_ colors: Int, pairs: Int = 65_536, isExact: Bool = false) -> ColorMap {
        let depth = TerminalOptions().depth(available: colors, noColor: nil)
        return ColorMap(depth: depth, colors: colors, maximumPairs: pairs, isExact: isExact)
    }

    private func look(_ style: Style, _ map: inout ColorMap) -> ColorMap.Look {
        map.look(style, key: Cell(" ", style).styleKey)
    }

    @Test func equalColoursShareAPairDefinedOnce() {
        var map = map(256)
        let plain = look(.plain, &map)
        let red = look(Style(foreground: .indexed(9)), &map)
        let bold = look(Style(foreground: .indexed(9), attributes: .bold), &map)
        #expect(plain.pair == 0)
        #expect(red.pair == 1 && bold.pair == 1)
        #expect(bold.attributes == 1)
        #expect(map.takeDefinitions() == [.pair(1, foreground: 9, background: -1)])
        #expect(map.takeDefinitions().isEmpty)
    }

    @Test func onEightColoursBrightIsBold() {
        var map = map(8)
        let look = look(Style(foreground: .rgb(255, 0, 0)), &map)
        #expect(look.attributes == UInt16(Style.Attributes.bold.rawValue))
        #expect(map.takeDefinitions() == [.pair(1, foreground: 1, background: -1)])
    }

    @Test func inMonoOnlyAttributesAreLeft() {
        var map = map(0)
        let look = look(Style(foreground: .indexed(9), attributes: .reverse), &map)
        #expect(look.pair == 0 && look.attributes == 16)
    }

    @Test func exactColoursGetEntriesOfTheirOwn() {
        var map = map(256, isExact: true)
        _ = look(Style(foreground: .rgb(1, 2, 3), background: .indexed(4)), &map)
        #expect(
            map.takeDefinitions() == [
                .color(128, red: 1, green: 2, blue: 3), .pair(1, foreground: 128, background: 4),
            ])
        for value in UInt8(0)...255 { _ = look(Style(foreground: .rgb(value, 0, 0)), &map) }
        #expect(map.colorDefinitions().count == 128, "then the nearest there is")
    }

    @Test func whenPairsRunOutItIsNoticed() {
        var map = map(8, pairs: 4)
        for index in UInt8(0)..<7 { _ = look(Style(foreground: .indexed(index)), &map) }
        #expect(map.overflow == 4)
        map.resetPairs()
        #expect(look(Style(foreground: .indexed(6)), &map).pair == 1)
    }
}

@Suite struct WakePipeTests {
    @Test func wakingManyTimesIsWakingOnceAndNeverBlocks() throws {
        let pipe = try WakePipe()
        #expect(pipe.drain().isEmpty)
        for _ in 0..<100_000 { pipe.wake() }
        #expect(!pipe.drain().isEmpty)
        #expect(pipe.drain().isEmpty)
    }
}
