/// Why a theme cannot be used, with what to write instead.
package enum ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownRole(String, nearest: String?)
    case missingRole(String)
    case badColour(role: String, value: String, nearest: String?)

    /// The role the error is about, so that a reader can point at its line.
    package var role: String {
        switch self {
        case .unknownRole(let role, _), .missingRole(let role), .badColour(let role, _, _): role
        }
    }

    package var description: String {
        switch self {
        case .unknownRole(let role, let nearest):
            "unknown role `\(role)`" + Self.hint(nearest)
        case .missingRole(let role):
            "role `\(role)` is missing: every theme names it"
        case .badColour(let role, let value, let nearest):
            "role `\(role)`: cannot read `\(value)`" + Self.hint(nearest)
                + "; write #rrggbb, 256:n, a name such as red, `on` a background,"
                + " and bold, dim, italic, underline or reverse"
        }
    }

    private static func hint(_ nearest: String?) -> String {
        nearest.map { ", did you mean `\($0)`?" } ?? ""
    }
}
