import Glibc

/// How well text reads on its background (WCAG 2.2, "contrast ratio").
package enum Contrast {
    /// Relative luminance, 0 for black to 1 for white.
    package static func luminance(_ color: Palette.RGB) -> Double {
        func linear(_ value: UInt8) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green)
            + 0.0722 * linear(color.blue)
    }

    /// From 1 (the same) to 21 (black on white); 4.5 is what body text needs.
    package static func ratio(_ one: Palette.RGB, _ other: Palette.RGB) -> Double {
        let bright = max(luminance(one), luminance(other))
        let dark = min(luminance(one), luminance(other))
        return (bright + 0.05) / (dark + 0.05)
    }
}
