/// How a category is called, whichever writer wrote it.
///
/// A training table in CSV says `True` and `21.0` where the service's JSON says `true` and `21`;
/// to the model they are the same value, so they are the same category here.
package enum CategoryName {
    package static let yes = "true"
    package static let no = "false"

    /// One spelling for booleans and plain numbers; any other text stays as it is.
    package static func canonical(_ text: String) -> String {
        switch text {
        case "true", "True", "TRUE": return yes
        case "false", "False", "FALSE": return no
        default: return number(in: text).map(canonical) ?? text
        }
    }

    /// `21` for 21.0, the shortest text that reads back for anything else.
    package static func canonical(_ number: Double) -> String {
        if let whole = Int64(exactly: number), abs(number) < 1e15 { return String(whole) }
        return number.description
    }

    /// The number a text stands for; nil for codes that only look like one, such as `007`.
    package static func number(in text: String) -> Double? {
        let bytes = text.utf8
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        guard let first = digits.first, isDigit(first) else { return nil }
        if first == UInt8(ascii: "0"), let second = digits.dropFirst().first,
            second != UInt8(ascii: "."), second != UInt8(ascii: "e")
        {
            return nil
        }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
