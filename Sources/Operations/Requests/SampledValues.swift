internal import Telemetry

/// The values of sampled requests of a version that has no reference: numbers as they are, short
/// categories by a number of their own, so that bins can be made of them when somebody looks.
struct SampledValues: Sendable {
    /// Features beyond these are not looked at, by their places in the version's list.
    static let featureLimit = 12
    /// A name longer than this is no category, nor is one of more than so many: an id, a text.
    static let longestCategory = 24
    static let mostCategories = 32
    /// A value in the bytes of a sampled row.
    static let width = 4

    private var codes: [[String: Int]]
    private(set) var names: [[String]]
    /// Features whose texts are too long or too many.
    private(set) var isText: [Bool]

    init() {
        codes = Array(repeating: [:], count: Self.featureLimit)
        names = Array(repeating: [], count: Self.featureLimit)
        isText = Array(repeating: false, count: Self.featureLimit)
    }

    /// One sampled value, decoded.
    enum Value: Hashable, Sendable {
        case number(Double)
        case category(Int)
        case null
    }

    /// Not logged with the request.
    private static let absent = UInt32.max
    private static let null = UInt32.max - 1
    /// Categories are the quiet NaNs from here on: no number has their bits.
    private static let firstCategory: UInt32 = 0x7FE0_0000

    static func blank() -> [UInt8] {
        [UInt8](repeating: UInt8.max, count: featureLimit * width)
    }

    /// Writes a feature's value into a row's bytes.
    mutating func write(
        _ value: FeatureValue, _ batch: EventBatch, of feature: Int, into bytes: inout [UInt8]
    ) {
        guard feature < Self.featureLimit, !isText[feature],
            let bits = bits(of: value, batch, feature)
        else { return }
        for byte in 0..<Self.width {
            bytes[feature * Self.width + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
        }
    }

    private mutating func bits(
        of value: FeatureValue, _ batch: EventBatch, _ feature: Int
    ) -> UInt32? {
        switch value {
        case .null: return Self.null
        case .number(let number):
            return number.isNaN ? Self.null : Float(number).bitPattern
        case .category(let symbol):
            guard let name = batch[symbol] else { return nil }
            if let code = codes[feature][name] { return Self.firstCategory + UInt32(code) }
            let code = names[feature].count
            guard name.utf8.count <= Self.longestCategory, code < Self.mostCategories else {
                isText[feature] = true
                return nil
            }
            codes[feature][name] = code
            names[feature].append(name)
            return Self.firstCategory + UInt32(code)
        }
    }

    /// A feature's value of a row; nil when it was not logged.
    static func value(_ feature: Int, of bytes: ArraySlice<UInt8>) -> Value? {
        let start = bytes.startIndex + feature * width
        let bits = (0..<width).reduce(UInt32(0)) {
            $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1)
        }
        if bits == absent { return nil }
        if bits == null { return .null }
        if bits >= firstCategory, bits < firstCategory + UInt32(mostCategories) {
            return .category(Int(bits - firstCategory))
        }
        return .number(Double(Float(bitPattern: bits)))
    }
}
