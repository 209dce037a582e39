extension Color {
    /// The colour as text: `default`, `palette 9`, `#1a2b3c`.
    package var text: String {
        switch self {
        case .terminalDefault: "default"
        case .indexed(let index): "palette \(index)"
        case .rgb(let red, let green, let blue): "#" + [red, green, blue].map(Self.hex).joined()
        }
    }

    private static func hex(_ value: UInt8) -> String {
        (value < 16 ? "0" : "") + String(value, radix: 16)
    }
}

extension Style {
    /// The style as text: `bold, fg #ff0000, bg palette 0`; `plain` when nothing is set.
    package var text: String {
        var parts: [String] = []
        let names: [(Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
            (.reverse, "reverse"),
        ]
        for (attribute, name) in names where attributes.contains(attribute) { parts.append(name) }
        if foreground != .terminalDefault { parts.append("fg " + foreground.text) }
        if background != .terminalDefault { parts.append("bg " + background.text) }
        return parts.isEmpty ? "plain" : parts.joined(separator: ", ")
    }
}
