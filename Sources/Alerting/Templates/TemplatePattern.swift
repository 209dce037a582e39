/// A regular expression of a template (`match`, `reReplaceAll`); label matchers use PromQL's.
struct TemplatePattern {
    private let expression: Regex<AnyRegexOutput>

    init(_ source: String) throws { expression = try Regex(source) }

    /// `text` with every match replaced; `$1` and `${1}` stand for groups, `$$` for a dollar.
    func replacing(in text: String, with template: String) -> String {
        text.replacing(expression) { match in
            Self.expand(template) { index in
                index < match.output.count ? match.output[index].substring.map(String.init) : nil
            }
        }
    }

    /// Whether it matches anywhere.
    func occurs(in text: String) -> Bool { (try? expression.firstMatch(in: text)) != nil }

    private static func expand(_ template: String, group: (Int) -> String?) -> String {
        var result = ""
        var rest = template[...]
        while let character = rest.popFirst() {
            guard character == "$" else {
                result.append(character)
                continue
            }
            if rest.first == "$" {
                rest.removeFirst()
                result.append("$")
                continue
            }
            let braced = rest.first == "{"
            let body = braced ? rest.dropFirst() : rest
            let name = body.prefix { $0.isNumber || $0.isLetter || $0 == "_" }
            if name.isEmpty {
                result.append("$")
                continue
            }
            result += Int(name).flatMap(group) ?? ""
            rest = body.dropFirst(name.count)
            if braced, rest.first == "}" { rest.removeFirst() }
        }
        return result
    }
}
