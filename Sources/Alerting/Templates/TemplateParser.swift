/// Builds the tree of a template from its pieces.
struct TemplateParser {
    private var pieces: ArraySlice<TemplateLexer.Piece>
    /// How deep control structures stand in each other.
    private var depth = 0
    private static let deepest = 64
    private var definitions: [String: [TemplateNode]] = [:]

    static func parse(_ text: String) throws(TemplateFault) -> TemplateTree {
        var lexer = TemplateLexer(text)
        var parser = TemplateParser(pieces: try lexer.pieces()[...])
        let (nodes, end) = try parser.body()
        if let end { throw TemplateFault("unexpected {{\(end.word)}}", offset: end.offset) }
        return TemplateTree(nodes: nodes, definitions: parser.definitions)
    }

    private init(pieces: ArraySlice<TemplateLexer.Piece>) { self.pieces = pieces }

    /// What closed a body: `end` or `else` and what follows it.
    private struct End {
        var word: String
        var rest: ArraySlice<TemplateLexer.Token>
        var offset: Int
    }

    private mutating func body() throws(TemplateFault) -> ([TemplateNode], End?) {
        var nodes: [TemplateNode] = []
        while let piece = pieces.popFirst() {
            switch piece {
            case .text(let text): nodes.append(.text(text))
            case .action(let tokens, let offset):
                guard case .word(let word)? = tokens.first else {
                    if tokens.isEmpty { throw TemplateFault("an action is empty", offset: offset) }
                    nodes.append(.output(try pipeline(tokens[...], offset: offset)))
                    continue
                }
                let rest = tokens.dropFirst()
                if word == "end" || word == "else" {
                    return (nodes, End(word: word, rest: rest, offset: offset))
                }
                if word == "define" {
                    _ = try define(word, rest, offset: offset)
                } else {
                    nodes.append(try node(word, rest, all: tokens, offset: offset))
                }
            }
        }
        return (nodes, nil)
    }

    private mutating func node(
        _ word: String, _ rest: ArraySlice<TemplateLexer.Token>, all: [TemplateLexer.Token],
        offset: Int
    ) throws(TemplateFault) -> TemplateNode {
        switch word {
        case "if", "with", "range":
            return try control(word, rest, offset: offset)
        case "break": return .leaveLoop
        case "continue": return .nextRound
        case "template":
            let (name, pipeline) = try named(word, rest, offset: offset)
            return .invoke(name, pipeline)
        case "block":
            let (name, pipeline) = try define(word, rest, offset: offset)
            return .invoke(name, pipeline)
        default: return .output(try pipeline(all[...], offset: offset))
        }
    }

    /// `"name"` and what may follow it.
    private func named(
        _ word: String, _ tokens: ArraySlice<TemplateLexer.Token>, offset: Int
    ) throws(TemplateFault) -> (String, TemplatePipeline?) {
        guard case .literal(.text(let name))? = tokens.first else {
            throw TemplateFault("{{\(word)}} needs a name in quotes", offset: offset)
        }
        let rest = tokens.dropFirst()
        return (name, rest.isEmpty ? nil : try pipeline(rest, offset: offset))
    }

    private mutating func define(
        _ word: String, _ tokens: ArraySlice<TemplateLexer.Token>, offset: Int
    ) throws(TemplateFault) -> (String, TemplatePipeline?) {
        let (name, pipeline) = try named(word, tokens, offset: offset)
        guard (pipeline == nil) == (word == "define") else {
            throw TemplateFault("{{\(word)}} has a value too many or too few", offset: offset)
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw TemplateFault("nested too deep", offset: offset) }
        let (nodes, end) = try body()
        guard end?.word == "end" else {
            throw TemplateFault("{{\(word)}} is not closed by {{end}}", offset: offset)
        }
        definitions[name] = nodes
        return (name, pipeline)
    }

