// The terminal while the dashboard is open: it shows frames and says what was pressed. It knows
// nothing of what is drawn, starts no thread and no timer, and every call belongs to the thread
// that opened it, because curses is not thread-safe.

import CNcurses
package import Canvas
import Glibc

/// The open terminal; going out of scope, by return or by throw, puts it back as it was found.
///
/// A crash and `exit` do so too. One session at a time.
package struct TerminalSession: ~Copyable {
    /// What the terminal turned out to do.
    package struct Capabilities: Equatable, Sendable {
        /// Colours that will be shown.
        package var depth: ColorDepth
        /// Exact colours were asked for and the terminal can redefine its palette.
        package var exactColors: Bool
        /// The glyphs to draw with: ASCII where the locale is not UTF-8.
        package var glyphs: GlyphSet
    }

    package let capabilities: Capabilities
    let options: TerminalOptions
    let signals: WakePipe
    var decoder: KeyDecoder
    /// When a key that may be complete is taken to be so.
    var keyDeadline: ContinuousClock.Instant?
    var colors: ColorMap
    /// What the screen shows, row-major; empty when nobody knows.
    var shown: [Cell] = []
    var shownSize = Size(width: 0, height: 0)
    var outgoing: [cn_cell] = []
    var needsRepaint = true
    var frameSize = Size(width: 0, height: 0)
    /// Until then SIGCONT is the end of a stop of our own, which `suspend` has answered.
    var ownStopEnds: ContinuousClock.Instant?
    /// The shell has the terminal and we are ending: nothing is read from it or written to it.
    var isAway = false

    /// Takes the terminal over.
    package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        let pipe = try WakePipe()
        // Before curses, which takes the signals that nobody else has.
        cn_signals_to(pipe.writeEnd)
        let noColor = getenv("NO_COLOR").map { String(cString: $0) }
        let isMono = options.depth(available: 256, noColor: noColor) == .mono
        let opened = cn_open(
            cn_options(
                mouse: options.mouse, force_utf8: options.charset == .utf8, colors: !isMono))
        if opened != Int32(CN_OK) {
            cn_signals_restore()
            throw Self.error(opened)
        }
        cn_signals_to(pipe.writeEnd)
        cn_stderr_hold()
        self.options = options
        signals = pipe
        decoder = KeyDecoder(sequences: KeySequences(extra: Self.describedKeys()))
        let available = Int(cn_colors())
        let depth = options.depth(available: available, noColor: noColor)
        let isExact = options.exactColors && depth >= .palette && cn_can_change_colors()
        colors = ColorMap(
            depth: depth, colors: available, maximumPairs: Int(cn_pairs()), isExact: isExact)
        let isASCII = options.charset == .ascii || (options.charset == .automatic && !cn_is_utf8())
        capabilities = Capabilities(
            depth: depth, exactColors: isExact, glyphs: isASCII ? .ascii : .unicode)
    }

    deinit {
        cn_close()
        cn_stderr_release()
        cn_signals_restore()
    }

    /// The terminal's size now.
    package var size: Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        cn_size(&columns, &rows)
        return Size(width: Int(columns), height: Int(rows))
    }

    /// Rings once.
    package func ringBell() { cn_bell() }

    /// Hands text to the clipboard of the machine the user sits at; false when it is too long.
    package func copy(_ text: String) -> Bool {
        var wrapper = Clipboard.Wrapper.none
        if getenv("TMUX") != nil {
            wrapper = .tmux
        } else if getenv("STY") != nil {
            wrapper = .screen
        }
        guard let bytes = Clipboard.sequence(text, through: wrapper) else { return false }
        cn_write_all(STDOUT_FILENO, bytes, bytes.count)
        return true
    }

    /// Puts the terminal back, stops the process as Ctrl-Z does, and goes on when told to.
    ///
    /// Returns after `fg`; draw again then.
    package mutating func suspend() {
        cn_leave()
        cn_stderr_release()
        // Continued in the background (`bg`, `kill %1`) it stops again, unless it is told to end.
        // The bound is for a group without a shell, which the kernel does not stop.
        for _ in 0..<100 {
            cn_stop_process()
            if cn_is_foreground() || isToldToEnd() { break }
        }
        isAway = !cn_is_foreground() && mustEnd
        if !isAway { enter() }
        ownStopEnds = .now + .milliseconds(500)
    }

    /// Whether a signal to end has come, or comes within a moment: whoever wakes a stopped process
    /// sends both, and the kernel may hand the one to another thread than the other.
    private func isToldToEnd() -> Bool {
        for _ in 0..<10 {
            if mustEnd { return true }
            usleep(5_000)
        }
        return false
    }

    /// Whether a signal to end waits to be read.
    private var mustEnd: Bool {
        signals.peek().contains { byte in
            switch TerminalSignal(number: byte) {
            case .terminate, .interrupt, .quit, .hangup: true
            case .resized, .suspend, .continued, nil: false
            }
        }
    }

    /// Takes the terminal again after somebody else had it; the next frame is painted whole.
    package mutating func resume() {
        cn_leave()
        enter()
    }

    private mutating func enter() {
        cn_stderr_hold()
        cn_return()
        // Leaving gave the palette back.
        for definition in colors.colorDefinitions() { apply(definition) }
        needsRepaint = true
    }

    private static func error(_ code: Int32) -> TerminalError {
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        switch code {
        case Int32(CN_NO_TTY): return .notATerminal
        case Int32(CN_NO_TERM): return .noTerminalType
        case Int32(CN_UNKNOWN_TERM): return .unknownTerminalType(name)
        case Int32(CN_DUMB_TERM): return .tooSimple(name)
        default: return .noMemory
        }
    }

    /// What terminfo says the special keys send here.
    private static func describedKeys() -> [[UInt8]: Key] {
        let names: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
            ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
            ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
            ("kf1", .function(1)), ("kf2", .function(2)), ("kf3", .function(3)),
            ("kf4", .function(4)), ("kf5", .function(5)), ("kf6", .function(6)),
            ("kf7", .function(7)), ("kf8", .function(8)), ("kf9", .function(9)),
            ("kf10", .function(10)), ("kf11", .function(11)), ("kf12", .function(12)),
        ]
        var keys: [[UInt8]: Key] = [:]
        for (name, key) in names {
            var bytes = [UInt8](repeating: 0, count: 16)
            let length = Int(cn_key_sequence(name, &bytes, Int32(bytes.count)))
            if length > 0 { keys[Array(bytes.prefix(length))] = key }
        }
        return keys
    }
}
