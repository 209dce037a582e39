import Canvas
import Dashboard
import Documents
import Foundation
import Snapshot

/// One picture without a terminal: opens the session, waits for what is needed, closes it.
struct HeadlessRun {
    var setup: Setup
    var time = TimeMode.live
    /// Keep following this long before the picture counts.
    var followSeconds: Double?
    /// Whether alerts may be written to the journal.
    var journal = JournalUse.none
    var interest = Interest()

    /// A read of a machine's whole log directory takes its time; nothing sensible takes longer.
    private static let patience = Duration.seconds(600)

    /// Hands the complete picture to `use`, which may ask for more.
    ///
    /// On the main thread, which has nothing else to do: the collecting half has its own.
    func run<Result>(
        _ use: (HeadlessSession, SystemSnapshot) throws -> Result
    ) throws -> Result {
        var interest = interest
        interest.windowSeconds = setup.configuration.windowSeconds
        let doorbell = Doorbell()
        let session = try Session.open(
            setup, time: time, journal: journal, interest: interest, wake: doorbell.ring)
        let headless = HeadlessSession(session: session, doorbell: doorbell)
        let start = ContinuousClock.now
        var snapshot = headless.picture(before: start + Self.patience, suffices: \.isComplete)
        if let followSeconds, snapshot != nil {
            let end = start + .seconds(followSeconds)
            snapshot = headless.picture(before: end) { _ in false } ?? snapshot
        }
        guard let snapshot else {
            session.stop()
            throw StartError(.noSource, "nothing was read within ten minutes")
        }
        do {
            let result = try use(headless, snapshot)
            session.stop()
            return result
        } catch {
            session.stop()
            throw error
        }
    }

    /// Ends with 3 when no source could be read, saying what each one was.
    static func requireSource(_ snapshot: SystemSnapshot, _ setup: Setup) throws(StartError) {
        guard snapshot.hasNoReadableSource else { return }
        var error = StartError(
            .noSource,
            "no source readable in \(setup.configuration.sources.joined(separator: ", "))")
        for source in snapshot.sources.prefix(20) {
            error.lines.append("  \(source.name): \(source.reason ?? source.state.rawValue)")
        }
        error.lines.append("driftop info says more; driftop demo shows what to expect")
        throw error
    }
}
