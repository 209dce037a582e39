/// A symbol of one source's table: a small number that stands for a string.
///
/// Models, versions, targets, feature names and categories repeat in every line; a batch carries
/// numbers and the table they index, so that folding an event allocates nothing.
package struct Symbol: Hashable, Sendable {
    package var index: Int32
    package init(_ index: Int32) { self.index = index }
    /// No value in this row.
    package static let none = Symbol(-1)
    /// A value beyond the table's bound: counted, its text not kept.
    package static let other = Symbol(-2)
}

/// How a request ended.
package enum Outcome: UInt8, Sendable {
    case unknown, ok, error
}

/// One value of a feature, a prediction or a label.
package enum FeatureValue: Hashable, Sendable {
    /// Present in the row as null, empty text or NaN.
    case null
    case number(Double)
    case category(Symbol)
}

/// One inference event, or one late label, in fixed size.
package struct EventRow: Sendable {
    package enum Kind: UInt8, Sendable {
        case inference
        /// Carries `requestHash` and `label`, and `model` and `version` where the line names them;
        /// `time` may be `.distantPast` (a label file).
        case label
    }
    package var kind: Kind = .inference
    package var time: Timestamp = .distantPast
    package var model: Symbol = .none
    /// The row names none: it is called as its file is.
    package var isModelGuessed = false
    package var version: Symbol = .none
    package var target: Symbol = .none
    package var outcome: Outcome = .unknown
    /// NaN when the row has none.
    package var latencySeconds: Double = .nan
    package var prediction: FeatureValue?
    /// NaN when the row has none.
    package var score: Double = .nan
    package var label: FeatureValue?
    /// 64-bit hash of the request id's bytes; 0 when the row has none.
    package var requestHash: UInt64 = 0
    /// The row's features: `features[featureStart ..< featureStart + featureCount]` of the batch.
    package var featureStart: Int32 = 0
    package var featureCount: Int32 = 0
    /// Where the row's line stands, to read it again on demand.
    package var line = LinePlace.unknown

    package init() {}
}

/// One feature of one row.
package struct FeatureEntry: Sendable {
    /// The feature's name in the batch's table.
    package var name: Symbol
    package var value: FeatureValue
    package init(name: Symbol, value: FeatureValue) {
        self.name = name
        self.value = value
    }
}

/// Events of one source in file order within the batch.
package struct EventBatch: Sendable {
    /// Text of every symbol the source has used so far; grows by appending only, so a consumer
    /// that has seen the first `k` entries need only look at the rest.
    package var symbols: [String]
    package var rows: [EventRow]
    package var features: [FeatureEntry]

    package init(symbols: [String] = [], rows: [EventRow] = [], features: [FeatureEntry] = []) {
        self.symbols = symbols
        self.rows = rows
        self.features = features
    }

    package subscript(symbol: Symbol) -> String? {
        symbol.index >= 0 ? symbols[Int(symbol.index)] : nil
    }
}
