import Canvas

extension DashboardModel {
    /// The key table as help shows it: headings, then keys and what they do.
    package var helpLines: [[Run]] {
        let filter = Filter(place == .help ? layer.filter : "")
        var lines: [[Run]] = []
        for section in KeyBinding.Section.allCases {
            let rows = keys.bindings.filter { binding in
                binding.section == section && !binding.keys.isEmpty
                    && filter.matches("\(binding.keyNames) \(binding.help) \(section.rawValue)")
            }
            guard !rows.isEmpty else { continue }
            lines.append([Run(section.rawValue, .muted)])
            lines += rows.map { binding in
                [
                    Run(Pen.pad("  " + AsciiTwins.keys(binding.keyNames, glyphs), 16), .accent),
                    Run(binding.help),
                ]
            }
        }
        let commands = CommandLine.entries.filter {
            filter.matches(": \($0.word) \($0.argument) \($0.help)")
        }
        guard !commands.isEmpty else { return lines }
        lines.append([Run("Commands", .muted)])
        lines += commands.map { entry in
            let usage = ":\(entry.word) \(entry.argument)"
            return [Run(Pen.pad("  " + usage, 26), .accent), Run(entry.help)]
        }
        return lines
    }
}

/// Every key and every command, from the tables that drive them; `/` filters.
func drawHelp(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let lines = model.helpLines
    let columns = area.width >= 150 ? 2 : 1
    let rows = area.height - 2
    let first = min(model.layer.scroll, max(0, lines.count - rows * columns))
    let search =
        model.layer.filter.isEmpty
        ? "\(model.keys.key(.filter)) searches" : "/\(model.layer.filter)"
    let last = min(lines.count, first + rows * columns)
    let more = lines.count > rows * columns ? "\(first + 1)–\(last) of \(lines.count) · " : ""
    pen.rule("Help", note: more + search, y: area.y + 1, focused: true)
    if lines.isEmpty {
        pen.put("no key does that: esc clears the search", x: 2, y: area.y + 3, .muted)
    }
    let width = area.width / columns
    for (index, line) in lines.dropFirst(first).prefix(rows * columns).enumerated() {
        let x = area.x + 1 + index / rows * width
        pen.put(line, x: x, y: area.y + 2 + index % rows, width: width - 2)
    }
}
