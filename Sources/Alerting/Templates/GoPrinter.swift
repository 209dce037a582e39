internal import Foundation

/// Go's `fmt.Sprintf`: every verb and flag that a template's values can meet.
///
/// Mistakes print as Go prints them: `%!d(string=x)`, `%!d(MISSING)`, `%!(EXTRA …)`.
struct GoPrinter {
    /// Flags, width and precision of one directive.
    struct Directive {
        var minus = false
        var plus = false
        var sharp = false
        var space = false
        var zero = false
        /// `%+v` and `%#v`.
        var namesFields = false
        var isSyntax = false
        var width: Int?
        var precision: Int?
    }
    var directive = Directive()
    var output = ""
    private let format: [Unicode.Scalar]
    private let values: [TemplateValue]
    private var position = 0
    private var argument = 0
    private var isReordered = false
    private var isGoodIndex = true

    /// Width and precision beyond this are cut, so that no template fills the memory.
    private static let widest = 1_000

    static func text(_ format: String, _ values: [TemplateValue]) -> String {
        var printer = GoPrinter(format: Array(format.unicodeScalars), values: values)
        printer.run()
        return printer.output
    }

    private init(format: [Unicode.Scalar], values: [TemplateValue]) {
        self.format = format
        self.values = values
    }

    private mutating func run() {
        while position < format.count {
            let scalar = format[position]
            position += 1
            if scalar == "%" { read() } else { output.unicodeScalars.append(scalar) }
        }
        guard !isReordered, argument < values.count else { return }
        directive = Directive()
        output += "%!(EXTRA "
        for (index, value) in values[argument...].enumerated() {
            if index > 0 { output += ", " }
            named(value)
        }
        output += ")"
    }

    /// One directive, from behind its `%`.
    private mutating func read() {
        directive = Directive()
        isGoodIndex = true
        flags()
        var isIndexed = index()
        isIndexed = width(isIndexed)
        isIndexed = precision(isIndexed)
        if !isIndexed { _ = index() }
        guard position < format.count else {
            output += "%!(NOVERB)"
            return
        }
        let verb = format[position]
        position += 1
        if verb == "%" {
            output += "%"
        } else if !isGoodIndex {
            output += "%!\(verb)(BADINDEX)"
        } else if argument >= values.count {
            output += "%!\(verb)(MISSING)"
        } else {
            if verb == "v" {
                (directive.isSyntax, directive.sharp) = (directive.sharp, false)
                (directive.namesFields, directive.plus) = (directive.plus, false)
            }
            argument += 1
            write(values[argument - 1], verb)
        }
    }

    private mutating func flags() {
        while position < format.count {
            switch format[position] {
            case "#": directive.sharp = true
            case "0": directive.zero = !directive.minus
            case "+": directive.plus = true
            case "-": (directive.minus, directive.zero) = (true, false)
            case " ": directive.space = true
            default: return
            }
            position += 1
        }
    }

    /// `[2]`: which value comes next.
    private mutating func index() -> Bool {
        guard position < format.count, format[position] == "[" else { return false }
        isReordered = true
        guard let close = format[position...].firstIndex(of: "]") else {
            isGoodIndex = false
            position += 1
            return false
        }
        let digits = format[(position + 1)..<close]
        position = close + 1
        guard let number = Self.number(digits), number >= 1, number <= values.count else {
            isGoodIndex = false
            return true
        }
        argument = number - 1
        return true
    }

    private mutating func width(_ isIndexed: Bool) -> Bool {
        if position < format.count, format[position] == "*" {
            position += 1
            directive.width = starred()
            if directive.width == nil { output += "%!(BADWIDTH)" }
            if let width = directive.width, width < 0 {
                directive.width = -width
                (directive.minus, directive.zero) = (true, false)
            }
            return false
        }
        directive.width = digits()
        if isIndexed, directive.width != nil { isGoodIndex = false }
        return isIndexed
    }

    private mutating func precision(_ isIndexed: Bool) -> Bool {
        guard position < format.count, format[position] == "." else { return isIndexed }
        position += 1
        if isIndexed { isGoodIndex = false }
        let isIndexed = index()
        if position < format.count, format[position] == "*" {
            position += 1
            let found = starred()
            directive.precision = found.flatMap { $0 < 0 ? nil : $0 }
            if directive.precision == nil { output += "%!(BADPREC)" }
            return false
        }
        directive.precision = digits() ?? 0
        return isIndexed
    }

    /// A whole number among the values.
    private mutating func starred() -> Int? {
        guard argument < values.count else { return nil }
        argument += 1
        guard case .integer(let number) = values[argument - 1] else { return nil }
        return Int(max(-Int64(Self.widest), min(number, Int64(Self.widest))))
    }

    private mutating func digits() -> Int? {
        let start = position
        while position < format.count, ("0"..."9").contains(format[position]) { position += 1 }
        return start == position ? nil : Self.number(format[start..<position])
    }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
        var text = ""
        text.unicodeScalars.append(contentsOf: digits)
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return min(Int(text.prefix(9)) ?? widest, widest)
    }

    /// `string=x`, as messages name a value.
    private mutating func named(_ value: TemplateValue) {
        if case .null = value {
            output += "<nil>"
            return
        }
        output += value.typeName + "="
        write(value, "v")
    }

    /// A verb that the value does not know.
    mutating func complain(_ value: TemplateValue, _ verb: Unicode.Scalar) {
        output += "%!\(verb)("
        named(value)
        output += ")"
    }

    /// Filled up with blanks, or with zeros where that is asked for.
    mutating func pad(_ text: String, zeros: Bool? = nil) {
        let missing = (directive.width ?? 0) - text.unicodeScalars.count
        guard missing > 0 else { return output += text }
        let fill = String(repeating: zeros ?? directive.zero ? "0" : " ", count: missing)
        output += directive.minus ? text + fill : fill + text
    }
}
