import Canvas
import Glibc
import TerminalProbe
import Testing

private let enter = "\u{1B}[?1049h"
private let leave = "\u{1B}[?1049l"

/// On a real pseudo-terminal, one after the other: they share descriptors while starting.
@Suite(.serialized) struct TerminalSessionTests {
    private func opened(
        _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> PtyProcess {
        let probe = try PtyProcess(arguments, environment: environment)
        probe.expect("size 80x24")
        return probe
    }

    /// Everything as before: modes, alternate screen left, cursor shown, paste marks off.
    private func expectRestored(_ probe: PtyProcess, _ place: SourceLocation = #_sourceLocation) {
        #expect(probe.hasModesOfBefore, sourceLocation: place)
        for text in [enter, leave, "\u{1B}[?25h", "\u{1B}[?2004l"] {
            #expect(probe.drew(text), "\(text.debugDescription)", sourceLocation: place)
        }
        var last = 0
        while let next = probe.found(enter, from: last) { last = next + 1 }
        #expect(probe.found(leave, from: last) != nil, "left last", sourceLocation: place)
    }

    @Test func aFrameIsDrawnAndQuittingLeavesTheTerminalAsItWas() throws {
        let probe = try opened()
        #expect(!probe.isCooked)
        #expect(probe.drew("日本 ▲"))
        #expect(probe.drew("38;5;208"), "rgb is quantised to the palette")
        probe.type("q")
        #expect(probe.end() == 0)
        expectRestored(probe)
    }

    /// The bytes, shown by a terminal, give every cell of the frame, glyph and style.
    @Test func theScreenShowsEveryCellOfEveryFrameAtEverySize() throws {
        let probe = try opened()
        try expectStorm(probe, Size(width: 80, height: 24), steps: 0..<15)
        for (columns, rows) in [(200, 60), (7, 3), (1, 1), (33, 9)] {
            probe.forget()
            probe.resize(columns, rows)
            probe.expect("size \(columns)x\(rows)")
            probe.expect("drawn")
        }
        try expectStorm(probe, Size(width: 33, height: 9), steps: 15..<20)
        for (columns, rows) in [(1, 1), (2, 2), (120, 40)] {
            probe.forget()
            probe.resize(columns, rows)
            probe.expect("size \(columns)x\(rows)")
            probe.expect("drawn")
        }
        try expectStorm(probe, Size(width: 120, height: 40), steps: 20..<24)
    }

    private func expectStorm(_ probe: PtyProcess, _ size: Size, steps: Range<Int>) throws {
        var screen = ScreenModel(size)
        for step in steps {
            probe.type("n")
            probe.expect("drawn")
            screen.feed(probe.output)
            probe.forget()
            #expect(screen.unknown.isEmpty)
            let frame = Storm.frame(step, size: size)
            for y in 0..<size.height {
                let differing = (0..<size.width).filter { x in
                    seen(screen.frame[x, y]) != seen(frame[x, y])
                }
                #expect(differing.isEmpty, "step \(step) row \(y) columns \(differing)")
            }
        }
    }

    /// A cell as eyes have it: quantised, and a blank without the colour of its text.
    private func seen(_ cell: Cell) -> Cell {
        var style = cell.style
        style.foreground = style.foreground.quantized(to: .palette)
        style.background = style.background.quantized(to: .palette)
        let isBare = style.attributes.isDisjoint(with: [.reverse, .underline])
        if cell.symbol == .blank, isBare { style = Style(background: style.background) }
        return Cell(symbol: cell.symbol, style: style)
    }

    @Test(arguments: [
        ("t", 4), ("x", 3), ("i", 128 + SIGILL), ("s", 128 + SIGSEGV), ("A", 128 + SIGABRT),
    ])
    func aThrowAnExitAndACrashLeaveTheTerminalAsItWas(key: String, status: Int32) throws {
        let probe = try opened()
        probe.type(key)
        #expect(probe.end() == status)
        expectRestored(probe)
        if key == "i", let at = probe.found(leave) {
            #expect(probe.found("Index out of range", from: at) != nil, "its last words come after")
        }
    }

    @Test(arguments: [
        (SIGTERM, "terminate"), (SIGINT, "interrupt"), (SIGHUP, "hangup"), (SIGQUIT, "quit"),
    ])
    func signalsArriveAsEvents(number: Int32, name: String) throws {
        let probe = try opened()
        probe.signal(number)
        probe.expect("signal \(name)")
        #expect(probe.end() == 0)
        expectRestored(probe)
    }

    @Test func controlCIsASignalAndControlVAKey() throws {
        let probe = try opened()
        probe.type("\u{16}\u{13}")
        probe.expect("key control(\"v\")")
        probe.expect("key control(\"s\")")
        probe.type("\u{3}")
        probe.expect("signal interrupt")
        #expect(probe.end() == 0)
    }

    @Test func keysComeDecoded() throws {
        let probe = try opened()
        probe.type("\u{1B}[A\u{1B}OBé")
        probe.expect("key up")
        probe.expect("key down")
        probe.expect("key character(\"é\")")
        probe.type("\u{1B}")
        probe.expect("key escape")
        probe.type("\u{1B}[200~two\rlines\u{1B}[201~")
        probe.expect("key paste(\"two\\nlines\")")
    }

    @Test func aLoneEscapeIsAKeyEvenWhileMuchElseHappens() throws {
        let probe = try opened()
        probe.type("\u{1B}")
        probe.expect("key escape") { probe.signal(SIGWINCH) }
    }

    @Test func controlZPutsTheTerminalBackAndComesAgain() throws {
        let probe = try opened()
        probe.type("\u{1A}")
        // Nobody is there to stop a session's leader: it goes on at once, through the same steps.
        probe.expect("signal suspend")
        probe.expect("back")
        probe.expect("drawn")
        let left = try #require(probe.found(leave))
        let again = try #require(probe.found(enter, from: left))
        #expect(probe.found("probe 80x24", from: again) != nil)
        #expect(!probe.isCooked)
        probe.type("q")
        #expect(probe.end() == 0)
        expectRestored(probe)
    }

    @Test func aStopFromOutsideIsFollowedByAWholePicture() throws {
        let probe = try opened()
        let drawn = probe.output.count
        probe.signal(SIGCONT)
        probe.expect("signal continued")
        probe.expect("drawn")
        #expect(probe.found("probe 80x24", from: drawn) != nil)
    }

    @Test func aStormOfResizesEndsWithTheLastSize() throws {
        let probe = try opened()
        for step in 0..<200 {
            probe.resize(1 + (step * 37) % 250, 1 + (step * 13) % 80)
        }
        probe.resize(97, 31)
        probe.expect("size 97x31")
        probe.expect("drawn")
        #expect(probe.drew("probe 97x31"))
        probe.type("q")
        #expect(probe.end() == 0)
        expectRestored(probe)
    }

    @Test func aVanishedTerminalEndsTheProgram() throws {
        let probe = try opened()
        probe.vanish()
        #expect(probe.end() == 0)
        #expect(probe.lines.contains("closed"))
    }

    @Test func anUnchangedFrameWritesNothing() throws {
        let probe = try opened()
        probe.type("m")
        probe.expect("drawn")
        probe.type("m")
        probe.expect("key character(\"m\")")
        let before = probe.output.count
        probe.expect("drawn")
        #expect(probe.output.count == before)
    }

    @Test func strayErrorsWaitUntilTheScreenIsLeft() throws {
        let probe = try opened()
        probe.type("e")
        probe.expect("drawn")
        #expect(!probe.drew("stray text"))
        probe.type("q")
        #expect(probe.end() == 0)
        let left = try #require(probe.found(leave))
        #expect(probe.found("stray text", from: left) != nil)
    }

    @Test func theMouseIsLeftAloneUnlessAskedFor() throws {
        let without = try opened()
        without.type("q")
        _ = without.end()
        #expect(!without.drew("\u{1B}[?100"))
        let with = try opened(["mouse"])
        with.type("\u{1B}[<0;5;3M\u{1B}[<65;1;1M")
        with.expect(
            "key mouse(Terminal.MouseEvent(action: Terminal.MouseEvent.Action.press, "
                + "button: 0, x: 4, y: 2))")
        with.type("q")
        _ = with.end()
        #expect(with.drew("\u{1B}[?1000h") && with.drew("\u{1B}[?1000l"))
        #expect(with.drew("\u{1B}[?1006l"))
    }

    @Test func textGoesToTheClipboardThroughTheTerminal() throws {
        let probe = try opened()
        probe.type("y")
        probe.expect("copied true")
        #expect(probe.drew("\u{1B}]52;c;cHJvYmU=\u{7}"))
    }

    @Test func exactColoursArePutBack() throws {
        let probe = try opened(["exact"])
        probe.type("q")
        _ = probe.end()
        #expect(probe.drew("\u{1B}]4;128;rgb:FF/87/00"))
        let set = try #require(probe.found("\u{1B}]4;128"))
        #expect(probe.found("\u{1B}]104", from: set) != nil)
    }

    @Test func framesCanBeAnnouncedAsAWhole() throws {
        let probe = try opened(["sync"])
        let begin = try #require(probe.found("\u{1B}[?2026h"))
        let text = try #require(probe.found("probe 80x24", from: begin))
        #expect(probe.found("\u{1B}[?2026l", from: text) != nil)
    }

    @Test func noColourMeansNone() throws {
        let probe = try opened(environment: ["NO_COLOR": "1"])
        probe.type("q")
        _ = probe.end()
        for text in ["38;5", "48;5", "[39", "[49"] { #expect(!probe.drew(text), "\(text)") }
        #expect(probe.drew("0;1m"), "attributes stay")
    }

    @Test func aLocaleWithoutUTF8GetsASCII() throws {
        let probe = try PtyProcess(environment: ["LANG": "C"])
        probe.expect("open palette ascii exact false")
        probe.expect("size 80x24")
        #expect(probe.output.allSatisfy { $0 < 0x80 })
        #expect(probe.drew("probe 80x24 ? ?  ?"))
    }

    @Test(arguments: [("xterm", "sixteen"), ("xterm-mono", "mono"), ("tmux-256color", "palette")])
    func coloursAreFoundOut(name: String, depth: String) throws {
        let probe = try PtyProcess(environment: ["TERM": name])
        probe.expect("open \(depth) unicode exact false")
        probe.expect("size 80x24")
        probe.type("q")
        #expect(probe.end() == 0)
    }

    @Test(arguments: [
        ("dumb", "cannot place text"), ("no-such-terminal", "does not know"), ("", "is not set"),
    ])
    func aTerminalThatCannotIsAClearError(name: String, words: String) throws {
        let probe = try PtyProcess(environment: ["TERM": name])
        #expect(probe.end() == 2)
        #expect(probe.lines.contains { $0.hasPrefix("error TERM is") && $0.contains(words) })
        #expect(probe.hasModesOfBefore)
        #expect(!probe.drew(enter))
    }
}
