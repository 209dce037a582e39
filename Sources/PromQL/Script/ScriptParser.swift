import Telemetry

/// Reads the command language of Prometheus's expression tests.
struct ScriptParser {
    /// Trimmed, comments emptied.
    private let lines: [Substring]
    /// How many bytes of blanks each begins with.
    private let indents: [Int]
    private var index = 0

    init(_ text: String) {
        // In Swift the two characters of a Windows line end are one.
        let written = text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        indents = written.map { $0.prefix(while: \.isWhitespace).utf8.count }
        lines = written.map { line in
            let trimmed = Self.trimmed(line)
            return trimmed.hasPrefix("#") ? "" : trimmed
        }
    }

    /// Every command; one that cannot be read takes its lines down to the next blank one with it.
    mutating func commands() -> [ScriptCommand] {
        var commands: [ScriptCommand] = []
        while index < lines.count {
            if lines[index].isEmpty {
                index += 1
                continue
            }
            let start = index
            do {
                commands.append(try command())
            } catch {
                let text = String(lines[start])
                commands.append(.unreadable(error, text: text))
                while index < lines.count, !lines[index].isEmpty { index += 1 }
            }
        }
        return commands
    }

    private mutating func command() throws(ScriptError) -> ScriptCommand {
        let line = lines[index]
        let word = line.prefix { !$0.isWhitespace }.lowercased()
        if word == "clear" {
            index += 1
            return .clear
        }
        if word.hasPrefix("load") { return .load(try load(word)) }
        if word.hasPrefix("eval") { return .evaluate(try evaluation(word)) }
        throw error("invalid command \(GoString.quoted(String(line)))")
    }

    private mutating func load(_ word: String) throws(ScriptError) -> ScriptCommand.Load {
        guard word == "load" || word == "load_with_nhcb" else {
            throw error("invalid command \(GoString.quoted(word)), expected load")
        }
        let written = Self.trimmed(lines[index].dropFirst(word.count))
        guard let step = PromDuration(parsing: written), step.milliseconds > 0 else {
            throw error("invalid step definition \(GoString.quoted(String(written)))")
        }
        var load = ScriptCommand.Load(
            step: step, series: [], withNativeHistograms: word == "load_with_nhcb",
            startTimestamped: [])
        index += 1
        while index < lines.count, !lines[index].isEmpty {
            let line = lines[index]
            let head = line.prefix { !$0.isWhitespace }
            if head.hasSuffix("@st") {
                load.startTimestamped.append(try labels(String(head.dropLast(3))))
            } else {
                load.series.append(try series(String(line)))
            }
            index += 1
        }
        return load
    }

    private mutating func evaluation(_ word: String) throws(ScriptError) -> ScriptEvaluation {
        var evaluation = try header()
        switch word {
        case "eval": break
        case "eval_ordered": evaluation.isOrdered = true
        case "eval_fail": evaluation.failure = .any
        case "eval_warn": evaluation.warnings = [.any]
        case "eval_info": evaluation.infos = [.any]
        default: throw error("invalid command \(GoString.quoted(word))")
        }
        index += 1
        while index < lines.count, !lines[index].isEmpty {
            let line = lines[index]
            if try !expectation(line, &evaluation) {
                if let value = GoNumber.literal(line), evaluation.series.isEmpty {
                    evaluation.scalar = value
                } else {
                    evaluation.series.append(try series(String(line)))
                }
            }
            index += 1
        }
        return evaluation
    }

    /// `eval instant at TIME QUERY` or `eval range from A to B step S QUERY`.
    private func header() throws(ScriptError) -> ScriptEvaluation {
        var rest = lines[index]
        _ = Self.word(&rest)
        let kind = Self.word(&rest)
        let time: ScriptEvaluation.Time
        if kind == "instant" {
            var at = Timestamp(milliseconds: 0)
            if rest.hasPrefix("at ") || rest.hasPrefix("at\t") {
                _ = Self.word(&rest)
                at = Timestamp(milliseconds: 0) + (try duration(Self.word(&rest))).milliseconds
            }
            time = .instant(at)
        } else if kind == "range" {
            let span = try self.span(&rest)
            time = .range(from: span.from, through: span.through, step: span.step)
        } else {
            throw error("invalid evaluation command: expected instant or range")
        }
        return ScriptEvaluation(line: index + 1, text: String(rest), time: time)
    }

