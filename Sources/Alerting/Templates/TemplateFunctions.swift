internal import Documents
internal import Telemetry

/// The functions a template may call: Go's and Prometheus's.
enum TemplateFunctions {
    static let names: Set<String> = [
        "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print",
        "printf", "println", "html", "urlquery", "query", "first", "label", "value", "strvalue",
        "sortByLabel", "humanize", "humanize1024", "humanizeDuration", "humanizePercentage",
        "humanizeTimestamp", "title", "toUpper", "toLower", "match", "reReplaceAll", "stripPort",
        "stripDomain", "graphLink", "tableLink", "parseDuration", "args", "safeHtml",
        "externalURL", "pathPrefix", "toTime", "toDuration", "now", "urlQueryEscape", "js",
        "call",
    ]

    static func call(
        _ name: String, _ arguments: [TemplateValue], context: Template.Context
    ) throws -> TemplateValue {
        try check(arguments.count, of: name)
        switch name {
        case "query":
            return .list(
                try context.query(text(arguments, 0, of: name)).map {
                    .sample(labels: $0.labels, value: $0.value)
                })
        case "now": return .number(context.at.seconds)
        case "externalURL": return .text(context.external.url)
        case "pathPrefix": return .text(context.external.pathPrefix)
        case "toTime": return .moment(try TemplateMoment(seconds: try number(arguments, of: name)))
        case "toDuration": return .text(try GoFormat.duration(try number(arguments, of: name)))
        case "eq", "ne", "lt", "le", "gt", "ge": return try compare(name, arguments)
        case "humanize", "humanize1024", "humanizeDuration", "humanizePercentage",
            "humanizeTimestamp":
            return .text(try humanized(name, arguments))
        case "first", "label", "value", "strvalue", "sortByLabel", "len", "index", "slice", "args":
            return try collection(name, arguments)
        default: return try words(name, arguments)
        }
    }

    private static func humanized(_ name: String, _ arguments: [TemplateValue]) throws -> String {
        let number = try number(arguments, of: name)
        switch name {
        case "humanize": return Humanize.si(number)
        case "humanize1024": return Humanize.binary(number)
        case "humanizeDuration": return Humanize.duration(number)
        case "humanizePercentage": return Humanize.percentage(number)
        default: return try Humanize.timestamp(number)
        }
    }

    private static func number(_ arguments: [TemplateValue], of name: String) throws -> Double {
        let argument = try argument(arguments, 0, of: name)
        guard let number = argument.double else {
            throw TemplateFault("\(name): \(GoFormat.quoted(GoFormat.text(argument))) is no number")
        }
        return number
    }

    private static func words(
        _ name: String, _ arguments: [TemplateValue]
    ) throws -> TemplateValue {
        switch name {
        case "not": return .bool(!(try argument(arguments, 0, of: name).isTrue))
        case "print": return .text(printed(arguments, separator: ""))
        case "println": return .text(printed(arguments, separator: " ") + "\n")
        case "printf":
            return .text(
                GoPrinter.text(try text(arguments, 0, of: name), Array(arguments.dropFirst())))
        case "html": return .text(escapedForHTML(printed(arguments, separator: "")))
        case "urlquery", "urlQueryEscape":
            return .text(escapedForURL(printed(arguments, separator: "")))
        case "graphLink":
            return .text(
                "/graph?g0.expr=\(escapedForURL(try text(arguments, 0, of: name)))&g0.tab=0")
        case "tableLink":
            return .text(
                "/graph?g0.expr=\(escapedForURL(try text(arguments, 0, of: name)))&g0.tab=1")
        case "js": return .text(escapedForScript(printed(arguments, separator: "")))
        case "match":
            let pattern = try pattern(text(arguments, 0, of: name))
            return .bool(pattern.occurs(in: try text(arguments, 1, of: name)))
        case "reReplaceAll":
            let pattern = try pattern(text(arguments, 0, of: name))
            let template = try text(arguments, 1, of: name)
            return .text(pattern.replacing(in: try text(arguments, 2, of: name), with: template))
        case "parseDuration":
            let text = try text(arguments, 0, of: name)
            guard let seconds = DocumentNode.seconds(of: text) else {
                throw TemplateFault("not a valid duration string: \(GoFormat.quoted(text))")
            }
            return .number(seconds)
        default: return .text(try changed(name, text(arguments, 0, of: name)))
        }
    }

