import CNcurses
package import Canvas
import Glibc

extension TerminalSession {
    /// Shows a frame: only what differs from the last one is handed to curses and written.
    ///
    /// A frame of another size than the screen (a resize under way) is cut, or padded with blanks.
    package mutating func present(_ frame: Frame) {
        guard !isAway else { return }
        adoptSize(frame.size)
        let everything = needsRepaint
        var isChanged = push(frame, everything: everything)
        if colors.overflow > 0 {
            // More pairs than the terminal has, over all frames so far: keep this frame's only.
            colors.resetPairs()
            isChanged = push(frame, everything: true) || isChanged
        }
        needsRepaint = false
        if isChanged || everything { cn_flush(everything, options.synchronizedOutput) }
    }

    /// Paints the whole next frame, for when something else wrote on the screen (Ctrl-L).
    package mutating func repaint() { needsRepaint = true }

    /// Follows the terminal's size; blank where the frame does not reach.
    private mutating func adoptSize(_ drawn: Size) {
        let now = size
        if now != shownSize || drawn != frameSize || needsRepaint {
            frameSize = drawn
            cn_resize(Int32(now.width), Int32(now.height))
            shownSize = now
            shown = Array(repeating: Cell(), count: now.width * now.height)
            needsRepaint = true
        }
    }

    /// Puts every changed part of a row into curses; true when there was one.
    private mutating func push(_ frame: Frame, everything: Bool) -> Bool {
        var isChanged = false
        for y in 0..<shownSize.height {
            guard let span = changedSpan(frame, y: y, everything: everything) else { continue }
            isChanged = true
            push(frame, y: y, span: span)
        }
        return isChanged
    }

    /// The columns of row `y` that differ, whole wide glyphs; nil when the row is as shown.
    private func changedSpan(_ frame: Frame, y: Int, everything: Bool) -> Range<Int>? {
        let width = shownSize.width
        if everything { return 0..<width }
        guard y < frame.size.height else { return nil }
        let compared = min(width, frame.size.width)
        return frame.cells.withUnsafeBufferPointer { cells in
            shown.withUnsafeBufferPointer { old in
                guard let newStart = cells.baseAddress, let oldStart = old.baseAddress else {
                    return nil
                }
                return Self.difference(
                    newStart + y * frame.size.width, oldStart + y * width, count: compared)
            }
        }
    }

    /// Where two rows differ.
    ///
    /// Cells are plain memory without padding, so equal rows, nearly all of them, cost one
    /// comparison of bytes.
    static func difference(
        _ new: UnsafePointer<Cell>, _ old: UnsafePointer<Cell>, count: Int
    ) -> Range<Int>? {
        if memcmp(new, old, count * MemoryLayout<Cell>.stride) == 0 { return nil }
        var first = 0
        while first < count, new[first] == old[first] { first += 1 }
        if first == count { return nil }
        var last = count - 1
        while new[last] == old[last] { last -= 1 }
        // Both halves of a wide glyph, or neither; where rows agree the old one has the same.
        while first > 0, new[first].symbol.isContinuation { first -= 1 }
        while last + 1 < count, new[last + 1].symbol.isContinuation { last += 1 }
        return first..<(last + 1)
    }

    /// Hands the cells of a span over; definitions of new colours go first.
    private mutating func push(_ frame: Frame, y: Int, span: Range<Int>) {
        outgoing.removeAll(keepingCapacity: true)
        var key: UInt64?
        var look = ColorMap.Look(attributes: 0, pair: 0)
        for x in span {
            let isInside = x < frame.size.width && y < frame.size.height
            var cell = isInside ? frame.cells[y * frame.size.width + x] : Cell()
            // The left half of a glyph whose right half is cut off.
            if cell.symbol.isWide, x + 1 >= span.upperBound { cell.symbol = .blank }
            if cell.styleKey != key {
                look = colors.look(cell.style, key: cell.styleKey)
                key = cell.styleKey
            }
            shown[y * shownSize.width + x] = cell
            outgoing.append(plain(cell.symbol, look))
        }
        for definition in colors.takeDefinitions() { apply(definition) }
        outgoing.withUnsafeBufferPointer { cells in
            cn_put(Int32(span.lowerBound), Int32(y), cells.baseAddress, Int32(cells.count))
        }
    }

    private func plain(_ symbol: Glyph, _ look: ColorMap.Look) -> cn_cell {
        // Names in other scripts, on a terminal that shows ASCII only; as wide as they were.
        let isShown = capabilities.glyphs != .ascii || symbol.isASCII || symbol.isContinuation
        return cn_cell(
            base: isShown ? symbol.base : 0x3F,
            marks: isShown ? (symbol.firstMark, symbol.secondMark) : (0, 0),
            attributes: look.attributes, columns: UInt16(symbol.columns), pair: look.pair)
    }

    /// Tells curses about a pair or a palette entry.
    func apply(_ definition: ColorMap.Definition) {
        switch definition {
        case .pair(let pair, let foreground, let background):
            cn_define_pair(pair, foreground, background)
        case .color(let index, let red, let green, let blue):
            cn_define_color(index, red, green, blue)
        }
    }
}
