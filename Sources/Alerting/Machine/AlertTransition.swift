package import Telemetry

/// One step in an alert's life, at one evaluation.
package struct AlertTransition: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// Newly in the result; also after `resolved` or `noData`.
        case becamePending
        case fired
        /// Missing from the result, now held by `keep_firing_for`.
        case beganRecovering
        /// In the result again while held, or data that was gone is back and not good enough to
        /// clear.
        case firedAgain
        /// Firing, but a reloaded rule now asks for a longer `for`.
        case backToPending
        case resolved
        /// Pending and missing once: gone without trace.
        case dropped
        /// Its series vanished while it was active.
        case lostData
        /// Resolved, or without data, for longer than is kept.
        case forgotten
    }
    package var kind: Kind
    package var rule: String
    package var at: Timestamp
    /// As it stands after the step.
    package var instance: AlertInstance
    /// Silenced or inhibited at this moment, or over before anybody could have watched, so that
    /// nobody was meant to see it.
    package var quiet = false
    /// The same alert under another severity, when one takes over from the other.
    package var sibling: Labels?
    /// The rule's expression as written, when known: it tells rules of one name apart.
    package var expression: String?

    package init(kind: Kind, rule: String, at: Timestamp, instance: AlertInstance) {
        self.kind = kind
        self.rule = rule
        self.at = at
        self.instance = instance
    }

    package var id: String { AlertID.make(rule: rule, labels: instance.labels) }

    /// The alert as it stands after the step.
    package var record: AlertRecord {
        AlertRecord(rule: rule, instance: instance, expression: expression)
    }
}

/// Why an evaluation changed nothing, or wiped everything.
package enum AlertFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The expression failed.
    case expression(String)
    /// Two elements have equal labels once the rule's labels are laid over them.
    case duplicateLabels(Labels)
    case overLimit(limit: Int, count: Int, what: String = "alerts")
    /// Something else gave this series another value at the same instant.
    case duplicateSample(Labels)

    package var description: String {
        switch self {
        case .expression(let message): return message
        case .duplicateLabels(let labels):
            return "two results have the same labels once the rule's are applied: "
                + "{\(Self.text(labels))}"
        case .overLimit(let limit, let count, let what):
            return "exceeded limit of \(limit) with \(count) \(what)"
        case .duplicateSample(let labels):
            return "duplicate sample for timestamp: {\(Self.text(labels))} has another value at the"
                + " same instant; give one of the two rules another name or label"
        }
    }

    private static func text(_ labels: Labels) -> String {
        labels.pairs.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ", ")
    }
}
