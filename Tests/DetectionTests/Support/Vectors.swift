import Foundation

/// `vectors/drift.json`: statistics by SciPy 1.17.1 and traces by river 0.26.1, with the generator
/// of their inputs.
struct Vectors: Decodable {
    struct Draw: Decodable {
        let seed: UInt64
        let n: Int
        let mu: Double
        let sd: Double

        func values(rounded: Bool) -> [Double] {
            var draws = Draws(seed: seed)
            let values = draws.normals(n, mu: mu, sd: sd)
            return rounded ? values.map { $0.rounded(.toNearestOrEven) } : values
        }
    }

    /// A pair of samples; every key that is not an input is a statistic by name.
    struct Numeric: Decodable {
        let name: String
        let ref: Draw
        let cur: Draw
        let rounded: Bool
        let statistics: [String: [Double]]

        var reference: [Double] { ref.values(rounded: rounded) }
        var current: [Double] { cur.values(rounded: rounded) }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            name = try fields.decode(String.self, forKey: Key("name"))
            ref = try fields.decode(Draw.self, forKey: Key("ref"))
            cur = try fields.decode(Draw.self, forKey: Key("cur"))
            rounded = try fields.decode(Bool.self, forKey: Key("rounded"))
            statistics = try Vectors.statistics(
                of: fields, except: ["name", "ref", "cur", "rounded"])
        }
    }

    struct Categorical: Decodable {
        let name: String
        let reference: [Int]
        let current: [Int]
        let statistics: [String: [Double]]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            name = try fields.decode(String.self, forKey: Key("name"))
            reference = try fields.decode([Int].self, forKey: Key("ref_counts"))
            current = try fields.decode([Int].self, forKey: Key("cur_counts"))
            statistics = try Vectors.statistics(
                of: fields, except: ["name", "ref_counts", "cur_counts"])
        }
    }

    struct Trace: Decodable {
        let detector: String
        let stream: String
        let drift: [Int]
        let firstWarning: [Int]
        let warningCount: Int

        enum CodingKeys: String, CodingKey {
            case detector, stream, drift
            case firstWarning = "first_warning"
            case warningCount = "n_warning"
        }
    }

    struct Quantiles: Decodable {
        let lognormal: Draw
        let method: String
        let q: [String: Double]
    }

    let numeric: [Numeric]
    let categorical: [Categorical]
    let sequential: [Trace]
    let quantiles: [Quantiles]

    /// nil when the shared data is not there.
    static func load() throws -> Vectors? {
        guard let url = Shared.url("vectors/drift.json") else { return nil }
        return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
    }

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Every remaining field as a list of numbers; SciPy's infinities are written as text.
    private static func statistics(
        of fields: KeyedDecodingContainer<Key>, except inputs: Set<String>
    ) throws -> [String: [Double]] {
        var statistics: [String: [Double]] = [:]
        for key in fields.allKeys where !inputs.contains(key.stringValue) {
            if let number = try? fields.decode(Double.self, forKey: key) {
                statistics[key.stringValue] = [number]
            } else if let numbers = try? fields.decode([Double].self, forKey: key) {
                statistics[key.stringValue] = numbers
            } else {
                let texts = try fields.decode([String].self, forKey: key)
                statistics[key.stringValue] = texts.compactMap(Double.init)
            }
        }
        return statistics
    }
}
