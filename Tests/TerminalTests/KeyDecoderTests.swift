import TerminalProbe
import Testing

@testable import Terminal

private func decoded(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.feed(text.utf8) + decoder.flush()
}

@Suite struct KeyDecoderTests {
    @Test(
        arguments: [
            ("a", [.character("a")]), (" ", [.character(" ")]),
            ("é日🙂", [.character("é"), .character("日"), .character("🙂")]),
            ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]),
            ("\u{8}", [.backspace]), ("\u{1}", [.control("a")]), ("\u{1A}", [.control("z")]),
            ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]),
            ("\u{1B}[A", [.up]), ("\u{1B}OA", [.up]), ("\u{1B}[1;5B", [.down]),
            ("\u{1B}[Z", [.backTab]),
            ("\u{1B}[H", [.home]), ("\u{1B}[1~", [.home]), ("\u{1B}[4~", [.end]),
            ("\u{1B}OF", [.end]),
            ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[3~", [.delete]),
            ("\u{1B}[2~", [.insert]), ("\u{1B}OP", [.function(1)]), ("\u{1B}[15~", [.function(5)]),
            ("\u{1B}[17~", [.function(6)]), ("\u{1B}[24~", [.function(12)]),
            ("\u{1B}[[C", [.function(3)]),
            ("\u{1B}x", [.escape, .character("x")]), ("\u{1B}[", [.escape, .character("[")]),
            ("\u{1B}]", [.escape, .character("]")]), ("\u{1B}O", [.escape, .character("O")]),
            ("\u{1B}\u{1B}[A", [.escape, .up]),
            ("ab\u{1B}[Bc", [.character("a"), .character("b"), .down, .character("c")]),
        ] as [(String, [Key])])
    func bytesBecomeKeys(text: String, keys: [Key]) {
        #expect(decoded(text) == keys)
    }

    @Test(arguments: [
        "\u{1B}[I", "\u{1B}[?62;1;6c", "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}[12;40R",
        "\u{1B}P1$r0m\u{1B}\\",
        "\u{1B}[57362u", "\u{1B}[200;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1x",
        "\u{1B}[99999999999999999999~", "\u{1B}[<0;0;0M", "\u{1B}[<99;5M",
    ])
    func whatMeansNothingActsAsNothing(text: String) {
        // The 4th is F3 with modifiers on some terminals, a position report on others.
        let keys = decoded(text).filter { $0 != .function(3) }
        #expect(keys.isEmpty)
    }

    @Test func brokenUTF8IsLeftOut() {
        var decoder = KeyDecoder()
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3, 0x62, 0xE6, 0x97, 0x63, 0x80, 0xC2, 0x9B, 0xF5]
        #expect(
            decoder.feed(bytes) + decoder.flush() == [
                .character("a"), .character("b"), .character("c"),
            ])
    }

    @Test func aPasteIsOneKeyAndHarmless() {
        #expect(
            decoded("\u{1B}[200~q\u{1B}[31mx\r\ny\u{7}\u{1B}[201~z")
                == [.paste("q[31mx\ny "), .character("z")])
    }

    @Test func aPasteIsBoundedAndOneWithoutEndIsGivenUp() {
        var decoder = KeyDecoder()
        _ = decoder.feed("\u{1B}[200~".utf8)
        #expect(decoder.patienceMilliseconds == 1_000)
        for _ in 0..<300 {
            #expect(decoder.feed(String(repeating: "x", count: 1_000).utf8).isEmpty)
        }
        #expect(decoder.flush() == [.paste(String(repeating: "x", count: 65_536))])
        #expect(decoder.feed("q".utf8) == [.character("q")])
    }

    @Test func aLoneEscapeWaitsForWhatMayFollow() {
        var decoder = KeyDecoder()
        #expect(decoder.patienceMilliseconds == nil)
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.patienceMilliseconds == 25)
        #expect(decoder.feed("[A".utf8) == [.up])
        #expect(decoder.patienceMilliseconds == nil)
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.flush() == [.escape])
    }

    @Test func endlessSequencesAreGivenUp() {
        var decoder = KeyDecoder()
        var keys = decoder.feed("\u{1B}]".utf8)
        for _ in 0..<100 { keys += decoder.feed(String(repeating: "9", count: 100).utf8) }
        #expect(decoder.feed("\u{1B}[A".utf8).last == .up)
        #expect(!keys.contains(.escape))
    }

    @Test func theMouseIsDecodedWithItsCell() {
        #expect(
            decoded("\u{1B}[<0;5;3M\u{1B}[<2;200;60m\u{1B}[<64;1;1M\u{1B}[<65;1;1M\u{1B}[<16;1;1M")
                == [
                    .mouse(MouseEvent(.press, x: 4, y: 2)),
                    .mouse(MouseEvent(.release, button: 2, x: 199, y: 59)),
                    .mouse(MouseEvent(.wheelUp, x: 0, y: 0)),
                    .mouse(MouseEvent(.wheelDown, x: 0, y: 0)),
                    .mouse(MouseEvent(.press, x: 0, y: 0)),
                ])
    }

    @Test func aTerminalsOwnSequencesWin() {
        let own: [[UInt8]: Key] = [
            Array("\u{1B}[11^".utf8): .function(23), Array("\u{1B}a".utf8): .up, [0x61]: .down,
        ]
        var decoder = KeyDecoder(sequences: KeySequences(extra: own))
        #expect(decoder.feed("\u{1B}[11^\u{1B}aa".utf8) == [.function(23), .up, .character("a")])
    }

    /// Random pieces of random keys give the keys of the whole.
    @Test(arguments: 0..<100)
    func piecesDoNotMatter(seed: Int) {
        var random = Seeded(state: UInt64(seed))
        let parts = [
            "a", "é", "日", "\u{1B}[A", "\u{1B}OP", "\u{1B}[15~", "\r", "\u{1B}[<0;5;3M",
            "\u{1B}[200~pa\u{1B}ste\u{1B}[201~", "\u{1B}]52;c;x\u{7}", "\u{1B}[?1;2c",
        ]
        let text = (0..<40).compactMap { _ in parts.randomElement(using: &random) }.joined()
        var decoder = KeyDecoder()
        let whole = decoder.feed(text.utf8)
        var pieces: [Key] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...7, using: &random)
            pieces += decoder.feed(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(pieces == whole)
        #expect(decoder.patienceMilliseconds == nil)
    }

    @Test(arguments: 0..<200)
    func anyBytesAreSurvived(seed: Int) {
        var random = Seeded(state: UInt64(seed) &+ 7_000)
        var decoder = KeyDecoder()
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? [0x1B, 0x5B, 0x4F, 0x3B, 0x7E, 0x30].randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            for key in decoder.feed(bytes) {
                if case .character(let character) = key {
                    #expect(character.unicodeScalars.allSatisfy { $0.value >= 0x20 })
                }
            }
        }
        _ = decoder.flush()
    }
}
