/// A regular expression of a template (`match`, `reReplaceAll`); label matchers use PromQL's.
struct TemplatePattern {
    private let expression: Regex<AnyRegexOutput>

    init(_ source: String) throws { expression = try Regex(source) }

    /// `text` with every match replaced; `$1`, `${1}` and `$name` stand for groups, `$$` for a
    /// dollar.
    func replacing(in text: String, with template: String) -> String {
        var result = ""
        var copied = text.startIndex
        for match in text.matches(of: expression) {
            // As in Go, nothing is replaced right behind what was.
            if match.range.isEmpty, match.range.lowerBound == copied, copied > text.startIndex {
                continue
            }
            result += text[copied..<match.range.lowerBound]
            result += Self.expand(template) { name in
                let groups = match.output
                let group =
                    Int(name).map { $0 < groups.count ? groups[$0] : nil }
                    ?? groups.first { $0.name == name }
                return group?.substring.map(String.init)
            }
            copied = match.range.upperBound
        }
        return result + text[copied...]
    }

    /// Whether it matches anywhere.
    func occurs(in text: String) -> Bool { (try? expression.firstMatch(in: text)) != nil }

    private static func expand(_ template: String, group: (String) -> String?) -> String {
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
            result += group(String(name)) ?? ""
            rest = body.dropFirst(name.count)
            if braced, rest.first == "}" { rest.removeFirst() }
        }
        return result
    }
}
