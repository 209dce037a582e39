internal import Telemetry

extension Labels {
    /// What a shell neither obeys nor expands, in quotes or without.
    private static let harmless = Set(" _-.,:/@+=%".unicodeScalars)

    /// The same for a command that somebody may paste into a shell: of their values, which come
    /// from logs, everything but letters, digits and harmless signs is replaced by U+FFFD.
    ///
    /// No quoting is safe both inside and outside of the quotes that a rule's author wrote.
    var forCommands: Labels {
        Labels(
            pairs.map { pair in
                var isWordStart = true
                let scalars = pair.value.unicodeScalars.map { scalar in
                    defer { isWordStart = scalar == " " }
                    // What begins like an option would be one.
                    if isWordStart, scalar == "-" { return "\u{FFFD}" as Unicode.Scalar }
                    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                        || Self.harmless.contains(scalar) ? scalar : "\u{FFFD}"
                }
                return (pair.name, String(String.UnicodeScalarView(scalars)))
            })
    }
}
