/// One expansion of a template.
struct TemplateRun {
    private var variables: [[String: TemplateValue]]
    private var output = ""
    private let context: Template.Context
    private let definitions: [String: [TemplateNode]]
    /// How deep definitions call each other.
    private var calls = 0
    private static let callLimit = 100
    /// Loops count their rounds: no template runs for ever or fills the memory.
    private var rounds = 0
    private static let roundLimit = 100_000
    private static let outputLimit = 64 << 10

    private init(
        root: TemplateValue, variables: [String: TemplateValue], tree: TemplateTree,
        context: Template.Context
    ) {
        self.variables = [variables.merging(["": root]) { $1 }]
        self.context = context
        definitions = tree.definitions
    }

    private enum Flow { case on, leaveLoop, nextRound }

    static func expand(
        _ tree: TemplateTree, root: TemplateValue, variables: [String: TemplateValue],
        context: Template.Context
    ) throws -> String {
        var run = TemplateRun(root: root, variables: variables, tree: tree, context: context)
        _ = try run.run(tree.nodes, dot: root)
        return run.output
    }

    private mutating func run(_ nodes: [TemplateNode], dot: TemplateValue) throws -> Flow {
        for node in nodes {
            let flow = try run(node, dot: dot)
            if flow != .on { return flow }
        }
        return .on
    }

    private mutating func run(_ node: TemplateNode, dot: TemplateValue) throws -> Flow {
        switch node {
        case .text(let text): try write(text)
        case .output(let pipeline):
            let value = try evaluate(pipeline, dot: dot)
            guard pipeline.variables.isEmpty else { break }
            if case .null = value {
                try write("<no value>")
            } else {
                try write(GoFormat.text(value))
            }
        case .conditional(let condition, let then, let otherwise):
            return try scoped {
                let value = try $0.evaluate(condition, dot: dot)
                return try $0.run(value.isTrue ? then : otherwise, dot: dot)
            }
        case .with(let pipeline, let then, let otherwise):
            return try scoped {
                let value = try $0.evaluate(pipeline, dot: dot)
                return try value.isTrue
                    ? $0.run(then, dot: value) : $0.run(otherwise, dot: dot)
            }
        case .range(let pipeline, let body, let otherwise):
            return try scoped {
                try $0.loop(pipeline, body: body, otherwise: otherwise, dot: dot)
            }
        case .invoke(let name, let pipeline):
            try invoke(name, dot: try pipeline.map { try evaluate($0, dot: dot) } ?? .null)
        case .leaveLoop: return .leaveLoop
        case .nextRound: return .nextRound
        }
        return .on
    }

    /// Another text in this one's place, with nothing known but its dot.
    private mutating func invoke(_ name: String, dot: TemplateValue) throws {
        guard let nodes = definitions[name] else {
            throw TemplateFault("template \(GoFormat.quoted(name)) not defined")
        }
        guard calls < Self.callLimit else { throw TemplateFault("templates call too deep") }
        let outer = variables
        variables = [["": dot]]
        calls += 1
        _ = try run(nodes, dot: dot)
        calls -= 1
        variables = outer
    }

