/// Finds variables nobody declared, before a template ever runs: `$label` for `$labels`.
enum TemplateScope {
    /// A definition knows nothing of what stands around it.
    static func check(_ tree: TemplateTree, known: Set<String>) throws(TemplateFault) {
        try check(tree.nodes, known: known)
        for nodes in tree.definitions.values { try check(nodes, known: [""]) }
    }

    private static func check(_ nodes: [TemplateNode], known: Set<String>) throws(TemplateFault) {
        var known = known
        for node in nodes { try check(node, known: &known) }
    }

    private static func check(
        _ node: TemplateNode, known: inout Set<String>
    ) throws(TemplateFault) {
        switch node {
        case .text, .leaveLoop, .nextRound, .invoke(_, nil): break
        case .output(let pipeline), .invoke(_, let pipeline?):
            try check(pipeline, known: &known)
        case .conditional(let pipeline, let then, let otherwise),
            .with(let pipeline, let then, let otherwise),
            .range(let pipeline, let then, let otherwise):
            // A control structure's own variables end with it.
            var inner = known
            try check(pipeline, known: &inner)
            try check(then, known: inner)
            try check(otherwise, known: inner)
        }
    }

    private static func check(
        _ pipeline: TemplatePipeline, known: inout Set<String>
    ) throws(TemplateFault) {
        for command in pipeline.commands {
            for operand in command {
                switch operand {
                case .variable(let name, _): try require(name, known)
                case .group(let inner, _): try check(inner, known: &known)
                case .literal, .dot, .function: break
                }
            }
        }
        if pipeline.assigns { for name in pipeline.variables { try require(name, known) } }
        known.formUnion(pipeline.variables)
    }

    private static func require(_ name: String, _ known: Set<String>) throws(TemplateFault) {
        guard known.contains(name) else {
            throw TemplateFault("undefined variable \"$\(name)\"")
        }
    }
}
