import Canvas

/// A titled part of a detail view: a rule, and lines of runs below it.
struct Section {
    var title: String
    var note = ""
    var lines: [[Run]]

    init(_ title: String, note: String = "", _ lines: [[Run]]) {
        self.title = title
        self.note = note
        self.lines = lines
    }
}

extension Pen {
    /// Draws a section into `area`, its rule in the first row; what does not fit is counted in the
    /// last one.
    mutating func draw(_ section: Section, in area: Rect, lead: Int = 2, trail: Int = 2) {
        guard !area.isEmpty else { return }
        rule(
            section.title, note: section.note, x: area.x, y: area.y, width: area.width,
            lead: lead, trail: trail)
        lines(section.lines, in: area.inset(left: 1, top: 1))
    }

    /// Draws lines from the top of `area`; when they are too many the last row says how many more.
    mutating func lines(_ lines: [[Run]], in area: Rect) {
        guard area.height > 0 else { return }
        let isCut = lines.count > area.height
        let shown = isCut ? area.height - 1 : lines.count
        for (index, line) in lines.prefix(shown).enumerated() {
            put(line, x: area.x, y: area.y + index, width: area.width)
        }
        if isCut {
            put(
                "\(lines.count - shown) more", x: area.x, y: area.maxY - 1, .muted,
                width: area.width)
        }
    }

    /// Two sections side by side under one rule, a light line between them.
    mutating func draw(
        left: Section, right: Section, in area: Rect, divider x: Int, isAboveDivided: Bool
    ) {
        guard !area.isEmpty else { return }
        let column = area.x + x
        let first = Rect(x: area.x, y: area.y, width: x, height: area.height)
        let second = Rect(
            x: column + 1, y: area.y, width: area.maxX - column - 1, height: area.height)
        draw(left, in: first)
        rule(
            right.title, note: right.note, x: second.x, y: second.y, width: second.width, lead: 1)
        lines(right.lines, in: second.inset(left: 1, top: 1))
        divider(x: column, rows: area.y + 1..<max(area.y + 1, area.maxY))
        junction(isAboveDivided ? .both : .down, x: column, y: area.y)
    }
}

/// Laying words out in lines.
enum Prose {
    /// `text` in lines of at most `width` columns, broken at blanks; a word longer than a line is
    /// broken where the line ends.
    static func wrapped(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for part in text.split(separator: " ", omittingEmptySubsequences: false) {
            var word = String(part)
            if !line.isEmpty, Pen.width(line) + 1 + Pen.width(word) > width {
                lines.append(line)
                line = ""
            }
            while Pen.width(word) > width {
                if !line.isEmpty {
                    lines.append(line)
                    line = ""
                }
                let head = head(of: word, width: width)
                lines.append(String(head))
                word = String(word[head.endIndex...])
            }
            line += line.isEmpty ? word : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// A text of several lines, as an expression in a file may be, in one.
    static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The first of two texts that fits in one line; else the last up to a whole word, so that no
    /// figure loses its end.
    ///
    /// Without a shorter one that is the full one.
    static func fitting(_ full: String, or shorter: String?, width: Int) -> String {
        if Pen.width(full) <= width { return full }
        let short = shorter.flatMap { $0.isEmpty ? nil : $0 } ?? full
        if Pen.width(short) <= width { return short }
        return wrapped(short, width: max(1, width - 2)).first.map { $0 + " …" } ?? ""
    }

    /// As much of a word as fits in a line, and at least a character; where a comma is near its
    /// end, up to that, because long words are mostly lines of JSON or CSV.
    private static func head(of word: String, width: Int) -> Substring {
        var end = word.startIndex
        var comma: String.Index?
        var used = 0
        while end < word.endIndex {
            used += Pen.width(String(word[end]))
            if used > width, end > word.startIndex { break }
            let isComma = word[end] == ","
            end = word.index(after: end)
            if isComma, used > width / 2 { comma = end }
        }
        return word[..<(comma ?? end)]
    }

    /// A label, its text, and further lines of the text below it.
    static func labelled(
        _ label: String, _ text: String, indent: Int, width: Int, role: Role = .text
    ) -> [[Run]] {
        let rows = wrapped(text, width: max(1, width - indent))
        guard let first = rows.first else { return [[Run(label, .muted)]] }
        let head = [Run(Pen.pad(label, indent), .muted), Run(first, role)]
        let blank = String(repeating: " ", count: indent)
        return [head] + rows.dropFirst().map { [Run(blank, .muted), Run($0, role)] }
    }

    /// Runs of both sides with blanks between, the right one ending at `width`.
    static func between(_ left: [Run], _ right: [Run], width: Int) -> [Run] {
        let used = Pen.width(left.plainText) + Pen.width(right.plainText)
        return left + [Run(String(repeating: " ", count: max(1, width - used)), .muted)] + right
    }
}
