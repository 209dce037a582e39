import Glibc

/// An operator between two operands.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case power = "^"
    case atan2
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case less = "<"
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case and
    case or
    case unless

    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual: return true
        default: return false
        }
    }

    package var isSet: Bool { self == .and || self == .or || self == .unless }

    /// How tightly it binds; `^` the most.
    package var precedence: Int {
        switch self {
        case .or: return 1
        case .and, .unless: return 2
        case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual: return 3
        case .add, .subtract: return 4
        case .multiply, .divide, .remainder, .atan2: return 5
        case .power: return Self.powerPrecedence
        }
    }

    package static let powerPrecedence = 6

    /// The number it makes of two; a comparison makes 1 or 0.
    ///
    /// Set operators have no meaning between numbers: NaN.
    package func apply(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide: return left / right
        case .remainder: return fmod(left, right)
        case .power: return GoMath.power(left, right)
        case .atan2: return Glibc.atan2(left, right)
        case .and, .or, .unless: return .nan
        default: return holds(left, right) ? 1 : 0
        }
    }

    /// Whether a comparison is true; false for anything else.
    package func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: return left == right
        case .notEqual: return left != right
        case .greater: return left > right
        case .less: return left < right
        case .greaterOrEqual: return left >= right
        case .lessOrEqual: return left <= right
        default: return false
        }
    }
}

/// How the two sides of a vector operation find each other.
package struct VectorMatching: Hashable, Sendable {
    package enum Cardinality: Hashable, Sendable {
        case oneToOne
        /// `group_left`.
        case manyToOne
        /// `group_right`.
        case oneToMany
    }

    package var cardinality: Cardinality = .oneToOne
    /// `on` names the labels to match by, otherwise they are the ones to leave out.
    package var isOn = false
    package var labels: [String] = []
    /// Labels taken over from the "one" side.
    package var include: [String] = []
    /// Values standing in for an absent left or right side.
    package var fillLeft: Double?
    package var fillRight: Double?
    /// Whether `on` or `ignoring` was written.
    package var isExplicit = false
    package init() {}
}
