internal import Foundation

extension GoPrinter {
    mutating func write(integer number: Int64, _ verb: Unicode.Scalar) {
        switch verb {
        case "v", "d": whole(number, radix: 10, verb)
        case "b": whole(number, radix: 2, verb)
        case "o", "O": whole(number, radix: 8, verb)
        case "x", "X": whole(number, radix: 16, verb)
        case "c": pad(String(character(number)), zeros: false)
        case "q": pad(quotedCharacter(number), zeros: false)
        case "U":
            let digits = String(number.magnitude, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            pad(directive.sharp ? "\(code) '\(character(number))'" : code, zeros: false)
        default: complain(.integer(number), verb)
        }
    }

    private mutating func whole(_ number: Int64, radix: Int, _ verb: Unicode.Scalar) {
        var least = 0
        if let precision = directive.precision {
            least = precision
            if precision == 0, number == 0 { return pad("", zeros: false) }
        } else if directive.zero, !directive.minus, let width = directive.width {
            // A sign takes one of the places that zeros fill.
            least = number < 0 || directive.plus || directive.space ? width - 1 : width
        }
        var digits = String(number.magnitude, radix: radix, uppercase: verb == "X")
        digits = String(repeating: "0", count: max(0, least - digits.count)) + digits
        if directive.sharp || verb == "O" {
            switch radix {
            case 2: digits = "0b" + digits
            case 8 where verb == "O": digits = "0o" + digits
            case 8: if !digits.hasPrefix("0") { digits = "0" + digits }
            case 16: digits = (verb == "X" ? "0X" : "0x") + digits
            default: break
            }
        }
        let sign = number < 0 ? "-" : directive.plus ? "+" : directive.space ? " " : ""
        pad(sign + digits, zeros: false)
    }

    mutating func write(float number: Double, _ verb: Unicode.Scalar) {
        let digits: String
        switch verb {
        case "v", "g", "G": digits = general(number.magnitude, isUpper: verb == "G")
        case "e", "E", "f", "F":
            digits = String(
                format: "%.\(directive.precision ?? 6)\(verb == "F" ? "f" : verb)", number.magnitude
            )
        case "x", "X": digits = hexadecimal(number.magnitude, isUpper: verb == "X")
        default: return complain(.number(number), verb)
        }
        if number.isNaN || number.isInfinite { return special(number) }
        let text =
            directive.sharp
            ? pointed(digits, keepsDigits: "vgGxX".unicodeScalars.contains(verb)) : digits
        let sign =
            number.sign == .minus ? "-" : directive.plus ? "+" : directive.space ? " " : ""
        let missing = (directive.width ?? 0) - sign.count - text.count
        guard directive.zero, !directive.minus, missing > 0 else { return pad(sign + text) }
        // The sign comes before the zeros.
        output += sign + String(repeating: "0", count: missing) + text
    }

    private mutating func special(_ number: Double) {
        let name = number.isNaN ? "NaN" : "Inf"
        let sign =
            number < 0
            ? "-" : directive.space && !directive.plus ? " " : directive.plus ? "+" : ""
        pad((number.isInfinite && sign.isEmpty ? "+" : sign) + name, zeros: false)
    }

    private func general(_ magnitude: Double, isUpper: Bool) -> String {
        let text =
            directive.precision.map { String(format: "%.\($0)g", magnitude) }
            ?? GoFormat.shortest(magnitude)
        return isUpper ? text.uppercased() : text
    }

    /// `0x1.cp+01`: the exponent has two digits at least, which C's has not.
    private func hexadecimal(_ magnitude: Double, isUpper: Bool) -> String {
        var text = String(
            format: directive.precision.map { "%.\($0)a" } ?? "%a", magnitude)
        if let mark = text.lastIndex(of: "p") {
            let sign = text.index(after: mark)
            if text.distance(from: sign, to: text.endIndex) == 2 {
                text.insert("0", at: text.index(after: sign))
            }
        }
        return isUpper ? text.uppercased() : text
    }

    /// `%#g`: a point in any case, and the zeros that the precision asks for.
    private func pointed(_ text: String, keepsDigits: Bool) -> String {
        let end = text.firstIndex { "eEpP".contains($0) } ?? text.endIndex
        var mantissa = String(text[..<end])
        var missing = keepsDigits ? (directive.precision ?? 6) : 0
        missing -= mantissa.filter { $0 != "." }.drop { $0 == "0" }.count
        if !mantissa.contains(".") {
            if mantissa == "0" { missing -= 1 }
            mantissa += "."
        }
        return mantissa + String(repeating: "0", count: max(0, missing)) + text[end...]
    }
}
