import Alerting
import Canvas
import Dashboard
import Foundation
import Snapshot
import Telemetry
import Terminal

/// The main thread while the dashboard is open: keys first, then data, then at most one frame.
///
/// It waits in one place with one deadline, draws at once what a hand or an alert did, and what
/// data did at most once per frame interval.
struct DashboardLoop: ~Copyable {
    /// Why the dashboard closed.
    enum Ending: Equatable {
        case quit
        case signalled(TerminalSignal)
        case terminalVanished
    }
    /// Urgent is what a hand did, and an alert that came or went.
    private enum Change: Int { case none, data, urgent }

    private var terminal: TerminalSession
    private var model: DashboardModel
    private var themes: ThemeWatch
    private let feed: Feed
    private let wake: WakePipe
    private var clock: LoopClock
    private var change = Change.urgent
    private var lastDraw: ContinuousClock.Instant?
    private var ending: Ending?

    /// Ten pictures of data a second are more than anybody reads.
    private static let frameInterval = Duration.milliseconds(100)

    init(
        terminal: consuming TerminalSession, model: DashboardModel, themes: ThemeWatch, feed: Feed,
        wake: WakePipe, time: TimeMode
    ) {
        self.terminal = terminal
        self.model = model
        self.themes = themes
        self.feed = feed
        self.wake = wake
        clock = LoopClock(time)
    }

    /// Runs until somebody or something ends it; the terminal is restored when `self` goes.
    mutating func run() -> Ending {
        perform(update(&model, .resized(terminal.size)))
        while ending == nil {
            draw()
            let events = terminal.wait(until: deadline, wake: wake)
            if events.isVanished { return .terminalVanished }
            for signal in events.signals { answer(signal) }
            for key in events.keys where ending == nil { press(key) }
            takeOutcomes()
            takeSnapshot()
            tick()
            readThemes()
        }
        return ending ?? .quit
    }

    private mutating func draw() {
        let now = ContinuousClock.now
        switch change {
        case .none: return
        case .urgent: break
        case .data:
            if let lastDraw, now - lastDraw < Self.frameInterval { return }
        }
        terminal.present(Dashboard.view(model, size: model.size))
        // Before the numbers are final every picture is waited for: the next one is drawn at once.
        lastDraw = model.snapshot.liveness.windowComplete ? now : nil
        change = .none
    }

    /// The first of: the next frame, the end of a message, the next look at the theme files.
    private var deadline: ContinuousClock.Instant {
        var first = themes.deadline
        if change == .data, let lastDraw { first = min(first, lastDraw + Self.frameInterval) }
        if let until = model.notice?.until { first = min(first, clock.instant(of: until)) }
        return first
    }

    private mutating func changed(_ kind: Change) {
        if kind.rawValue > change.rawValue { change = kind }
    }

    private mutating func tell(_ message: Message, _ kind: Change) {
        perform(update(&model, message))
        changed(kind)
    }

    private mutating func press(_ key: Terminal.Key) {
        switch KeyTranslation.messages(for: key, prompting: model.prompt != nil) {
        case []: return
        case let messages:
            if let now = clock.now { perform(update(&model, .tick(now))) }
            for message in messages { tell(message, .urgent) }
        }
    }

    private mutating func takeSnapshot() {
        guard let snapshot = feed.mailbox.fetch() else { return }
        clock.follow(snapshot.at)
        // What a rule has to say is not kept waiting for the next picture.
        let isNews = Self.conditions(snapshot) != Self.conditions(model.snapshot)
        tell(.snapshot(snapshot), isNews ? .urgent : .data)
    }

    private static func conditions(_ snapshot: SystemSnapshot) -> [String: AlertStatus.Condition] {
        Dictionary(snapshot.alerts.map { ($0.id, $0.condition) }) { $1 }
    }

    private mutating func takeOutcomes() {
        for outcome in feed.takeOutcomes() {
            if let note = outcome.note {
                tell(.acted(note: note, refusal: outcome.failed ? outcome.text : nil), .urgent)
            } else {
                tell(.outcome(outcome.text, failed: outcome.failed), .urgent)
            }
        }
    }

    /// Only a message in its row grows old; everything else waits for data.
    private mutating func tick() {
        guard let until = model.notice?.until, let now = clock.now, now >= until else { return }
        tell(.tick(now), .urgent)
    }

    private mutating func readThemes() {
        guard let reading = themes.reading() else { return }
        tell(.themes(reading.themes), .urgent)
        if let fault = reading.faults.first { tell(.outcome("\(fault)", failed: true), .urgent) }
    }

    private mutating func answer(_ signal: TerminalSignal) {
        switch signal {
        case .terminate, .interrupt, .quit, .hangup: ending = .signalled(signal)
        case .resized: tell(.resized(terminal.size), .urgent)
        case .suspend: suspend()
        case .continued:
            terminal.resume()
            tell(.resized(terminal.size), .urgent)
        }
    }

    private mutating func suspend() {
        terminal.suspend()
        tell(.resized(terminal.size), .urgent)
    }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects { perform(effect) }
        var actions: [AlertAction] = []
        for effect in effects {
            if let action = action(effect) { actions.append(action) }
        }
        if !actions.isEmpty { feed.wish(.act(actions)) }
        var silenced: [String] = []
        var end: Moment?
        for case .silence(let alert, let until) in effects {
            silenced.append(alert)
            end = until
        }
        if let end { feed.wish(.silence(alerts: silenced, until: end, by: model.user)) }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .quit: ending = .quit
        case .look(let interest): feed.wish(.look(interest))
        case .takeReference(let version): feed.wish(.takeReference(version))
        case .bell: terminal.ringBell()
        case .redraw: terminal.repaint()
        case .suspend: suspend()
        case .copy(let text):
            if !terminal.copy(text) { tell(.outcome("too long to copy", failed: true), .urgent) }
        case .silenceMatching(let matchers, let until, let comment):
            feed.wish(
                .silenceMatching(matchers, until: until, comment: comment, by: model.user))
        // Those of one key are wished for together.
        case .acknowledge, .comment, .takeBack, .snooze, .silence: break
        }
    }

    /// What changes an alert goes to the journal, of one key all at once.
    private func action(_ effect: Effect) -> AlertAction? {
        let at = Timestamp(milliseconds: clock.now?.milliseconds ?? model.now.milliseconds)
        switch effect {
        case .acknowledge(let alert):
            return AlertAction(.ack(comment: nil), alert: alert, by: model.user, at: at)
        case .comment(let alert, let text):
            return AlertAction(.comment(text), alert: alert, by: model.user, at: at)
        case .takeBack(let alert):
            return AlertAction(.unack, alert: alert, by: model.user, at: at)
        case .snooze(let alert, let until, let above):
            let end = snoozeEnd(alert: alert, until: until, above: above)
            return AlertAction(.snooze(end, comment: nil), alert: alert, by: model.user, at: at)
        default: return nil
        }
    }

    private func snoozeEnd(alert: String, until: Moment?, above: Double?) -> Snooze.Until {
        if let until { return .time(Timestamp(milliseconds: until.milliseconds)) }
        guard let above else { return .cleared }
        let value = model.snapshot.alerts.first { $0.id == alert }?.value
        return .worseThan(above, upwards: above >= value ?? -.infinity)
    }
}
