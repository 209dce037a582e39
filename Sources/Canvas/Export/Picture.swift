/// What stands behind a frame when it becomes a picture: the terminal's default colours, a title.
package struct Picture: Sendable {
    /// What `Color.terminalDefault` means as a foreground.
    package var foreground: Palette.RGB
    /// What `Color.terminalDefault` means as a background.
    package var background: Palette.RGB
    package var title: String

    /// Light grey on near black unless told otherwise.
    package init(
        foreground: Palette.RGB = (204, 204, 204), background: Palette.RGB = (22, 22, 26),
        title: String = "driftop"
    ) {
        self.foreground = foreground
        self.background = background
        self.title = title
    }

    /// The colours a style ends up with, `reverse` and `dim` worked in; background nil when bare.
    func colors(_ style: Style) -> (foreground: String, background: String?) {
        var front = style.foreground.rgb ?? foreground
        var back = style.background.rgb
        if style.attributes.contains(.reverse) {
            (front, back) = (back ?? background, front)
        }
        if style.attributes.contains(.dim) {
            let under = back ?? background
            front = (
                Self.mix(front.red, under.red), Self.mix(front.green, under.green),
                Self.mix(front.blue, under.blue)
            )
        }
        return (Self.hex(front), back.map(Self.hex))
    }

    private static func mix(_ front: UInt8, _ back: UInt8) -> UInt8 {
        UInt8((2 * Int(front) + Int(back)) / 3)
    }

    static func hex(_ color: Palette.RGB) -> String {
        Color.rgb(color.red, color.green, color.blue).text
    }

    /// Text for element content and attribute values.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // A title comes from data as it is: XML forbids controls, viewers obey the others.
            case _ where ScalarClass(scalar) == .forbidden: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
