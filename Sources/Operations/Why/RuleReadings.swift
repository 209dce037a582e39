internal import Alerting
internal import Snapshot
internal import Telemetry

/// What the expressions of all alerting rules say, and of an `or` which side brought an alert.
struct RuleReadings: Sendable {
    /// By the rule's place among all.
    private var byNumber: [Int: RuleReading] = [:]
    private var numbers: [String: [Int]] = [:]
    /// The rules' names, by their places.
    private(set) var names: [Int: String] = [:]
    /// By alert: the side of an `or` that it came from.
    private var chosen: [String: RuleReading] = [:]

    init(_ book: AlertBook) {
        for (number, rule) in book.rules.enumerated() where rule.isAlerting {
            numbers[rule.name, default: []].append(number)
            names[number] = rule.name
            byNumber[number] = RuleReading(rule.expression)
        }
    }

    var all: some Sequence<RuleReading> { byNumber.values }

    /// With the place of each rule.
    var numbered: [(number: Int, reading: RuleReading)] {
        byNumber.map { (number: $0.key, reading: $0.value) }
    }

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
