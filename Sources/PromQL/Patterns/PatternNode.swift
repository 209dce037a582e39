/// The structure of a regular expression in RE2's syntax.
indirect enum PatternNode: Sendable {
    case empty
    case scalar(ScalarClass)
    /// Any code point; without `matchesNewline`, any but the newline.
    case any(matchesNewline: Bool)
    case assertion(PatternAssertion)
    case sequence([PatternNode])
    /// Earlier branches are preferred.
    case alternatives([PatternNode])
    case repetition(PatternNode, minimum: Int, maximum: Int?, isGreedy: Bool)
    case group(index: Int, PatternNode)
}

/// A condition on a place between two code points.
enum PatternAssertion: Hashable, Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary
}

/// A set of code points.
struct ScalarClass: Hashable, Sendable {
    /// A Unicode general category, by the beginning of its two-letter name.
    struct Category: Hashable, Sendable {
        var name: String
        var isNegated: Bool
        var ignoresCase: Bool

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            var isMember = categoryName(scalar).hasPrefix(name)
            if !isMember, ignoresCase {
                isMember = caseVariants(scalar).contains { value in
                    Unicode.Scalar(value).map { categoryName($0).hasPrefix(name) } ?? false
                }
            }
            return isMember != isNegated
        }
    }

    var ranges: [ClosedRange<UInt32>] = []
    var categories: [Category] = []
    var isNegated = false

    init() {}

    init(_ scalar: Unicode.Scalar, ignoringCase: Bool) {
        insert(scalar.value...scalar.value, ignoringCase: ignoringCase)
    }

    mutating func insert(_ range: ClosedRange<UInt32>, ignoringCase: Bool = false) {
        ranges.append(range)
        // Folding a huge range one by one would cost more than its letters are worth.
        guard ignoringCase, range.count <= 4_096 else { return }
        for value in range {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for other in Self.caseVariants(scalar) where !range.contains(other) {
                ranges.append(other...other)
            }
        }
    }

    static func caseVariants(_ scalar: Unicode.Scalar) -> [UInt32] {
        let properties = scalar.properties
        return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { mapping in
            let scalars = Array(mapping.unicodeScalars)
            return scalars.count == 1 && scalars[0] != scalar ? scalars[0].value : nil
        }
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if ranges.contains(where: { $0.contains(value) }) { return !isNegated }
        if categories.contains(where: { $0.contains(scalar) }) { return !isNegated }
        return isNegated
    }

    /// Every member when they are few and listed; nil otherwise.
    var fewScalars: [Unicode.Scalar]? {
        guard !isNegated, categories.isEmpty else { return nil }
        guard ranges.reduce(0, { $0 + $1.count }) <= 16 else { return nil }
        var seen: Set<UInt32> = []
        return ranges.flatMap { $0 }.filter { seen.insert($0).inserted }
            .compactMap(Unicode.Scalar.init)
    }

    /// The two-letter name of the general category, such as `Lu`.
    static func categoryName(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter: return "Lu"
        case .lowercaseLetter: return "Ll"
        case .titlecaseLetter: return "Lt"
        case .modifierLetter: return "Lm"
        case .otherLetter: return "Lo"
        case .nonspacingMark: return "Mn"
        case .spacingMark: return "Mc"
        case .enclosingMark: return "Me"
        case .decimalNumber: return "Nd"
        case .letterNumber: return "Nl"
        case .otherNumber: return "No"
        case .connectorPunctuation: return "Pc"
        case .dashPunctuation: return "Pd"
        case .openPunctuation: return "Ps"
        case .closePunctuation: return "Pe"
        case .initialPunctuation: return "Pi"
        case .finalPunctuation: return "Pf"
        case .otherPunctuation: return "Po"
        case .mathSymbol: return "Sm"
        case .currencySymbol: return "Sc"
        case .modifierSymbol: return "Sk"
        case .otherSymbol: return "So"
        case .spaceSeparator: return "Zs"
        case .lineSeparator: return "Zl"
        case .paragraphSeparator: return "Zp"
        case .control: return "Cc"
        case .format: return "Cf"
        case .surrogate: return "Cs"
        case .privateUse: return "Co"
        case .unassigned: return "Cn"
        @unknown default: return "Cn"
        }
    }
}
