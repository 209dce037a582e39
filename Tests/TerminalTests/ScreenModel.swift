import Canvas

/// What a terminal shows after some bytes: as much of xterm as curses uses, nothing else.
///
/// A sequence it does not know is remembered as `unknown`, so that the model cannot be right by
/// looking away.
struct ScreenModel {
    private(set) var frame: Frame
    private(set) var unknown: [String] = []
    private var x = 0
    private var y = 0
    private var style = Style.plain
    private var last: Glyph = .blank
    private var isFull = false

    init(_ size: Size) { frame = Frame(size) }

    mutating func feed(_ bytes: [UInt8]) {
        var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&scalars)
            case "\r": (x, isFull) = (0, false)
            case "\n": (y, isFull) = (min(y + 1, frame.size.height - 1), false)
            case "\u{8}": (x, isFull) = (max(0, x - 1), false)
            case "\u{F}", "\u{7}": break
            default: show(scalar)
            }
        }
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        if ScalarClass(scalar) == .mark {
            // Over the glyph just shown, wherever the cursor is now.
            var text = ""
            last.write(to: &text)
            text.unicodeScalars.append(scalar)
            let at = isFull ? x : x - last.columns
            last = Glyph(Character(text))
            frame[at, y] = Cell(symbol: last, style: style)
            return
        }
        put(Glyph(Character(scalar)))
    }

    private mutating func put(_ glyph: Glyph) {
        if isFull, y + 1 < frame.size.height { (x, y, isFull) = (0, y + 1, false) }
        last = glyph
        frame[x, y] = Cell(symbol: glyph, style: style)
        x += glyph.columns
        if x >= frame.size.width { (x, isFull) = (frame.size.width - 1, true) }
    }

    private mutating func escape(_ scalars: inout Substring.UnicodeScalarView) {
        guard let kind = scalars.popFirst() else { return }
        switch kind {
        case "(", ")": _ = scalars.popFirst()
        case "=", ">": break
        case "[":
            var body = ""
            while let next = scalars.popFirst() {
                if next.value >= 0x40 {
                    control(body, Character(next))
                    return
                }
                body.unicodeScalars.append(next)
            }
        default: unknown.append("ESC \(kind)")
        }
    }

    private mutating func control(_ body: String, _ final: Character) {
        if body.hasPrefix("?") || final == "t" { return }  // modes, titles
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        let first = max(1, numbers.first ?? 1)
        switch final {
        case "m": select(numbers)
        case "H":
            move(x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: first - 1)
        case "G": move(x: first - 1, y: y)
        case "d": move(x: x, y: first - 1)
        case "A": move(x: x, y: y - first)
        case "B": move(x: x, y: y + first)
        case "C": move(x: x + first, y: y)
        case "D": move(x: x - first, y: y)
        case "J": erase(lines: y..<frame.size.height, from: x)
        case "K":
            erase(from: numbers.first == 1 ? 0 : x, to: numbers.first == 1 ? x + 1 : nil)
        case "X": erase(from: x, to: x + first)
        case "b": for _ in 0..<first { put(last) }
        case "@": shift(by: first)
        case "P": shift(by: -first)
        case "r", "l", "h": break
        default: unknown.append("CSI \(body)\(final)")
        }
    }

    private mutating func move(x newX: Int, y newY: Int) {
        x = min(max(0, newX), frame.size.width - 1)
        y = min(max(0, newY), frame.size.height - 1)
        isFull = false
    }

    /// What is erased takes the background of now ("bce").
    private mutating func erase(from start: Int, to end: Int? = nil) {
        let width = (end ?? frame.size.width) - start
        frame.fill(
            Rect(x: start, y: y, width: width, height: 1),
            style: Style(background: style.background))
    }

    private mutating func erase(lines: Range<Int>, from start: Int) {
        let (oldX, oldY) = (x, y)
        for line in lines {
            y = line
            erase(from: line == oldY ? start : 0)
        }
        (x, y) = (oldX, oldY)
    }

    /// Inserts blanks at the cursor, or takes cells away.
    private mutating func shift(by columns: Int) {
        let old = Array(frame.row(y))
        for target in x..<frame.size.width {
            let source = target - columns
            let isKept = source >= x && source < frame.size.width
            let cell = isKept ? old[source] : Cell(" ", Style(background: style.background))
            if !cell.symbol.isContinuation { frame[target, y] = cell }
        }
    }

    private mutating func select(_ numbers: [Int]) {
        var rest = (numbers.isEmpty ? [0] : numbers)[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: style = .plain
            case 1: style.attributes.insert(.bold)
            case 2: style.attributes.insert(.dim)
            case 3: style.attributes.insert(.italic)
            case 4: style.attributes.insert(.underline)
            case 7: style.attributes.insert(.reverse)
            case 22: style.attributes.subtract([.bold, .dim])
            case 23: style.attributes.remove(.italic)
            case 24: style.attributes.remove(.underline)
            case 27: style.attributes.remove(.reverse)
            case 30...37: style.foreground = .indexed(UInt8(number - 30))
            case 39: style.foreground = .terminalDefault
            case 40...47: style.background = .indexed(UInt8(number - 40))
            case 49: style.background = .terminalDefault
            case 90...97: style.foreground = .indexed(UInt8(number - 82))
            case 100...107: style.background = .indexed(UInt8(number - 92))
            case 38, 48:
                guard rest.popFirst() == 5, let index = rest.popFirst() else {
                    unknown.append("SGR \(numbers)")
                    return
                }
                if number == 38 { style.foreground = .indexed(UInt8(index)) }
                if number == 48 { style.background = .indexed(UInt8(index)) }
            default: unknown.append("SGR \(number)")
            }
        }
    }
}
