/// Neighbouring cells of one style in a row.
struct StyleRun {
    var x: Int
    var width: Int
    var text: String
    var style: Style
}

extension Frame {
    /// Row `y` as runs of one style; a run holds whole wide glyphs.
    func runs(_ y: Int) -> [StyleRun] {
        var runs: [StyleRun] = []
        var last: UInt64?
        for (x, cell) in row(y).enumerated() {
            if cell.styleKey != last {
                runs.append(StyleRun(x: x, width: 0, text: "", style: cell.style))
                last = cell.styleKey
            }
            runs[runs.count - 1].width += 1
            cell.symbol.write(to: &runs[runs.count - 1].text)
        }
        return runs
    }
}
