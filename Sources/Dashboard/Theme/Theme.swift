package import Canvas

/// A style for every role.
package struct Theme: Equatable, Sendable {
    package var name: String
    /// In the order of `Role.allCases`.
    private var styles: [Style]

    /// How a role looks.
    package subscript(_ role: Role) -> Style {
        get { styles[Self.index[role] ?? 0] }
        set { if let index = Self.index[role] { styles[index] = newValue } }
    }

    private static let index = Dictionary(
        uniqueKeysWithValues: zip(Role.allCases, Role.allCases.indices))

    /// Reads role names and colours as a theme file spells them; see `ColourSpec` for the values.
    package init(roles: [String: String], name: String) throws(ThemeError) {
        var specs: [Role: ColourSpec] = [:]
        // Sorted, so that of several mistakes always the same one is reported.
        for (key, value) in roles.sorted(by: { $0.key < $1.key }) {
            guard let role = Role(rawValue: key) else {
                let known = Role.allCases.map(\.rawValue)
                throw .unknownRole(key, nearest: ColourSpec.nearest(to: key, among: known))
            }
            let (spec, badWord) = ColourSpec.parse(value)
            if let badWord {
                let words = Array(ColourSpec.names.keys) + ColourSpec.attributeNames.keys
                throw .badColour(
                    role: key, value: value,
                    nearest: ColourSpec.nearest(to: badWord, among: words))
            }
            specs[role] = spec
        }
        for role in Role.allCases where role.fallback == nil && specs[role] == nil {
            throw .missingRole(role.rawValue)
        }
        self.init(specs: specs, name: name)
    }

    private init(specs: [Role: ColourSpec], name: String) {
        self.name = name
        let page = specs[.background]?.background ?? specs[.background]?.foreground
        let background = page ?? .terminalDefault
        styles = Role.allCases.map { role in
            var seen = role
            while specs[seen] == nil, let next = seen.fallback { seen = next }
            let spec = specs[seen] ?? ColourSpec()
            if role == .background { return Style(background: background) }
            return Style(
                foreground: spec.foreground ?? .terminalDefault,
                background: spec.background ?? background, attributes: spec.attributes)
        }
    }

    /// Without any colour: weight and reverse carry what colour did.
    package static let mono: Theme = {
        var specs: [Role: ColourSpec] = [:]
        for role in Role.allCases { specs[role] = ColourSpec() }
        specs[.muted]?.attributes = .dim
        specs[.stale]?.attributes = .dim
        specs[.compared]?.attributes = .dim
        specs[.limit]?.attributes = .dim
        specs[.accent]?.attributes = .bold
        specs[.selection]?.attributes = .reverse
        specs[.page]?.attributes = [.bold, .underline]
        specs[.breach]?.attributes = .bold
        specs[.ticket]?.attributes = .bold
        specs[.prompt]?.attributes = .underline
        specs[.match]?.attributes = .underline
        return Theme(specs: specs, name: "mono")
    }()

    /// The look without any file: the terminal's sixteen colours on its own background.
    package static let builtIn: Theme = {
        var specs: [Role: ColourSpec] = [:]
        let texts: [(Role, String)] = [
            (.background, "default"), (.text, "default"), (.muted, "bright-black"),
            (.accent, "cyan bold"), (.selection, "default bold"), (.page, "bright-red bold"),
            (.ticket, "yellow"), (.good, "green"), (.line, "cyan"), (.limit, "yellow"),
        ]
        for (role, text) in texts { specs[role] = ColourSpec.parse(text).spec }
        return Theme(specs: specs, name: "terminal")
    }()
}