    private mutating func loop(
        _ pipeline: TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode],
        dot: TemplateValue
    ) throws -> Flow {
        var bare = pipeline
        bare.variables = []
        let elements = try Self.elements(of: evaluate(bare, dot: dot))
        if elements.isEmpty { return try run(otherwise, dot: dot) }
        for (key, value) in elements {
            rounds += 1
            guard rounds <= Self.roundLimit else { throw TemplateFault("too many rounds") }
            let flow = try scoped { run in
                if let last = pipeline.variables.last { run.declare(last, value) }
                if pipeline.variables.count == 2 { run.declare(pipeline.variables[0], key) }
                return try run.run(body, dot: value)
            }
            if flow == .leaveLoop { break }
        }
        return .on
    }

    private static func elements(
        of value: TemplateValue
    ) throws -> [(TemplateValue, TemplateValue)] {
        switch value {
        case .list(let values):
            return values.enumerated().map { (.integer(Int64($0.offset)), $0.element) }
        case .map(let entries):
            return entries.sorted { $0.key < $1.key }.map { (.text($0.key), $0.value) }
        case .integer(let count):
            return (0..<max(0, min(count, Int64(roundLimit)))).map { (.integer($0), .integer($0)) }
        case .null: return []
        case .bool, .number, .text, .record, .moment, .format:
            throw TemplateFault("range can't iterate over \(GoFormat.text(value))")
        }
    }

    private mutating func evaluate(
        _ pipeline: TemplatePipeline, dot: TemplateValue
    ) throws -> TemplateValue {
        var value: TemplateValue?
        for command in pipeline.commands { value = try call(command, piped: value, dot: dot) }
        let result = value ?? .null
        if let name = pipeline.variables.last {
            pipeline.assigns ? try assign(name, result) : declare(name, result)
        }
        return result
    }

    private mutating func call(
        _ command: [TemplateOperand], piped: TemplateValue?, dot: TemplateValue
    ) throws -> TemplateValue {
        guard case .function(let name)? = command.first else {
            guard let operand = command.first else { return .null }
            guard command.count > 1 || piped != nil else {
                if case .literal(.null) = operand { throw TemplateFault("nil is not a command") }
                return try resolve(operand, dot: dot)
            }
            var arguments: [TemplateValue] = []
            for operand in command.dropFirst() { arguments.append(try resolve(operand, dot: dot)) }
            if let piped { arguments.append(piped) }
            let method = try resolve(operand, dot: dot)
            guard case .format(let moment) = method else {
                throw TemplateFault("can't give argument to non-function")
            }
            return .text(
                moment.text(layout: try TemplateFunctions.text(arguments, 0, of: "Format")))
        }
        // `and` and `or` stop at the operand that decides.
        if name == "and" || name == "or" {
            var last: TemplateValue?
            for operand in command.dropFirst() {
                let value = try resolve(operand, dot: dot)
                last = value
                if value.isTrue != (name == "and") { return value }
            }
            guard let result = piped ?? last else {
                throw TemplateFault("wrong number of args for \(name): want at least 1 got 0")
            }
            return result
        }
        var arguments: [TemplateValue] = []
        for operand in command.dropFirst() { arguments.append(try resolve(operand, dot: dot)) }
        if let piped { arguments.append(piped) }
        return try TemplateFunctions.call(name, arguments, context: context)
    }

    private mutating func resolve(
        _ operand: TemplateOperand, dot: TemplateValue
    ) throws -> TemplateValue {
        switch operand {
        case .literal(let value): return value
        case .dot(let fields): return try Self.descend(dot, fields)
        case .variable(let name, let fields):
            guard let value = variables.last(where: { $0[name] != nil })?[name] else {
                throw TemplateFault("undefined variable \"$\(name)\"")
            }
            return try Self.descend(value, fields)
        case .function(let name): return try TemplateFunctions.call(name, [], context: context)
        case .group(let pipeline, let fields):
            return try Self.descend(evaluate(pipeline, dot: dot), fields)
        }
    }

    private static func descend(
        _ value: TemplateValue, _ fields: [String]
    ) throws -> TemplateValue {
        var value = value
        for field in fields {
            switch value {
            case .map(let entries): value = entries[field] ?? .text("")
            case .record(let record):
                guard let next = record[field] else {
                    throw TemplateFault("can't evaluate field \(field)")
                }
                value = next
            case .moment(let moment): value = try moment.field(field)
            case .null, .bool, .integer, .number, .text, .list, .format:
                throw TemplateFault("can't evaluate field \(field) in \(GoFormat.text(value))")
            }
        }
        return value
    }

    private mutating func declare(_ name: String, _ value: TemplateValue) {
        variables[variables.count - 1][name] = value
    }

    private mutating func assign(_ name: String, _ value: TemplateValue) throws {
        guard let scope = variables.lastIndex(where: { $0[name] != nil }) else {
            throw TemplateFault("undefined variable \"$\(name)\"")
        }
        variables[scope][name] = value
    }

    private mutating func scoped<Result>(
        _ body: (inout TemplateRun) throws -> Result
    ) rethrows -> Result {
        variables.append([:])
        defer { variables.removeLast() }
        return try body(&self)
    }

    private mutating func write(_ text: String) throws {
        output += text
        guard output.utf8.count <= Self.outputLimit else { throw TemplateFault("text too long") }
    }
}
