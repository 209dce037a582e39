internal import PromQL
package import Telemetry

/// Runs one test as promtool does: evaluates the groups at every interval from the start to the
/// last time asked for, looks at alerts on the way and at expressions in the end.
package struct RuleTestRun {
    let test: RuleTest
    let intervalMilliseconds: Int64
    let isFuzzy: Bool
    let journal: RuleTestJournal?
    /// When the test begins.
    let start: Timestamp
    /// What input files tell up to a moment.
    private let inputs: ((Timestamp) -> any SeriesSource)?

    var book: AlertBook
    var store: RuleTestStore
    /// What could be read before a restart that lost it, the last first.
    var lost: [(until: Timestamp, store: RuleTestStore)] = []
    var outcomes: [RuleTestOutcome] = []
    /// How much more the clock shows than has passed.
    var shiftMilliseconds: Int64 = 0
    /// Nothing is evaluated before this, counted from the start: the program is not running.
    var downUntil: Int64?
    /// After being down the past is judged again.
    var replaysPast = true
    /// A native histogram that a rule read: its alerts say nothing.
    private var histogram: Labels?
    private var due: [Event]

    /// - Parameters:
    ///   - groups: of the file's rule files, as `RuleTestFile.arranged` gives them.
    ///   - journal: what survives a restart; without one the book's own records do.
    ///   - start: when a test that names no start begins.
    ///   - inputs: the series of the test's input files as they are known at a moment.
    package init(
        _ test: RuleTest, of file: RuleTestFile, groups: [RuleGroup],
        journal: RuleTestJournal? = nil, start: Timestamp = Timestamp(milliseconds: 0),
        inputs: ((Timestamp) -> any SeriesSource)? = nil
    ) {
        self.test = test
        self.journal = journal
        self.inputs = inputs
        let start = test.start ?? start
        self.start = start
        intervalMilliseconds = file.intervalMilliseconds
        isFuzzy = file.isFuzzy
        book = AlertBook(
            groups: groups, defaultIntervalMilliseconds: intervalMilliseconds,
            origin: Timestamp(milliseconds: start.milliseconds % intervalMilliseconds),
            external: test.external)
        store = RuleTestStore(
            series: test.series, stepMilliseconds: test.intervalMilliseconds)
        due = Event.all(of: test)
    }

    /// Everything the test expects, and how it came out.
    package mutating func run() -> [RuleTestOutcome] {
        let last = test.lengthMilliseconds
        for elapsed in stride(from: 0, through: last, by: Int(intervalMilliseconds)) {
            guard advance(to: Int64(elapsed)) else {
                skipRest("a rule failed before it was reached")
                return outcomes
            }
            while let event = due.first,
                event.atMilliseconds < Int64(elapsed) + intervalMilliseconds
            {
                due.removeFirst()
                meet(event)
            }
        }
        for expression in test.expressions { check(expression) }
        if outcomes.isEmpty {
            outcomes.append(
                .init(
                    test: test.name, line: test.line, subject: "evaluation without a fault",
                    verdict: .passed))
        }
        return outcomes
    }

    /// What the clock shows at a time after the start.
    func moment(_ elapsed: Int64) -> Timestamp { start + elapsed + shiftMilliseconds }

    /// Takes the input up to a time and evaluates; false when a rule failed.
    private mutating func advance(to elapsed: Int64) -> Bool {
        let now = moment(elapsed)
        store.load(through: elapsed, now: now)
        if let inputs {
            // Two owners would make the inputs copy all they have.
            store.background = nil
            store.background = inputs(now)
        }
        if let until = downUntil {
            guard elapsed >= until else { return true }
            downUntil = nil
            guard comeBack(at: now) else { return false }
        }
        return evaluate(at: now)
    }

    /// One evaluation of everything that is due.
    mutating func evaluate(at now: Timestamp) -> Bool {
        let (evaluation, found) = evaluation(at: now)
        histogram = histogram ?? found
        let refused = store.add(evaluation.samples)
        do { try journal?.record(evaluation) } catch { fail("the journal", "\(error)") }
        if found != nil { return true }
        let faults =
            evaluation.faults.map { ($0.rule, $0.at, $0.message) }
            + refused.map { labels in
                let name = labels["alertname"] ?? labels[Labels.metricName] ?? ""
                return (name, now, AlertFault.duplicateSample(labels).description)
            }
        for (rule, at, message) in faults {
            let time = PromDuration(milliseconds: at - start - shiftMilliseconds)
            fail("rule: \(rule), time: \(time)", message)
        }
        return faults.isEmpty
    }

    /// Apart from its use, so that nobody else holds the store when it changes.
    private mutating func evaluation(at now: Timestamp) -> (RuleEvaluation, Labels?) {
        let watch = HistogramWatch(store)
        let pastless = store.pastless
        guard !pastless.isEmpty else { return (book.evaluate(at: now, in: watch), watch.found) }
        let evaluation = book.evaluate(
            at: now, in: watch, firstSample: { pastless[$0] ?? .distantPast }, pastless: pastless)
        return (evaluation, watch.found)
    }

    private mutating func meet(_ event: Event) {
        switch event {
        case .action(let action): perform(action)
        case .alerts(let expected):
            judge(expected.line, expected.subject, verdict(expected), reading: histogram)
        }
    }

    private mutating func check(_ expected: RuleTest.ExpressionCase) {
        guard !expected.expectsHistograms else {
            return skip(expected.line, expected.subject, "a native histogram is expected")
        }
        let time = start + expected.atMilliseconds
        let watch = HistogramWatch(lost.last { time < $0.until }?.store ?? store)
        let verdict = self.verdict(expected, in: watch)
        judge(expected.line, expected.subject, verdict, reading: watch.found ?? histogram)
    }

    /// What fails after a native histogram was met says nothing.
    private mutating func judge(
        _ line: Int, _ subject: String, _ verdict: RuleTestOutcome.Verdict,
        reading histogram: Labels?
    ) {
        if case .failed = verdict, let histogram {
            skip(line, subject, Self.reason(histogram))
        } else {
            note(line, subject, verdict)
        }
    }

    private static func reason(_ histogram: Labels) -> String {
        "native histogram in \(LabelText.series(histogram))"
    }

    mutating func note(_ line: Int, _ subject: String, _ verdict: RuleTestOutcome.Verdict) {
        outcomes.append(
            RuleTestOutcome(test: test.name, line: line, subject: subject, verdict: verdict))
    }

    mutating func skip(_ line: Int, _ subject: String, _ reason: String) {
        note(line, subject, .skipped(reason))
    }

    mutating func fail(_ subject: String, _ message: String, at line: Int? = nil) {
        note(line ?? test.line, subject, .failed(.init(message: message)))
    }

    private mutating func skipRest(_ reason: String) {
        for event in due {
            if case .alerts(let expected) = event { skip(expected.line, expected.subject, reason) }
        }
        for expected in test.expressions { skip(expected.line, expected.subject, reason) }
    }
}

