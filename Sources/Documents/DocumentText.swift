/// Bytes of a file that somebody wrote, as text: UTF-8 or UTF-16, with or without a mark.
package enum DocumentText {
    /// The text without its byte order mark; bytes that are no text are an error with their place.
    ///
    /// - Parameter file: the name that errors carry.
    package static func text(
        of bytes: some Collection<UInt8>, file: String
    ) throws(DocumentError) -> String {
        let bytes = Array(bytes)
        if bytes.starts(with: [0xFF, 0xFE]) { return wide(bytes, isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return wide(bytes, isBigEndian: true) }
        if let text = String(validating: bytes, as: UTF8.self) { return withoutMark(text) }
        let place = place(ofInvalid: bytes)
        throw DocumentError(
            file: file, line: place.line, column: place.column,
            message: "not UTF-8 here: the file is in another encoding, or damaged",
            hint: "save it as UTF-8: iconv -f LATIN1 -t UTF-8 for an old Western text")
    }

    /// The text without a byte order mark.
    package static func withoutMark(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}"
            ? String(text.unicodeScalars.dropFirst()) : text
    }

    private static func wide(_ bytes: [UInt8], isBigEndian: Bool) -> String {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The first byte that belongs to no character; columns count characters.
    private static func place(ofInvalid bytes: [UInt8]) -> (line: Int, column: Int) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var (line, column) = (1, 1)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }
}
