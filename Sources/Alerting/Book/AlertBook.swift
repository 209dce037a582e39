package import Telemetry

/// All rules of a workspace with the state of every alert: evaluates what is due, takes actions,
/// and says what is to be shown, stored and journalled.
package struct AlertBook: Sendable {
    /// A group and when it last ran.
    struct GroupState: Sendable {
        var group: RuleGroup
        var rules: [RuleState]
        var lastInstant: Timestamp?
        /// After a jump of the clock nothing is judged before this.
        var settlesAt = Timestamp.distantPast
        /// Before this what vanished has only not been written yet.
        var steadyAt = Timestamp.distantPast

        init(_ group: RuleGroup) {
            self.group = group
            rules = group.rules.map(RuleState.init)
        }
    }

    /// Of groups that name none.
    package let defaultIntervalMilliseconds: Int64
    /// Shorter intervals are taken as this: whoever measures no more often learns nothing sooner.
    package var shortestIntervalMilliseconds: Int64 = 0
    /// Instants are whole intervals after this moment.
    package let origin: Timestamp
    /// What templates may ask about the sender.
    package let external: ExternalIdentity
    /// Instants that passed without evaluation: skipped, never replayed.
    package internal(set) var missedInstants = 0
    /// Clock jumps seen: forward ones are excused, backward ones shift what is stored.
    package internal(set) var clockJumps = 0

    var states: [GroupState]
    var attention: [String: AttentionRecord] = [:]
    package internal(set) var silences: [Silence] = []
    /// Alerts that somebody had in hand before the past that is judged here.
    var recalled: Set<String> = []
    /// Silences that have quieted something: those that end with it end only then.
    var matchedSilences: Set<String> = []
    /// Firing and unattended, but quiet when they should have rung or since: they ring when that
    /// ends.
    var hushed: Set<String> = []
    /// Returned unseen, by id: also when no machine keeps it any more.
    var departed: [String: Departed] = [:]
    /// What came and went before this was history before anybody could have watched.
    var watchedFrom = Timestamp.distantPast
    var restoredThrough: Timestamp?
    /// Alerts of rules that a reload removed, told as forgotten at the next evaluation.
    var orphans: [AlertRecord] = []
    var orphanedSeries: Set<Labels> = []

    struct Departed: Sendable {
        var group: String
        var alert: AlertRecord
    }

    /// More than this many returned alerts are not kept: the oldest go.
    static let departedLimit = 500
    /// Above this, attention that says nothing any more is forgotten.
    static let attentionLimit = 2_000
    /// A gap of more instants than this is down time or a jumping clock, not a late tick.
    static let gapLimit: Int64 = 4
    /// So long writers get to write at the new time.
    static let settleMilliseconds: Int64 = 30_000
    /// As long as a selector looks back.
    static let steadyMilliseconds: Int64 = 300_000

    package init(
        groups: [RuleGroup], defaultIntervalMilliseconds: Int64 = 15_000,
        origin: Timestamp = Timestamp(milliseconds: 0),
        external: ExternalIdentity = ExternalIdentity()
    ) {
        precondition(defaultIntervalMilliseconds > 0, "an interval must be positive")
        self.defaultIntervalMilliseconds = defaultIntervalMilliseconds
        self.origin = origin
        self.external = external
        states = groups.map(GroupState.init)
    }

    package var groups: [RuleGroup] { states.map(\.group) }

    func interval(of state: GroupState) -> Int64 {
        max(
            state.group.intervalMilliseconds ?? defaultIntervalMilliseconds,
            shortestIntervalMilliseconds)
    }

    /// The first instant after `time` at which a group is due; nil without rules.
    package func nextInstant(after time: Timestamp) -> Timestamp? {
        states.filter { !$0.rules.isEmpty }.map { state in
            instant(at: time, interval: interval(of: state)) + interval(of: state)
        }.min()
    }

    /// The newest instant at or before `time`.
    func instant(at time: Timestamp, interval: Int64) -> Timestamp {
        let rest = (time - origin) % interval
        return time - (rest < 0 ? rest + interval : rest)
    }

    /// How much of the past the rules need before a moment to be right about it: the longest range
    /// with `for`, `keep_firing_for` and the group's offset.
    package var lookbehindMilliseconds: Int64 {
        states.map { state in
            state.rules.map { rule -> Int64 in
                let range = rule.rule.expression.lookbehindMilliseconds
                guard case .alerting(let alerting) = rule.rule else { return range }
                return range + alerting.holdMilliseconds + alerting.keepFiringMilliseconds
            }.reduce(0, max) + state.group.queryOffsetMilliseconds + interval(of: state)
        }.max() ?? 0
    }

    /// A book without a past that has only the rules of one name.
    package func keeping(_ rule: String) -> AlertBook {
        var book = AlertBook(
            groups: groups.compactMap { group in
                var group = group
                group.rules.removeAll { $0.name != rule }
                return group.rules.isEmpty ? nil : group
            }, defaultIntervalMilliseconds: defaultIntervalMilliseconds, origin: origin)
        book.shortestIntervalMilliseconds = shortestIntervalMilliseconds
        return book
    }

    /// The labels of this rule's alerts that are pending or firing, or were when their data went.
    package func active(rule: String) -> [Labels] {
        states.flatMap { state in
            state.rules.flatMap { candidate in
                candidate.rule.name == rule
                    ? (candidate.machine.instances.values + candidate.restored)
                        .filter { $0.isActive || $0.hasLostData }.map(\.labels) : []
            }
        }
    }
}
