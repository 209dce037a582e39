/// Everything a user may decide, with the defaults of `driftop DIR`.
///
/// Paths are absolute once a file has been read; nothing here has been opened.
package struct Configuration: Equatable, Sendable {
    /// A file of training data and whom it is for.
    package struct Reference: Equatable, Sendable {
        package var path: String
        /// nil: every model that logs at least half of its columns.
        package var model: String?
        package var version: String?
    }
    package enum Colours: String, CaseIterable, Sendable {
        case auto
        case mono
        case sixteen = "16"
        case indexed = "256"
        /// The terminal's palette is redefined while driftop runs.
        case exact
    }
    package enum Glyphs: String, CaseIterable, Sendable {
        case auto, unicode, block, ascii
    }

    /// Real path of the `driftop.yaml` in use; nil when there is none.
    package var file: String?
    /// What to read: directories, files, globs.
    package var sources: [String] = []
    package var rules: [RuleLocation] = []
    /// What is run once for every new page; nil: nothing.
    package var notify: NotifySettings?
    package var references: [Reference] = []
    /// `team.yaml` files beside those found in the sources.
    package var teams: [String] = []
    /// `workflow.yaml` and `workflow.jsonl` files beside those found in the sources.
    package var workflow: [String] = []
    package var fields = FieldSettings()
    /// The screen's window.
    package var windowSeconds = 300.0
    /// How much of the past is kept.
    package var retentionSeconds = 93_600.0
    /// Zone of log times that name none: an IANA name, `UTC` or `local`.
    package var zone = "local"

    /// Name of a theme, or path of a theme file; nil: the default, or mono under `NO_COLOR`.
    package var theme: String?
    /// Keys by the name of what they do, replacing that action's own.
    package var keys: [String: [String]] = [:]
    package var bell = true
    package var mouse = false
    package var colours = Colours.auto
    package var glyphs = Glyphs.auto

    package init() {}
}
