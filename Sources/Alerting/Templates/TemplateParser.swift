internal import Documents
internal import PromQL

/// Builds the tree of a template from its pieces, and notes every fault on the way.
struct TemplateParser {
    private var pieces: ArraySlice<TemplateLexer.Piece>
    /// Control structures around what is read, the innermost last.
    private var around: [String] = []
    private static let deepest = 64
    private var definitions: [String: [TemplateNode]] = [:]
    private var scope: TemplateScope
    private var faults: [TemplateFault]

    /// - Parameter known: variables that are declared before the text.
    static func parse(_ text: String, known: Set<String>) -> (TemplateTree, [TemplateFault]) {
        var lexer = TemplateLexer(text)
        let pieces = lexer.pieces()
        var parser = TemplateParser(
            pieces: pieces[...], scope: TemplateScope(known: known), faults: lexer.faults)
        var nodes: [TemplateNode] = []
        while true {
            let (found, end) = parser.body()
            nodes += found
            guard let end else { break }
            parser.note("unexpected {{\(end.word)}}", at: end.range)
        }
        let faults = parser.faults.sorted { $0.range?.lower ?? 0 < $1.range?.lower ?? 0 }
        return (TemplateTree(nodes: nodes, definitions: parser.definitions), faults)
    }

    private init(
        pieces: ArraySlice<TemplateLexer.Piece>, scope: TemplateScope, faults: [TemplateFault]
    ) {
        self.pieces = pieces
        self.scope = scope
        self.faults = faults
    }

    private mutating func note(_ message: String, at range: SourceRange, hint: String? = nil) {
        faults.append(TemplateFault(message, at: range, hint: hint))
    }

    /// What closed a body: `end` or `else` and what follows it.
    private struct End {
        var word: String
        var rest: TemplateLexer.Action
        var range: SourceRange { rest.range }
    }

    private mutating func body() -> ([TemplateNode], End?) {
        var nodes: [TemplateNode] = []
        while let piece = pieces.popFirst() {
            switch piece {
            case .text(let text): nodes.append(.text(text))
            case .action(let action):
                guard case .word(let word)? = action.tokens.first?.token else {
                    nodes.append(.output(pipeline(action)))
                    continue
                }
                var rest = action
                rest.tokens.removeFirst()
                if word == "end" || word == "else" {
                    if word == "end", let more = rest.tokens.first {
                        note("unexpected text after {{end", at: more.range)
                    }
                    return (nodes, End(word: word, rest: rest))
                }
                if word == "define" {
                    if !around.isEmpty {
                        note("a definition stands inside {{\(around[0])}}", at: action.range)
                    }
                    _ = define(word, rest)
                } else {
                    nodes.append(node(word, rest, all: action))
                }
            }
        }
        return (nodes, nil)
    }

    private mutating func node(
        _ word: String, _ rest: TemplateLexer.Action, all: TemplateLexer.Action
    ) -> TemplateNode {
        switch word {
        case "if", "with", "range": return control(word, rest)
        case "break", "continue":
            if !around.contains("range") {
                note("{{\(word)}} stands outside {{range}}", at: rest.range)
            }
            if let more = rest.tokens.first { note("unexpected text", at: more.range) }
            return word == "break" ? .leaveLoop : .nextRound
        case "template":
            let (name, pipeline) = named(word, rest)
            return .invoke(name, pipeline)
        case "block":
            let (name, pipeline) = define(word, rest)
            return .invoke(name, pipeline)
        default: return .output(pipeline(all))
        }
    }

    /// `"name"` and what may follow it.
    private mutating func named(
        _ word: String, _ action: TemplateLexer.Action
    ) -> (String, TemplatePipeline?) {
        guard case .literal(.text(let name))? = action.tokens.first?.token else {
            if !action.isBroken { note("{{\(word)}} needs a name in quotes", at: action.range) }
            return ("", nil)
        }
        var rest = action
        rest.tokens.removeFirst()
        return (name, rest.tokens.isEmpty ? nil : pipeline(rest))
    }

    private mutating func define(
        _ word: String, _ action: TemplateLexer.Action
    ) -> (String, TemplatePipeline?) {
        let (name, pipeline) = named(word, action)
        if (pipeline == nil) != (word == "define") {
            note("{{\(word)}} has a value too many or too few", at: action.range)
        }
        // A definition knows nothing of what stands around it.
        let outer = scope
        scope = TemplateScope(known: [""])
        defer { scope = outer }
        definitions[name] = closed(word, action.range) { $0.body() }.nodes
        return (name, pipeline)
    }

    private mutating func control(
        _ word: String, _ action: TemplateLexer.Action
    ) -> TemplateNode {
        scope.open()
        defer { scope.close() }
        let condition = pipeline(action)
        let then = closed(word, action.range, orElse: true) { $0.body() }
        var otherwise: [TemplateNode] = []
        if let end = then.end, end.word == "else" {
            if case .word(let next)? = end.rest.tokens.first?.token {
                // `else if` and `else with` share the final `end`.
                if next != word || word == "range" {
                    note("unexpected \"\(next)\" after else", at: end.range)
                }
                var rest = end.rest
                rest.tokens.removeFirst()
                otherwise = [control(next == "with" ? "with" : "if", rest)]
            } else {
                if let more = end.rest.tokens.first {
                    note("unexpected text after else", at: more.range)
                }
                otherwise = closed(word, action.range) { $0.body() }.nodes
            }
        }
        switch word {
        case "if": return .conditional(condition, then: then.nodes, otherwise: otherwise)
        case "with": return .with(condition, then: then.nodes, otherwise: otherwise)
        default: return .range(condition, body: then.nodes, otherwise: otherwise)
        }
    }

    /// A body that must be closed by `end`, or by `else` where that may be.
    private mutating func closed(
        _ word: String, _ range: SourceRange, orElse: Bool = false,
        _ body: (inout TemplateParser) -> ([TemplateNode], End?)
    ) -> (nodes: [TemplateNode], end: End?) {
        guard around.count < Self.deepest else {
            note("nested too deep", at: range)
            pieces = []
            return ([], nil)
        }
        around.append(word)
        defer { around.removeLast() }
        let (nodes, end) = body(&self)
        if end == nil {
            note("{{\(word)}} is not closed by {{end}}", at: range)
        } else if let end, end.word == "else", !orElse {
            note("unexpected {{else}}", at: end.range)
        }
        return (nodes, end)
    }

    private mutating func pipeline(_ action: TemplateLexer.Action) -> TemplatePipeline {
        var operands = TemplateOperands(action, scope: scope)
        defer {
            scope = operands.scope
            if !action.isBroken { faults += operands.faults }
        }
        do throws(TemplateFault) {
            return try operands.whole()
        } catch {
            operands.faults.append(error)
            return TemplatePipeline(variables: [], assigns: false, commands: [[.literal(.null)]])
        }
    }
}
