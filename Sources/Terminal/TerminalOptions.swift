package import Canvas

/// How the terminal is to be used.
package struct TerminalOptions: Sendable {
    /// Which characters may be sent.
    package enum Charset: Sendable {
        /// What the locale says.
        case automatic
        case utf8, ascii
    }

    /// The most colours to use; nil finds out, and honours `NO_COLOR`.
    package var colors: ColorDepth?
    /// Redefine the terminal's palette for exact colours, where it can; put back when leaving.
    package var exactColors: Bool
    /// Report presses and the wheel; off, the terminal's own selection works as ever.
    package var mouse: Bool
    package var charset: Charset
    /// Ask the terminal to show each frame at once.
    package var synchronizedOutput: Bool

    /// Everything found out, the mouse off.
    package init(
        colors: ColorDepth? = nil, exactColors: Bool = false, mouse: Bool = false,
        charset: Charset = .automatic, synchronizedOutput: Bool = false
    ) {
        self.colors = colors
        self.exactColors = exactColors
        self.mouse = mouse
        self.charset = charset
        self.synchronizedOutput = synchronizedOutput
    }

    /// The depth for a terminal of `available` colours: what was asked for, within what there is.
    ///
    /// `noColor` is the variable `NO_COLOR`: any value but the empty one means no colour.
    package func depth(available: Int, noColor: String?) -> ColorDepth {
        let most: ColorDepth =
            switch available {
            case 256...: .palette
            case 8...: .sixteen
            default: .mono
            }
        if let colors { return min(colors == .full ? .palette : colors, most) }
        return noColor?.isEmpty == false ? .mono : most
    }
}
