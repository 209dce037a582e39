extension Template {
    /// The labels of the result that the text asks for by name, each once.
    var labelsUsed: [String] {
        var names: [String] = []
        for node in tree.nodes { node.collectLabels(isRoot: true, into: &names) }
        // What a definition's dot is depends on who invokes it.
        for name in tree.definitions.keys.sorted() {
            for node in tree.definitions[name] ?? [] {
                node.collectLabels(isRoot: false, into: &names)
            }
        }
        return names
    }
}

extension TemplateNode {
    /// - Parameter isRoot: whether the dot is still what the template was given.
    fileprivate func collectLabels(isRoot: Bool, into names: inout [String]) {
        switch self {
        case .text, .leaveLoop, .nextRound: break
        case .invoke(_, let pipeline): pipeline?.collectLabels(isRoot: isRoot, into: &names)
        case .output(let pipeline): pipeline.collectLabels(isRoot: isRoot, into: &names)
        case .conditional(let pipeline, let then, let otherwise):
            pipeline.collectLabels(isRoot: isRoot, into: &names)
            for node in then + otherwise { node.collectLabels(isRoot: isRoot, into: &names) }
        case .with(let pipeline, let body, let otherwise),
            .range(let pipeline, let body, let otherwise):
            pipeline.collectLabels(isRoot: isRoot, into: &names)
            for node in body { node.collectLabels(isRoot: false, into: &names) }
            for node in otherwise { node.collectLabels(isRoot: isRoot, into: &names) }
        }
    }
}

extension TemplatePipeline {
    fileprivate func collectLabels(isRoot: Bool, into names: inout [String]) {
        for operand in commands.joined() {
            var found: String?
            switch operand {
            case .literal, .function: break
            case .dot(let fields):
                if isRoot, fields.count == 2, fields[0] == "Labels" { found = fields[1] }
            case .variable("labels", let fields): found = fields.first
            case .variable("", let fields):
                if fields.count == 2, fields[0] == "Labels" { found = fields[1] }
            case .variable: break
            case .group(let pipeline, _): pipeline.collectLabels(isRoot: isRoot, into: &names)
            }
            if let found, !names.contains(found) { names.append(found) }
        }
    }
}
