package import Telemetry

/// A function of the language: its signature and what it does.
package struct Function: Sendable {
    package let name: String
    /// The last one's type also holds for every argument after it.
    package let parameters: [ValueType]
    package let minimumCount: Int
    /// Nil when there is no limit.
    package let maximumCount: Int?
    package let result: ValueType
    let body: Body

    enum Body: Sendable {
        /// One number to one number; the metric's name is dropped.
        case eachValue(@Sendable (Double) -> Double)
        /// A part of the time that a value stands for; without argument, of the evaluation time.
        case eachTime(@Sendable (CivilTime) -> Double)
        /// A window of samples to one number, or to none.
        case eachWindow(@Sendable (Window) -> Double?)
        /// The same, but the metric's name stays.
        case eachWindowNamed(@Sendable (Window) -> Double?)
        /// Needs more of the evaluator than its arguments' values.
        case special(Special)
        /// Reads native histograms only.
        case nativeHistogram
        case domain(DomainFunction.Body)
    }

    /// Functions the evaluator implements itself.
    enum Special: Sendable {
        case absent, absentOverTime, clamp, clampMinimum, clampMaximum, doubleExponentialSmoothing
        case histogramFraction, histogramQuantile, histogramQuantiles, info, labelJoin
        case labelReplace, largerOf, smallerOf, pi, predictLinear, quantileOverTime
        case queryEnd, queryRange, queryStart, queryStep, rate(RateKind), round, scalar
        case sort(descending: Bool), sortByLabel(descending: Bool), time, timestamp, vector
    }

    init(
        _ name: String, _ parameters: [ValueType], minimum: Int? = nil, maximum: Int? = nil,
        isUnlimited: Bool = false, returns result: ValueType = .instantVector, _ body: Body
    ) {
        self.name = name
        self.parameters = parameters
        minimumCount = minimum ?? parameters.count
        maximumCount = isUnlimited ? nil : maximum ?? parameters.count
        self.result = result
        self.body = body
    }
}

/// A function that is not Prometheus's: drift, quality and other notions of the product.
package struct DomainFunction: Sendable {
    /// What a domain function is given.
    package enum Argument: Sendable {
        case scalar(Double)
        case string(String)
        case vector([VectorElement])
        /// Series with the samples of the window, oldest first, staleness markers left out.
        case range([SeriesSamples])
    }

    /// Gets its arguments and the evaluation time; returns a vector, or one element without
    /// labels for a function declared to return a scalar.
    package typealias Body = @Sendable ([Argument], Timestamp) throws -> [VectorElement]

    package let name: String
    package let parameters: [ValueType]
    /// How many of the last parameters may be left out.
    package let optionalCount: Int
    package let result: ValueType
    package let body: Body

    package init(
        _ name: String, _ parameters: [ValueType], optionalCount: Int = 0,
        returns result: ValueType = .instantVector, body: @escaping Body
    ) {
        self.name = name
        self.parameters = parameters
        self.optionalCount = optionalCount
        self.result = result
        self.body = body
    }
}

/// The functions an expression may call.
package struct FunctionTable: Sendable {
    private let byName: [String: Function]

    /// Prometheus's functions and, where given, the product's own; those win over equal names.
    package init(adding domain: [DomainFunction] = []) {
        var byName = BuiltinFunctions.byName
        for function in domain {
            byName[function.name] = Function(
                function.name, function.parameters,
                minimum: function.parameters.count - function.optionalCount,
                returns: function.result, .domain(function.body))
        }
        self.byName = byName
    }

    package static let standard = FunctionTable()

    package subscript(name: String) -> Function? { byName[name] }

    package var names: [String] { byName.keys.sorted() }
}
