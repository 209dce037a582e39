import Alerting
import Glibc
import Operations
import Snapshot
import Telemetry

/// The thin actor around the engine: reads, judges, journals, and posts pictures.
///
/// It lives on a thread of its own; between two ticks it listens to the screen's wishes.
actor Collector {
    /// Longest piece of reading between two looks at the screen's wishes.
    private static let sliceSeconds = 0.005
    /// How often files and the journal are looked at when nothing comes.
    ///
    /// Another dashboard's acknowledgement must show within a second.
    private static let idleMilliseconds: Int32 = 500
    private static let busyMilliseconds: Int32 = 250
    /// New files are looked for this often.
    private static let rescanMilliseconds: Int64 = 5_000
    /// A line is often a little late: an instant is judged once the second after it has begun.
    private static let graceMilliseconds: Int64 = 400

    /// How often is said how far a reference in the making is.
    private static let progressMilliseconds: Int64 = 500

    private let thread: CollectorThread
    private let observation: Observation
    private let mailbox: Mailbox
    private let journal: JournalLink
    private var lastPost = 0.0
    private var lastRescan = Timestamp.distantPast
    private var lastSecond: Int64 = 0
    private var isDirty = true
    private var wasOpening = true
    /// The past itself is journalled nowhere.
    private var isRestored: Bool
    private var wasSettled = false
    /// An alert moved: shown at once.
    private var hasNews = false
    /// Hears of a reference in the making.
    private var referenceTeller: Feed.Teller?
    private var lastProgress = Timestamp.distantPast

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    init(
        plan: ObservationPlan, thread: CollectorThread, mailbox: Mailbox, journal: JournalLink,
        interest: Interest
    ) {
        self.thread = thread
        self.mailbox = mailbox
        self.journal = journal
        observation = Observation(plan: plan, now: Self.now())
        isRestored = !observation.isLive
        observation.look(interest, now: Self.now())
    }

    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    private static func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What the screen shows; a picture of it follows at once.
    func look(_ interest: Interest) {
        guard interest != observation.interest else { return }
        observation.look(interest, now: Self.now())
        post()
    }

    /// A person's action, in memory and in the journal.
    func act(_ action: AlertAction) -> Feed.Outcome {
        defer { post() }
        guard observation.isLive else {
            return Feed.Outcome("this is the past: nothing can be acknowledged", failed: true)
        }
        if action.kind == .unack, let outcome = endSilences(action) { return outcome }
        return journal.perform(action, observation)
    }

    /// Quiets an alert and whatever has all its labels, until a time.
    func silence(_ alert: String, until: Timestamp, by who: String) -> Feed.Outcome {
        defer { post() }
        guard observation.isLive, let record = observation.record(of: alert) else {
            return Feed.Outcome("nothing to silence here", failed: true)
        }
        let labels = record.instance.labels.removing(["severity"])
        let matchers = labels.pairs.map { LabelSelector.Matcher($0.name, .equal, $0.value) }
        guard let selector = try? LabelSelector(matchers) else {
            return Feed.Outcome("an alert without labels cannot be silenced", failed: true)
        }
        let now = Self.now()
        let silence = Silence(
            id: "\(alert)-\(now.milliseconds)", selector: selector, author: who, comment: "",
            startsAt: now, endsAt: until)
        observation.adopt(silence)
        journal.save(silence, by: who, at: now)
        return Feed.Outcome("silenced as \(who)", failed: false)
    }

    /// Ends the silences of an alert, when it is quiet because of them.
    private func endSilences(_ action: AlertAction) -> Feed.Outcome? {
        let now = Self.now()
        let silences = observation.silences(of: action.alert, at: now)
        guard !silences.isEmpty else { return nil }
        for var silence in silences {
            silence.endsAt = now - 1
            observation.adopt(silence)
            journal.save(silence, by: action.by, at: now)
        }
        return Feed.Outcome("silence ended as \(action.by)", failed: false)
    }

    /// Takes the version's first day of live values as its reference, because somebody said so.
    ///
    /// - Parameter tell: hears how far it is, and what it came to.
    func takeReference(_ id: VersionID, _ tell: @escaping Feed.Teller) -> Feed.Outcome? {
        if let other = observation.liveReference {
            return Feed.Outcome("still taking the reference of \(other.id.model)", failed: true)
        }
        observation.takeReference(id)
        referenceTeller = tell
        return nil
    }

    /// A slice of making a reference; false when none is in the making.
    private func takeReferenceFurther(_ now: Timestamp) -> Bool {
        guard observation.liveReference != nil else { return false }
        let end = Self.monotonicSeconds() + Self.sliceSeconds
        repeat {
            guard let outcome = observation.advanceReference(now: now) else { continue }
            referenceTeller?(outcome)
            referenceTeller = nil
            isDirty = true
            return true
        } while Self.monotonicSeconds() < end
        if let made = observation.liveReference, now - lastProgress >= Self.progressMilliseconds {
            lastProgress = now
            let percent = Int(100 * made.fraction)
            referenceTeller?(
                Feed.Outcome(
                    "taking the reference of \(made.id.model): \(percent) % read", failed: false))
        }
        return true
    }

    /// The last word before the thread ends.
    func close() { journal.flush() }

    /// One tick: a slice of reading, what is due to be judged, a picture when there is a reason.
    ///
    /// Answers how long may pass until the next, in milliseconds.
    func tick() -> Int32 {
        let now = Self.now()
        let end = Self.monotonicSeconds() + Self.sliceSeconds
        if now - lastRescan >= Self.rescanMilliseconds || now < lastRescan {
            observation.rescan()
            lastRescan = now
        }
        if wasSettled { observation.advanceReplay(to: now) }
        var hasMore = true
        var hadData = false
        while hasMore, Self.monotonicSeconds() < end {
            hasMore = observation.read(now: now)
            if hasMore {
                isDirty = true
                hadData = true
            }
        }
        let isTaking = takeReferenceFurther(now)
        restoreIfDue()
        let isBehind = hasMore ? false : isRestored ? judge(now) : true
        // A past read and judged to its end: a fixed moment has no later reason to post, and
        // whoever waits for the final numbers would wait in vain. Live, the next second is reason
        // enough.
        let isSettled = !hasMore && !isBehind
        if isSettled, !wasSettled, !observation.isReplay {
            isDirty = true
            lastPost = 0
        }
        wasSettled = isSettled || (wasSettled && observation.isLive)
        if !hasMore, isRestored, observation.isLive, journal.refresh(observation) {
            isDirty = true
            lastPost = 0
        }
        postIfDue(now)
        if hasMore || isBehind || isTaking || observation.isLate { return 0 }
        // The next half second: then ages move, windows slide and files are looked at. While data
        // comes, files are looked at four times a second.
        let beat = Int64(hadData ? Self.busyMilliseconds : Self.idleMilliseconds)
        return Int32(beat - Self.now().milliseconds % beat) + 5
    }

    /// Takes over what the journal knows, once: behind the first numbers, before the first
    /// judgement.
    private func restoreIfDue() {
        guard !isRestored, !observation.isOpening, !wasOpening else { return }
        isRestored = true
        journal.restore(observation, since: Self.now() - Rollup.retentionMilliseconds)
    }

    /// Judges until the slice ends; true when instants are left.
    private func judge(_ now: Timestamp) -> Bool {
        let now = now - Self.graceMilliseconds
        let end = Self.monotonicSeconds() + Self.sliceSeconds
        repeat {
            let evaluations = observation.judge(now: now, limit: 1)
            if evaluations.contains(where: { !$0.transitions.isEmpty || !$0.changed.isEmpty }) {
                isDirty = true
                hasNews = true
            }
            let hours = observation.takeClosedHours()
            if observation.isLive {
                journal.record(evaluations)
                journal.record(hours)
            }
        } while observation.isBehind(now) && Self.monotonicSeconds() < end
        let isBehind = observation.isBehind(now)
        // While the past is played its alerts come and go by the dozen: one picture at its end.
        if hasNews, !isBehind {
            lastPost = 0
            hasNews = false
        }
        return isBehind
    }

    private func postIfDue(_ now: Timestamp) {
        let second = observation.moment(now).milliseconds / 1_000
        let opened = wasOpening && !observation.isOpening
        if opened { wasOpening = false }
        let elapsed = Self.monotonicSeconds() - lastPost
        let mayPost = elapsed >= (observation.engine.isReading ? 0.25 : 0.95)
        if opened || (mayPost && (isDirty || second != lastSecond)) {
            lastSecond = second
            post()
        }
    }

    private func post() {
        var picture = observation.picture(now: Self.now())
        if let trouble = journal.trouble { picture.liveness.warnings.append(trouble) }
        mailbox.post(picture)
        lastPost = Self.monotonicSeconds()
        isDirty = false
    }
}
