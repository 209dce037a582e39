internal import PromQL

/// A parsed template.
indirect enum TemplateNode: Hashable, Sendable {
    case text(String)
    case output(TemplatePipeline)
    case conditional(TemplatePipeline, then: [TemplateNode], otherwise: [TemplateNode])
    /// `with`: the dot is the pipeline's value.
    case with(TemplatePipeline, then: [TemplateNode], otherwise: [TemplateNode])
    case range(TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode])
    /// `{{ template "name" pipeline }}`; without a pipeline the dot is nothing.
    case invoke(String, TemplatePipeline?)
    case leaveLoop
    case nextRound
}

/// A template's text and what it defines for itself.
struct TemplateTree: Hashable, Sendable {
    var nodes: [TemplateNode] = []
    /// `{{ define "name" }}` and `{{ block "name" }}`.
    var definitions: [String: [TemplateNode]] = [:]
}

/// Commands joined by `|`, the value of each handed to the next as its last argument.
struct TemplatePipeline: Hashable, Sendable {
    /// `$x :=`, or `$i, $x :=` in a `range`.
    var variables: [String]
    /// `=` instead of `:=`.
    var assigns: Bool
    var commands: [[TemplateOperand]]
}

/// One word of a command.
indirect enum TemplateOperand: Hashable, Sendable {
    case literal(TemplateValue)
    /// `.`, `.Labels.model`.
    case dot(fields: [String])
    /// `$`, `$labels.model`.
    case variable(String, fields: [String])
    case function(String)
    case group(TemplatePipeline, fields: [String])
}

/// What is wrong with a template, and where: bytes of its text, nil while it runs.
struct TemplateFault: Error, Hashable {
    var message: String
    var range: SourceRange?
    /// What to do about it.
    var hint: String?
    init(_ message: String, at range: SourceRange? = nil, hint: String? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
    }
}
