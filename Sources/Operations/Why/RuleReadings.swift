internal import Alerting
internal import Snapshot
internal import Telemetry

/// What the expressions of all alerting rules say, and of an `or` which side brought an alert.
struct RuleReadings: Sendable {
    /// By the rule's place among all.
    private var byNumber: [Int: RuleReading] = [:]
    private var numbers: [String: [Int]] = [:]
    /// Rules about how requests went: asked about every version in every picture.
    private(set) var ofRequests: [(rule: String, reading: RuleReading)] = []
    /// Rules about anything else that hold a series against a number above 0.
    private(set) var ofFixedLimits: [(number: Int, reading: RuleReading)] = []
    /// By alert: the side of an `or` that it came from.
    private var chosen: [String: RuleReading] = [:]

    init(_ book: AlertBook) {
        for (number, rule) in book.rules.enumerated() where rule.isAlerting {
            numbers[rule.name, default: []].append(number)
            let reading = RuleReading(rule.expression)
            byNumber[number] = reading
            if let reading, reading.watched.isRequests {
                ofRequests.append((rule: rule.name, reading: reading))
            }
            if let reading, reading.hasFixedLimit { ofFixedLimits.append((number, reading)) }
        }
    }

    var all: some Sequence<RuleReading> { byNumber.values }

    /// Of a rule by its place; nil for an expression that cannot be read.
    subscript(number: Int?) -> RuleReading? { number.flatMap { byNumber[$0] } }

    /// Of the rule that a transition is of.
    func reading(of transition: AlertTransition, in book: AlertBook) -> RuleReading? {
        let named = numbers[transition.rule] ?? []
        guard named.count > 1 else { return self[named.first] }
        return self[book.ruleNumber(named: transition.rule, transition.instance.labels)]
    }

    /// The side of an `or` that an alert came from.
    subscript(alert id: String) -> RuleReading? {
        get { chosen[id] }
        set { chosen[id] = newValue }
    }
}
