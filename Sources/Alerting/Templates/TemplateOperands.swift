internal import Documents
internal import PromQL

/// Reads the pipeline of one action.
///
/// A function or a variable that nobody knows is noted and read on from; a sign in the wrong place
/// ends the action.
struct TemplateOperands {
    private(set) var scope: TemplateScope
    var faults: [TemplateFault] = []
    private var tokens: ArraySlice<TemplateLexer.Placed>
    private let range: SourceRange
    private var depth = 0
    private static let deepest = 64

    init(_ action: TemplateLexer.Action, scope: TemplateScope) {
        tokens = action.tokens[...]
        range = action.range
        self.scope = scope
    }

    /// Everything between `{{` and `}}`.
    mutating func whole() throws(TemplateFault) -> TemplatePipeline {
        if tokens.isEmpty { throw TemplateFault("an action is empty", at: range) }
        let pipeline = try pipeline()
        if let more = tokens.first { throw TemplateFault("unexpected \")\"", at: more.range) }
        return pipeline
    }

    private mutating func pipeline() throws(TemplateFault) -> TemplatePipeline {
        var pipeline = TemplatePipeline(variables: [], assigns: false, commands: [])
        declaration(into: &pipeline)
        while true {
            let start = tokens.first?.range ?? SourceRange(range.upper - 2, range.upper)
            let command = try command()
            guard !command.isEmpty else {
                throw TemplateFault(
                    pipeline.commands.isEmpty ? "a value is missing" : "a pipe has no right side",
                    at: start)
            }
            // Only the first command of a pipeline may be a plain value.
            if !pipeline.commands.isEmpty, !command[0].mayTakeArguments {
                throw TemplateFault("only a function can follow a pipe", at: start)
            }
            pipeline.commands.append(command)
            guard tokens.first?.token == .pipe else { return pipeline }
            tokens.removeFirst()
        }
    }

    /// Operands up to a pipe, a closing parenthesis or the end.
    private mutating func command() throws(TemplateFault) -> [TemplateOperand] {
        var command: [TemplateOperand] = []
        while let next = tokens.first, next.token != .pipe, next.token != .close {
            tokens.removeFirst()
            if next.isAttached, !command.isEmpty {
                throw TemplateFault("a blank is missing before this", at: next.range)
            }
            command.append(try operand(next))
        }
        return command
    }

    private mutating func declaration(into pipeline: inout TemplatePipeline) {
        let head = tokens.prefix(4).map(\.token)
        guard case .variable(let first)? = head.first, head.count > 1 else { return }
        if head[1] == .declare || head[1] == .assign {
            pipeline.variables = [first]
            pipeline.assigns = head[1] == .assign
            tokens = tokens.dropFirst(2)
        } else if head.count == 4, head[1] == .comma, case .variable(let second) = head[2],
            head[3] == .declare || head[3] == .assign
        {
            pipeline.variables = [first, second]
            pipeline.assigns = head[3] == .assign
            tokens = tokens.dropFirst(4)
        }
        // As in Go: assigned to without having been declared, it fails when it runs.
        for name in pipeline.variables { scope.declare(name) }
    }

    private mutating func operand(
        _ placed: TemplateLexer.Placed
    ) throws(TemplateFault) -> TemplateOperand {
        switch placed.token {
        case .literal(let value): return .literal(value)
        case .word("true"): return .literal(.bool(true))
        case .word("false"): return .literal(.bool(false))
        case .word("nil"): return .literal(.null)
        case .word(let name): return function(name, placed.range)
        case .dot(let fields): return .dot(fields: fields)
        case .variable(let name):
            if let hint = scope.complaint(about: name) {
                faults.append(
                    TemplateFault("undefined variable \"$\(name)\"", at: placed.range, hint: hint))
            }
            return .variable(name, fields: attachedFields())
        case .open:
            depth += 1
            guard depth <= Self.deepest else {
                throw TemplateFault("nested too deep", at: placed.range)
            }
            let inner = try pipeline()
            guard tokens.popFirst()?.token == .close else {
                throw TemplateFault("a \")\" is missing", at: placed.range)
            }
            depth -= 1
            return .group(inner, fields: attachedFields())
        case .comma, .declare, .assign, .pipe, .close:
            throw TemplateFault("an unexpected sign in an action", at: placed.range)
        }
    }

    private mutating func function(_ name: String, _ range: SourceRange) -> TemplateOperand {
        if TemplateFunctions.names.contains(name) { return .function(name) }
        let hint = Nearest.match(for: name, in: TemplateFunctions.names.sorted())
            .map { "did you mean \"\($0)\"?" }
        faults.append(TemplateFault("function \"\(name)\" not defined", at: range, hint: hint))
        return .function(name)
    }

    private mutating func attachedFields() -> [String] {
        guard let next = tokens.first, next.isAttached, case .dot(let fields) = next.token,
            !fields.isEmpty
        else { return [] }
        tokens.removeFirst()
        return fields
    }
}

extension TemplateOperand {
    /// Whether a pipe may hand something to it.
    fileprivate var mayTakeArguments: Bool {
        switch self {
        case .function, .variable, .group: true
        case .dot(let fields): !fields.isEmpty
        case .literal: false
        }
    }
}