/// What happens or is looked at during a test.
private enum Event {
    case action(RuleTestAction)
    case alerts(RuleTest.AlertCase)

    var atMilliseconds: Int64 {
        switch self {
        case .action(let action): action.atMilliseconds
        case .alerts(let expected): expected.atMilliseconds
        }
    }

    /// In order of time; what is done comes before what is looked at.
    static func all(of test: RuleTest) -> [Event] {
        let events = test.actions.map(Event.action) + test.alerts.map(Event.alerts)
        return events.enumerated().sorted {
            ($0.element.atMilliseconds, $0.offset) < ($1.element.atMilliseconds, $1.offset)
        }.map(\.element)
    }
}

extension RuleTest.ExpressionCase {
    /// As promtool names it.
    var subject: String {
        "expr: \(GoString.quoted(expression)), time: \(PromDuration(milliseconds: atMilliseconds))"
    }
}

extension RuleTest.AlertCase {
    var subject: String {
        let time = PromDuration(milliseconds: atMilliseconds)
        return name.isEmpty ? "exp_no_alerts, time: \(time)" : "alertname: \(name), time: \(time)"
    }
}

/// Lets a store be read and notices when a native histogram would have been.
final class HistogramWatch: SeriesSource {
    private let store: RuleTestStore
    private(set) var found: Labels?

    init(_ store: RuleTestStore) { self.store = store }

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        found = found ?? store.nativeHistogram(matchers, after: after, through: through)
        return store.select(matchers, after: after, through: through)
    }

    func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? {
        store.followed(for: matchers)
    }
}
