import Canvas

/// Writes JSON in the order it is told, so that a contract's field order is the file's.
///
/// Unknown is `null`: nil, NaN and the infinities, which JSON cannot say.
package struct JSONText {
    package private(set) var text = ""
    private var needsComma = false

    package init() {}

    package mutating func object(_ name: String? = nil, _ fill: (inout JSONText) -> Void) {
        enclosed(name, "{", "}", fill)
    }

    package mutating func array<Element>(
        _ name: String? = nil, _ elements: some Sequence<Element>,
        _ write: (inout JSONText, Element) -> Void
    ) {
        enclosed(name, "[", "]") { json in
            for element in elements { write(&json, element) }
        }
    }

    package mutating func field(_ name: String, _ value: String?) {
        key(name)
        value.map { quote($0) } ?? text.append("null")
    }

    package mutating func field(_ name: String, _ value: Double?) {
        key(name)
        text += value.map(Self.number) ?? "null"
    }

    package mutating func field(_ name: String, _ value: Int64?) {
        key(name)
        text += value.map { String($0) } ?? "null"
    }

    package mutating func field(_ name: String, _ value: Bool) {
        key(name)
        text += value ? "true" : "false"
    }

    package mutating func null(_ name: String) {
        key(name)
        text += "null"
    }

    /// An element of an array.
    package mutating func element(_ value: String) {
        separate()
        quote(value)
    }

    /// Whole numbers without a fraction, others in the shortest form that reads back the same.
    package static func number(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(value)
    }

    private mutating func enclosed(
        _ name: String?, _ open: String, _ close: String, _ fill: (inout JSONText) -> Void
    ) {
        if let name { key(name) } else { separate() }
        text += open
        needsComma = false
        fill(&self)
        text += close
        needsComma = true
    }

    private mutating func key(_ name: String) {
        separate()
        quote(name)
        text += ":"
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    private mutating func quote(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // C1 controls, DEL and what turns text round: a terminal must not obey this text. What
            // lies beyond four digits (unassigned planes) does nothing to one.
            case _ where ScalarClass(scalar) == .forbidden && scalar.value <= 0xFFFF:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONText {
    package mutating func field(_ name: String, _ value: [String: String]) {
        object(name) { json in
            for (key, text) in value.sorted(by: { $0.key < $1.key }) { json.field(key, text) }
        }
    }

    package mutating func field(_ name: String, _ value: [String: Double]) {
        object(name) { json in
            for (key, number) in value.sorted(by: { $0.key < $1.key }) { json.field(key, number) }
        }
    }

    package mutating func field(_ name: String, _ value: [String: Int64]) {
        object(name) { json in
            for (key, number) in value.sorted(by: { $0.key < $1.key }) { json.field(key, number) }
        }
    }

    package mutating func field(_ name: String, _ value: [String]) {
        array(name, value) { $0.element($1) }
    }
}
