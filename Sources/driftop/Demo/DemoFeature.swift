import Glibc

/// One feature of a demo model: how it was in training, and how it is in the story.
struct DemoFeature: Sendable {
    enum Shape: Sendable {
        /// e to the power of a normal.
        case lognormal(mean: Double, deviation: Double)
        case normal(mean: Double, deviation: Double)
        case uniform(from: Double, to: Double)
        /// Uniform from 0 to `cap`, and this share of it up to `top` instead.
        case capped(at: Double, share: Double, top: Double)
        /// Text and its cumulative share.
        case category([(text: String, upTo: Double)])
    }
    var name: String
    var decimals = 2
    var trained: Shape
    var live: Shape
    /// Share of missing values in the story.
    var nulls: (@Sendable (_ secondsFromStart: Double) -> Double)?

    init(_ name: String, _ trained: Shape, live: Shape? = nil, decimals: Int = 2) {
        self.name = name
        self.trained = trained
        self.live = live ?? trained
        self.decimals = decimals
    }

    /// Categories by share, made cumulative.
    static func shares(_ shares: KeyValuePairs<String, Double>) -> Shape {
        var sum = 0.0
        return .category(
            shares.map { pair in
                sum += pair.value
                return (pair.key, sum)
            })
    }
}

/// A feature ready to be written: its key as bytes, its categories as quoted bytes.
struct DemoFeatureWriter: Sendable {
    private let key: [UInt8]
    private let shape: DemoFeature.Shape
    private let decimals: Int
    private let categories: [[UInt8]]
    private let nulls: (@Sendable (Double) -> Double)?

    /// `quoted` for JSON, bare for CSV.
    init(_ feature: DemoFeature, shape: DemoFeature.Shape, key: String, quoted: Bool) {
        self.key = Array(key.utf8)
        self.shape = shape
        decimals = feature.decimals
        nulls = feature.nulls
        if case .category(let list) = shape {
            categories = list.map { Array((quoted ? "\"\($0.text)\"" : $0.text).utf8) }
        } else {
            categories = []
        }
    }

    func write(to text: inout DemoText, random: inout DemoRandom, secondsFromStart: Double) {
        text.append(key)
        if let nulls, random.unit() <= nulls(secondsFromStart) {
            text.append(Array("null".utf8))
            return
        }
        switch shape {
        case .lognormal(let mean, let deviation):
            text.append(exp(mean + deviation * random.normal()), decimals: decimals)
        case .normal(let mean, let deviation):
            text.append(mean + deviation * random.normal(), decimals: decimals)
        case .uniform(let from, let to):
            text.append(from + (to - from) * random.unit(), decimals: decimals)
        case .capped(let cap, let share, let top):
            let beyond = random.unit() <= share
            let unit = random.unit()
            text.append(beyond ? cap + (top - cap) * unit : cap * unit, decimals: decimals)
        case .category(let list):
            let draw = random.unit()
            let index = list.firstIndex { draw <= $0.upTo } ?? list.count - 1
            text.append(categories[index])
        }
    }
}
