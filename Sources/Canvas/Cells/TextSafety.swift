/// Text from logs on its way to a terminal.
package enum TextSafety {
    /// Every control character replaced, C1, DEL and what turns text round among them.
    package static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    ScalarClass($0) == .forbidden ? "\u{FFFD}" : $0
                }))
    }
}