    private mutating func control(
        _ word: String, _ tokens: ArraySlice<TemplateLexer.Token>, offset: Int
    ) throws(TemplateFault) -> TemplateNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw TemplateFault("nested too deep", offset: offset) }
        let condition = try pipeline(tokens, offset: offset)
        let (then, end) = try body()
        guard let end else {
            throw TemplateFault("{{\(word)}} is not closed by {{end}}", offset: offset)
        }
        var otherwise: [TemplateNode] = []
        if end.word == "else" {
            if case .word(let next)? = end.rest.first {
                // `else if` and `else with` share the final `end`.
                guard next == word, word != "range" else {
                    throw TemplateFault("unexpected \"\(next)\" after else", offset: end.offset)
                }
                otherwise = [try control(next, end.rest.dropFirst(), offset: end.offset)]
            } else {
                let (nodes, last) = try body()
                guard last?.word == "end" else {
                    throw TemplateFault("{{\(word)}} is not closed by {{end}}", offset: offset)
                }
                otherwise = nodes
            }
        }
        switch word {
        case "if": return .conditional(condition, then: then, otherwise: otherwise)
        case "with": return .with(condition, then: then, otherwise: otherwise)
        default: return .range(condition, body: then, otherwise: otherwise)
        }
    }

    private func pipeline(
        _ tokens: ArraySlice<TemplateLexer.Token>, offset: Int
    ) throws(TemplateFault) -> TemplatePipeline {
        var operands = TemplateOperands(tokens: tokens, offset: offset)
        let pipeline = try operands.pipeline()
        guard operands.tokens.isEmpty else {
            throw TemplateFault("unexpected \")\"", offset: offset)
        }
        return pipeline
    }
}

/// Reads the pipeline of one action.
private struct TemplateOperands {
    var tokens: ArraySlice<TemplateLexer.Token>
    let offset: Int
    private var depth = 0

    init(tokens: ArraySlice<TemplateLexer.Token>, offset: Int) {
        self.tokens = tokens
        self.offset = offset
    }

    mutating func pipeline() throws(TemplateFault) -> TemplatePipeline {
        var pipeline = TemplatePipeline(variables: [], assigns: false, commands: [])
        declaration(into: &pipeline)
        var command: [TemplateOperand] = []
        while let token = tokens.first, token != .close {
            tokens.removeFirst()
            if token == .pipe {
                guard !command.isEmpty else {
                    throw TemplateFault("a pipe has no left side", offset: offset)
                }
                pipeline.commands.append(command)
                command = []
            } else {
                command.append(try operand(token))
            }
        }
        guard !command.isEmpty else {
            throw TemplateFault("a value is missing", offset: offset)
        }
        pipeline.commands.append(command)
        for command in pipeline.commands.dropFirst() {
            guard case .function? = command.first else {
                throw TemplateFault("only a function can follow a pipe", offset: offset)
            }
        }
        return pipeline
    }

    private mutating func declaration(into pipeline: inout TemplatePipeline) {
        let head = Array(tokens.prefix(4))
        guard case .variable(let first)? = head.first, head.count > 1 else { return }
        if head[1] == .declare || head[1] == .assign {
            pipeline.variables = [first]
            pipeline.assigns = head[1] == .assign
            tokens = tokens.dropFirst(2)
        } else if head.count == 4, head[1] == .comma, case .variable(let second) = head[2],
            head[3] == .declare
        {
            pipeline.variables = [first, second]
            tokens = tokens.dropFirst(4)
        }
    }

    private mutating func operand(
        _ token: TemplateLexer.Token
    ) throws(TemplateFault) -> TemplateOperand {
        switch token {
        case .literal(let value): return .literal(value)
        case .word("true"): return .literal(.bool(true))
        case .word("false"): return .literal(.bool(false))
        case .word("nil"): return .literal(.null)
        case .word(let name):
            guard TemplateFunctions.names.contains(name) else {
                throw TemplateFault("function \"\(name)\" not defined", offset: offset)
            }
            return .function(name)
        case .dot(let fields, _): return .dot(fields: fields)
        case .variable(let name): return .variable(name, fields: attachedFields())
        case .open:
            depth += 1
            guard depth <= 64 else { throw TemplateFault("nested too deep", offset: offset) }
            let inner = try pipeline()
            guard tokens.popFirst() == .close else {
                throw TemplateFault("a \")\" is missing", offset: offset)
            }
            depth -= 1
            return .group(inner, fields: attachedFields())
        case .comma, .declare, .assign, .pipe, .close:
            throw TemplateFault("an unexpected sign in an action", offset: offset)
        }
    }

    private mutating func attachedFields() -> [String] {
        guard case .dot(let fields, attached: true)? = tokens.first else { return [] }
        tokens.removeFirst()
        return fields
    }
}