    private func span(
        _ rest: inout Substring
    ) throws(ScriptError) -> (from: Timestamp, through: Timestamp, step: PromDuration) {
        guard Self.word(&rest) == "from" else { throw error("expected from … to … step …") }
        let from = try duration(Self.word(&rest))
        guard Self.word(&rest) == "to" else { throw error("expected from … to … step …") }
        let through = try duration(Self.word(&rest))
        guard Self.word(&rest) == "step" else { throw error("expected from … to … step …") }
        let step = try duration(Self.word(&rest))
        guard through >= from else {
            throw error("invalid test definition, end timestamp is before start timestamp")
        }
        return (
            Timestamp(milliseconds: from.milliseconds),
            Timestamp(milliseconds: through.milliseconds), step
        )
    }

    /// Reads a line that says what to expect; false when it is a result.
    private func expectation(
        _ line: Substring, _ evaluation: inout ScriptEvaluation
    ) throws(ScriptError) -> Bool {
        var rest = line
        switch Self.word(&rest) {
        case "expected_fail_message": evaluation.failure = .message(String(rest))
        case "expected_fail_regexp": evaluation.failure = try pattern(rest)
        case "expect":
            let kind = Self.word(&rest)
            switch kind {
            case "ordered": evaluation.isOrdered = true
            case "fail": evaluation.failure = try text(rest)
            case "warn": evaluation.warnings.append(try text(rest))
            case "info": evaluation.infos.append(try text(rest))
            case "no_warn": evaluation.forbidsWarnings = true
            case "no_info": evaluation.forbidsInfos = true
            case "string": evaluation.string = try string(rest)
            case "range":
                guard Self.word(&rest) == "vector" else { throw error("expected range vector") }
                evaluation.rangeVector = try span(&rest)
            default: throw error("invalid expectation \(GoString.quoted(String(kind)))")
            }
        default: return false
        }
        return true
    }

    private func text(_ rest: Substring) throws(ScriptError) -> ScriptEvaluation.TextExpectation {
        if rest.hasPrefix("msg:") { return .message(String(Self.trimmed(rest.dropFirst(4)))) }
        if rest.hasPrefix("regex:") { return try pattern(Self.trimmed(rest.dropFirst(6))) }
        if rest.isEmpty { return .any }
        throw error("invalid token \(GoString.quoted(String(rest))), expected msg: or regex:")
    }

    private func pattern(
        _ rest: Substring
    ) throws(ScriptError) -> ScriptEvaluation.TextExpectation {
        do {
            // These expressions may match anywhere in the text.
            return .pattern(try AnchoredPattern(".*(?:\(rest)).*"))
        } catch {
            throw self.error(error.message)
        }
    }

    private func string(_ rest: Substring) throws(ScriptError) -> String {
        do {
            return String(decoding: try GoString.unquoted(Array(rest.utf8)[...]), as: UTF8.self)
        } catch {
            throw self.error("expected string literal not valid: \(error.message)")
        }
    }

    private func series(_ line: String) throws(ScriptError) -> SeriesNotation {
        do {
            return try SeriesNotation(parsing: line)
        } catch {
            throw self.error(
                "\(error.message)\n\(error.range.caretLines(in: error.text))",
                behind: error.column - 1)
        }
    }

    private func labels(_ text: String) throws(ScriptError) -> Labels {
        do {
            return try SeriesNotation.labels(parsing: text)
        } catch {
            throw self.error(error.message)
        }
    }

    private func duration(_ text: Substring) throws(ScriptError) -> PromDuration {
        guard let duration = PromDuration(parsing: text) else {
            throw error("invalid duration \(GoString.quoted(String(text)))")
        }
        return duration
    }

    /// - Parameter bytes: how far into the line, its blanks not counted.
    private func error(_ message: String, behind bytes: Int = 0) -> ScriptError {
        let indent = index < indents.count ? indents[index] : 0
        return ScriptError(line: index + 1, column: indent + bytes + 1, message: message)
    }

    private static func word(_ rest: inout Substring) -> Substring {
        let word = rest.prefix { !$0.isWhitespace }
        rest = trimmed(rest.dropFirst(word.count))
        return word
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
