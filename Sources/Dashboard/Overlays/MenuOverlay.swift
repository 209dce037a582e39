import Canvas

/// A short list over the screen, its last row above `bottom`; the digits choose at once.
func drawMenu(_ menu: Menu, _ pen: inout Pen, bottom: Int) {
    let widest = menu.items.map(Pen.width).max() ?? 0
    let width = min(pen.bounds.width, max(widest + 8, Pen.width(menu.title) + 16, 30))
    let visible = max(1, min(menu.items.count, bottom - 2))
    let first = Layout.firstRow(cursor: menu.index, visible: visible, count: menu.items.count)
    let top = bottom - visible - 1
    pen.clear(Rect(x: 0, y: top, width: width, height: visible + 1))
    pen.rule(
        menu.title, note: AsciiTwins.keys("↵ esc", pen.glyphs), y: top, width: width, focused: true)
    for row in 0..<visible {
        let index = first + row
        let y = top + 1 + row
        pen.put(index < 9 ? " \(index + 1) " : "   ", x: 1, y: y, .accent)
        pen.put(menu.items[index], x: 5, y: y, width: width - 6)
        if index == menu.index {
            pen.select(Rect(x: 0, y: y, width: width, height: 1))
            pen.put("▌", x: 0, y: y, .accent)
        }
    }
}
