/// The glyphs of the screen by meaning, in three sets for what a terminal can draw.
///
/// `unicode` has everything, `block` does without braille, `ascii` keeps to ASCII. Every glyph is
/// one column wide in every set.
package enum GlyphSet: String, CaseIterable, Hashable, Sendable {
    case unicode, block, ascii

    private func pick(_ glyph: Character, _ ascii: Character) -> Character {
        self == .ascii ? ascii : glyph
    }

    // States.

    /// An alert that pages.
    package var page: Character { pick("▲", "^") }
    /// An alert that files a ticket.
    package var ticket: Character { pick("●", "*") }
    /// Over before anyone saw it.
    package var returned: Character { pick("↺", "<") }
    /// Should speak and does not.
    package var silent: Character { pick("◌", "o") }
    /// Passed, live, as usual.
    package var ok: Character { pick("✓", "+") }
    /// At work.
    package var running: Character { pick("◐", "%") }
    /// Went wrong.
    package var failed: Character { pick("✗", "x") }
    /// Waiting, pending, none, still due.
    package var waiting: Character { pick("·", ".") }
    /// Not known; never zero.
    package var unknown: Character { pick("—", "-") }
    /// Something happened at this moment, on a time axis.
    package var event: Character { pick("◆", "!") }
    /// The row every pane is about.
    package var subject: Character { pick("›", ">") }
    /// The focused pane's cursor.
    package var cursor: Character { pick("▌", "]") }

    // Rules and their junctions.

    /// Titles the pane that has the keys.
    package var focusRule: Character { pick("━", "=") }
    /// Titles every other pane.
    package var lightRule: Character { pick("─", "-") }
    /// Separates panes side by side.
    package var vertical: Character { pick("│", "|") }
    /// A light rule that a vertical one hangs from.
    package var teeDown: Character { pick("┬", "+") }
    /// A light rule that a vertical one stands on.
    package var teeUp: Character { pick("┴", "+") }
    /// Light rules crossing.
    package var cross: Character { pick("┼", "+") }
    /// A vertical rule with one to the right.
    package var teeRight: Character { pick("├", "+") }
    /// A vertical rule with one to the left; a value on a y axis.
    package var teeLeft: Character { pick("┤", "+") }
    /// The corner of two axes.
    package var corner: Character { pick("└", "+") }
    /// A heavy rule from the left meets a light vertical that goes on both ways.
    package var heavyLeftCross: Character { pick("┽", "+") }
    /// A heavy rule from the right meets a light vertical that goes on both ways.
    package var heavyRightCross: Character { pick("┾", "+") }
    /// A heavy rule from the left ends above a light vertical.
    package var heavyLeftTeeDown: Character { pick("┭", "+") }
    /// A heavy rule from the right begins above a light vertical.
    package var heavyRightTeeDown: Character { pick("┮", "+") }
    /// A moment on a time axis.
    package var tick: Character { pick("┬", "+") }

    // Charts.

    /// A limit across a chart.
    package var limit: Character { pick("╌", "-") }
    /// A limit on a bar.
    package var barLimit: Character { pick("┊", ":") }
    /// The pending part of a timeline.
    package var pendingBar: Character { pick("░", ".") }
    /// The firing part of a timeline.
    package var firingBar: Character { pick("█", "#") }
    /// No value in a strip.
    package var missing: Character { pick("·", ".") }

    // Words.

    /// Ends text that was cut.
    package var ellipsis: Character { pick("…", "~") }
    /// Stands for a character that must not reach the terminal.
    package var replacement: Character { pick("\u{FFFD}", "?") }
    /// A multiple of something.
    package var times: Character { pick("×", "x") }
    /// Separates facts on one line.
    package var separator: Character { pick("·", ".") }
    /// Leads from one to the next.
    package var arrow: Character { pick("→", ">") }
    /// The Enter key.
    package var enterKey: Character { pick("↵", "E") }
    /// Gets worse (quality below training).
    package var down: Character { pick("▼", "v") }
    /// Up to and with.
    package var through: Character { pick("–", "-") }

    /// Every glyph above with its name, for tests and for the help screen's legend.
    package var all: [(name: String, glyph: Character)] {
        [
            ("page", page), ("ticket", ticket), ("returned", returned), ("silent", silent),
            ("ok", ok), ("running", running), ("failed", failed), ("waiting", waiting),
            ("unknown", unknown), ("event", event), ("subject", subject), ("cursor", cursor),
            ("focusRule", focusRule), ("lightRule", lightRule), ("vertical", vertical),
            ("teeDown", teeDown), ("teeUp", teeUp), ("cross", cross), ("teeRight", teeRight),
            ("teeLeft", teeLeft), ("corner", corner), ("heavyLeftCross", heavyLeftCross),
            ("heavyRightCross", heavyRightCross), ("heavyLeftTeeDown", heavyLeftTeeDown),
            ("heavyRightTeeDown", heavyRightTeeDown), ("tick", tick), ("limit", limit),
            ("barLimit", barLimit), ("pendingBar", pendingBar), ("firingBar", firingBar),
            ("missing", missing), ("ellipsis", ellipsis), ("replacement", replacement),
            ("times", times), ("separator", separator), ("arrow", arrow), ("enterKey", enterKey),
            ("down", down), ("through", through),
        ]
    }
}
