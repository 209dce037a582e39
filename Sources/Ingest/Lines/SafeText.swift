/// Text of a log that may be shown: what could steer a terminal is spelled out instead.
package enum SafeText {
    /// Printable text as it is, controls and invisible characters as `\u{1B}`; invalid UTF-8 as
    /// `�`.
    ///
    /// - Parameter limit: bytes of the text that are taken; `…` says that there were more.
    package static func escaped(_ bytes: UnsafeRawBufferPointer, limit: Int) -> String {
        var end = min(limit, bytes.count)
        // A character is shown whole or not at all.
        if end < bytes.count { while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 } }
        var text = ""
        for scalar in String(decoding: bytes[..<end], as: UTF8.self).unicodeScalars {
            if scalar.properties.isPrintable {
                text.unicodeScalars.append(scalar)
            } else {
                text += scalar.escaped(asASCII: true)
            }
        }
        return end < bytes.count ? text + "…" : text
    }
}

extension Unicode.Scalar.Properties {
    /// Neither a control, a format character, a surrogate nor a line separator.
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
