internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

/// Where the figures of an alert are looked at from: its rule was judged on what `view` shows `at`
/// this moment.
struct Vantage: Sendable {
    var view: StoreView
    var at: Timestamp

    init(_ view: StoreView, at: Timestamp) {
        self.view = view
        self.at = at
    }

    /// Between two instants of the grid, where the store alone does not tell what was seen.
    init(_ view: StoreView, _ present: PresentValues) {
        self.view = view
        self.view.present = present
        at = present.time
    }
}

/// What was seen by judgements between two instants of the grid, for as long as somebody may ask:
/// an alert of a rule without `for` may hold at no instant of the grid at all.
struct ArrivalSights: Sendable {
    /// Of more alerts that are over nothing is kept: the grid tells of them.
    static let limit = 64

    /// The newest of them; nil from the grid's next instant on.
    private(set) var present: PresentValues?
    /// By alerts that are over: the last at which they held, where the grid's last came before it.
    private(set) var last: [String: PresentValues] = [:]

    /// Follows a judgement.
    ///
    /// - Parameter seen: what it saw; nil on the grid.
    mutating func follow(_ transitions: [AlertTransition], seen: PresentValues?) {
        for transition in transitions {
            switch transition.kind {
            case .resolved: last[transition.id] = present
            case .fired, .becamePending, .forgotten: last[transition.id] = nil
            case .beganRecovering, .firedAgain, .backToPending, .dropped, .lostData: break
            }
        }
        present = seen
        while last.count > Self.limit, let oldest = last.min(by: { $0.value.time < $1.value.time })
        {
            last[oldest.key] = nil
        }
    }
}

extension Engine {
    /// The newest moment at which an alert's rule was judged, or the last one at which it held when
    /// it is over.
    func vantage(of alert: AlertStatus, at: Timestamp) -> Vantage {
        if alert.isOver, let last = arrivals.last[alert.id] { return Vantage(storeView, last) }
        let instant = instant(of: alert, at: at)
        if !alert.isOver, let present = arrivals.present, present.time > instant,
            let number = alert.ruleNumber,
            book.lastEvaluation(number: number) == present.time
        {
            return Vantage(storeView, present)
        }
        // A metrics file read a moment ago says nothing of the instant before it was written.
        let written = reading(alert)?.expression.selectors.compactMap(\.metric)
            .compactMap { store.pastlessBefore[$0] }.max()
        return Vantage(storeView, at: alert.isOver ? instant : max(instant, written ?? instant))
    }

    /// The instant of the grid that an alert's figures are of.
    private func instant(of alert: AlertStatus, at: Timestamp) -> Timestamp {
        var instant = EvaluationSchedule.instant(atOrBefore: at)
        if let measured = schedule.measured, schedule.isCaughtUp {
            instant = min(instant, measured)
        }
        guard alert.isOver, let end = alert.resolvedAt else { return instant }
        let last = EvaluationSchedule.instant(atOrBefore: Timestamp(end) - 1)
        return min(instant, max(last, Timestamp(alert.activeAt)))
    }
}