    private static func changed(_ name: String, _ text: String) throws -> String {
        switch name {
        // Go changes one character for one: ß has no upper case of one.
        case "toUpper": return mapped(text, \.uppercaseMapping)
        case "toLower": return mapped(text, \.lowercaseMapping)
        case "title": return titled(text)
        case "stripPort": return host(of: text)
        case "stripDomain":
            let host = host(of: text)
            if host.allSatisfy({ $0.isNumber || $0 == "." }) || host.contains(":") { return text }
            let short = String(host.prefix { $0 != "." })
            return short + text.dropFirst(host.count)
        case "safeHtml": return text
        case "call": throw TemplateFault("error calling call: non-function")
        default: throw TemplateFault("function \"\(name)\" not defined")
        }
    }

    private static func mapped(
        _ text: String, _ mapping: KeyPath<Unicode.Scalar.Properties, String>
    ) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let other = scalar.properties[keyPath: mapping].unicodeScalars
            result.append(other.count == 1 ? other.first ?? scalar : scalar)
        }
        return String(result)
    }

    private static func host(of text: String) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : text
    }

    private static func titled(_ text: String) -> String {
        var startsWord = true
        return text.map { character in
            defer {
                startsWord =
                    !(character.isLetter || character.isNumber || character == "_")
            }
            return startsWord ? character.uppercased() : String(character)
        }.joined()
    }

    private static func printed(_ arguments: [TemplateValue], separator: String) -> String {
        var result = ""
        for (index, argument) in arguments.enumerated() {
            if index > 0 {
                // Go's Sprint puts a space between operands when neither is a string.
                let texts = [arguments[index - 1], argument].contains {
                    if case .text = $0 { true } else { false }
                }
                result += separator.isEmpty && !texts ? " " : separator
            }
            result += GoFormat.text(argument)
        }
        return result
    }

    private static func escapedForHTML(_ text: String) -> String {
        text.map { character in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "'": "&#39;"
            case "\"": "&#34;"
            default: String(character)
            }
        }.joined()
    }

    private static func escapedForScript(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\\": "\\\\"
            case "'": "\\'"
            case "\"": "\\\""
            case "<": "\\u003C"
            case ">": "\\u003E"
            case "&": "\\u0026"
            case "=": "\\u003D"
            case "\n": "\\u000A"
            case "\t": "\\u0009"
            case "\r": "\\u000D"
            default: String(character)
            }
        }.joined()
    }

    private static func escapedForURL(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: " "): return "+"
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }.joined()
    }

    private static func pattern(_ source: String) throws -> TemplatePattern {
        guard let pattern = try? TemplatePattern(source) else {
            throw TemplateFault("\(GoFormat.quoted(source)) is no regular expression")
        }
        return pattern
    }

    static func argument(
        _ arguments: [TemplateValue], _ index: Int, of name: String
    ) throws -> TemplateValue {
        guard index < arguments.count else {
            throw TemplateFault(
                "wrong number of args for \(name): want at least \(index + 1) got \(arguments.count)"
            )
        }
        return arguments[index]
    }

    static func text(
        _ arguments: [TemplateValue], _ index: Int, of name: String
    ) throws -> String {
        let value = try argument(arguments, index, of: name)
        guard case .text(let text) = value else {
            throw TemplateFault(
                "wrong type for value; expected string; got \(GoFormat.text(value))")
        }
        return text
    }
}
