import Alerting
import Glibc
import Ingest
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
    /// And this often at most, however many come.
    private static let hastyRescanMilliseconds: Int64 = 1_000
    /// An edited rule counts within a second.
    private static let ruleLookMilliseconds: Int64 = 1_000
    /// A line is often a little late: an instant is judged once the second after it has begun.
    private static let graceMilliseconds: Int64 = 400

    /// How often is said how far a reference in the making is.
    private static let progressMilliseconds: Int64 = 500

    private let thread: CollectorThread
    var observation: Observation
    private let mailbox: Mailbox
    let journal: JournalLink
    private var pastIncidents = PastIncidents()
    private let watch: DirectoryWatch?
    /// Readable when a watched file changed; -1 without a watch.
    nonisolated let watchDescriptor: Int32
    private var arrivals = ArrivalPace()
    /// The watch told of files that may be new.
    private var mayHaveCome = false
    private var notifier: Notifier?
    private var lastPost = 0.0
    private var lastRescan = Timestamp.distantPast
    private var lastRefresh = Timestamp.distantPast
    private var lastRuleLook = Timestamp.distantPast
    private var lastSecond: Int64 = 0
    private var lastTick = Timestamp.distantPast
    /// A clock set back by more makes everything be read anew; less is waited for.
    ///
    /// What was measured lies in a future that never was.
    private static let setBackMilliseconds: Int64 = 60_000
    private var isDirty = true
    private var wasOpening = true
    /// The past itself is journalled nowhere.
    private var isRestored: Bool
    /// A look at the past has not yet been told who had what in hand then.
    private var isRecallDue: Bool
    private var wasSettled = false
    /// An alert moved: shown at once.
    private var hasNews = false
    /// Hears of a reference in the making.
    private var referenceTeller: Feed.Teller?
    private var lastProgress = Timestamp.distantPast
    /// A rule is being tried on the past.
    private var wasTrying = false

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    init(
        plan: ObservationPlan, thread: CollectorThread, mailbox: Mailbox, journal: JournalLink,
        interest: Interest, notify: NotifySettings? = nil
    ) {
        notifier = notify.map(Notifier.init)
        self.thread = thread
        self.mailbox = mailbox
        self.journal = journal
        let observation = Observation(plan: plan, now: Self.now())
        let watch = plan.watches && observation.isLive ? DirectoryWatch() : nil
        self.observation = observation
        self.watch = watch
        watchDescriptor = watch?.descriptor ?? -1
        isRestored = !observation.isLive
        isRecallDue = !observation.isLive && !observation.isReplay
        observation.look(interest, now: Self.now())
    }

    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// What the screen shows; a picture of it follows at once.
    func look(_ interest: Interest) {
        guard interest != observation.interest else { return }
        observation.look(interest, now: Self.now())
        _ = tryRules()
        post()
    }

    /// A slice of trying the rule on screen on the kept past; true when there is more to do.
    private func tryRules() -> Bool {
        let end = Stopwatch.seconds() + Self.sliceSeconds
        var hasMore = observation.advanceTrials(limit: 1)
        guard hasMore || wasTrying else { return false }
        isDirty = true
        while hasMore, Stopwatch.seconds() < end {
            hasMore = observation.advanceTrials(limit: 8)
        }
        // The result is shown at once, what leads to it four times a second.
        if !hasMore || Stopwatch.seconds() - lastPost >= 0.25 { lastPost = 0 }
        wasTrying = hasMore
        return hasMore
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
        let end = Stopwatch.seconds() + Self.sliceSeconds
        repeat {
            guard let outcome = observation.advanceReference(now: now) else { continue }
            referenceTeller?(outcome)
            referenceTeller = nil
            isDirty = true
            return true
        } while Stopwatch.seconds() < end
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
    func close() { journal.close(now: Self.now()) }

    /// One tick: a slice of reading, what is due to be judged, a picture when there is a reason.
    ///
    /// Answers how long may pass until the next, in milliseconds.
    func tick() -> Int32 {
        let now = Self.now()
        beginAnewIfSetBack(now)
        let end = Stopwatch.seconds() + Self.sliceSeconds
        mayHaveCome = watch?.take().mustRescan == true || mayHaveCome
        let pause = mayHaveCome ? Self.hastyRescanMilliseconds : Self.rescanMilliseconds
        if now - lastRescan >= pause || now < lastRescan {
            mayHaveCome = false
            observation.rescan()
            watch?.watch(observation.directories)
            lastRescan = now
        }
        // So few files that looking at them costs nothing; never between reading and judging the
        // past, which is for the rules it was read for.
        if isRestored, now - lastRuleLook >= Self.ruleLookMilliseconds || now < lastRuleLook {
            lastRuleLook = now
            if observation.rereadRules(now: now) { isDirty = true }
        }
        if wasSettled { observation.advanceReplay(to: now) }
        var hasMore = true
        var hadData = false
        while hasMore, Stopwatch.seconds() < end {
            hasMore = observation.read(now: now)
            if hasMore {
                isDirty = true
                hadData = true
            }
        }
        if hadData { arrivals.noteData(at: end) }
        let isTaking = takeReferenceFurther(now)
        restoreIfDue()
        if isRestored, !hasMore, observation.isLive { journal.noteRegistry(observation, at: now) }
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
        if !hasMore, isRestored, observation.isLive {
            journal.retry(observation, now: now)
            if isRefreshDue(now), journal.refresh(observation) {
                isDirty = true
                lastPost = 0
            }
        }
        if isRestored { journal.recount(observation, at: now) }
        let isTrying = isBehind || hasMore ? false : tryRules()
        postIfDue(now)
        if hasMore || isBehind || isTaking || isTrying || observation.isLate { return 0 }
        return untilNextLook()
    }

    /// As a restart would, with everything that is known of the alerts.
    private func beginAnewIfSetBack(_ now: Timestamp) {
        defer { lastTick = now }
        guard isRestored, observation.isLive, lastTick - now > Self.setBackMilliseconds else {
            return
        }
        let state = observation.journalledState
        observation = observation.anew(now: now)
        journal.renew(observation, from: state, now: now)
        wasOpening = true
        wasSettled = false
        lastRescan = .distantPast
    }

    /// What others did is looked for at every beat, not at every line that comes.
    private func isRefreshDue(_ now: Timestamp) -> Bool {
        guard now - lastRefresh >= Int64(Self.busyMilliseconds) || now < lastRefresh else {
            return false
        }
        lastRefresh = now
        return true
    }

    /// How long until files are looked at again: to the next half second, when ages move and
    /// windows slide.
    ///
    /// Where nobody tells of changes, files that grew lately are looked at four times a second.
    private func untilNextLook() -> Int32 {
        let moment = Stopwatch.seconds()
        let isTold = watch?.isComplete == true
        let isBusy = !isTold && arrivals.isBusy(at: moment)
        let beat = Int64(isBusy ? Self.busyMilliseconds : Self.idleMilliseconds)
        let wait = Int32(beat - Self.now().milliseconds % beat) + 5
        return arrivals.wait(at: moment).map { min($0, wait) } ?? wait
    }

    /// Takes over what the journal knows, once: behind the first numbers, before the first
    /// judgement.
    private func restoreIfDue() {
        if isRecallDue {
            isRecallDue = false
            journal.recall(observation, at: observation.moment(Self.now()))
        }
        guard !isRestored, !observation.isOpening, !wasOpening else { return }
        isRestored = true
        let now = Self.now()
        journal.restore(observation, since: now - Rollup.retentionMilliseconds, now: now)
    }

    /// Judges until the slice ends; true when instants are left.
    private func judge(_ now: Timestamp) -> Bool {
        let now = now - Self.graceMilliseconds
        let end = Stopwatch.seconds() + Self.sliceSeconds
        repeat {
            let evaluations = observation.judge(now: now, limit: 1)
            if evaluations.contains(where: { !$0.transitions.isEmpty || !$0.changed.isEmpty }) {
                isDirty = true
                hasNews = true
            }
            let hours = observation.takeClosedHours()
            if observation.isLive {
                journal.record(evaluations)
                notifier?.note(evaluations.flatMap(\.rings))
                journal.record(hours)
            }
        } while observation.isBehind(now) && Stopwatch.seconds() < end
        let isBehind = observation.isBehind(now)
        if !isBehind {
            judgeArrivals()
            notify()
        }
        // While the past is played its alerts come and go by the dozen: one picture at its end.
        if hasNews, !isBehind {
            lastPost = 0
            hasNews = false
        }
        return isBehind
    }

    /// Rules that wait for nothing see what came at once, as often as that stays cheap.
    private func judgeArrivals() {
        let started = Stopwatch.seconds()
        guard arrivals.isDue(at: started) else { return }
        let evaluation = observation.judgeArrivals(now: Self.now())
        arrivals.noteJudgement(from: started, to: Stopwatch.seconds())
        guard let evaluation else { return }
        // On the screen before it is on the disk, which may take longer than the eye.
        if !evaluation.transitions.isEmpty || !evaluation.changed.isEmpty { post() }
        journal.record([evaluation])
        notifier?.note(evaluation.rings)
    }

    /// Runs the command for new pages, once the past has been judged.
    private func notify() {
        let now = Self.now()
        guard observation.isLive, notifier?.isDue(at: now) == true else { return }
        let alerts = observation.picture(now: now).alerts
        notifier?.run(
            for: alerts, at: now, told: journal.notices,
            isTold: { journal.isTold($0, at: now) }
        ) { journal.claim($0, at: now) }
    }

    private func postIfDue(_ now: Timestamp) {
        let second = observation.moment(now).milliseconds / 1_000
        let opened = wasOpening && !observation.isOpening
        if opened { wasOpening = false }
        let elapsed = Stopwatch.seconds() - lastPost
        let mayPost = elapsed >= (observation.engine.isReading ? 0.25 : 0.95)
        if opened || (mayPost && (isDirty || second != lastSecond)) {
            lastSecond = second
            post()
        }
    }

    func post() {
        var picture = observation.picture(now: Self.now())
        pastIncidents.fill(
            &picture, record: picture.why.flatMap { observation.record(of: $0.id) },
            read: journal.past)
        if let trouble = journal.trouble { picture.liveness.warnings.append(trouble) }
        if let remark = journal.remark { picture.liveness.warnings.append(remark.text) }
        picture.liveness.warnings += notifier?.warnings ?? []
        picture.lastLookAt = journal.lastLook.map { Moment(milliseconds: $0.milliseconds) }
        mailbox.post(picture)
        lastPost = Stopwatch.seconds()
        isDirty = false
    }
}
