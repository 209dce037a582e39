import Canvas

/// What there is and what is needed, where a dashboard cannot be drawn.
func drawTooSmall(_ pen: inout Pen) {
    let size = pen.bounds.size
    let least = Layout.least
    let lines = [
        "too small",
        "have \(size.width)×\(size.height)",
        "need \(least.width)×\(least.height)",
    ]
    let top = max(0, (size.height - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < size.height {
        let x = max(0, (size.width - Pen.width(line)) / 2)
        pen.put(line, x: x, y: top + index, index == 0 ? .muted : .text)
    }
}
