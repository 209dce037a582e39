import Synchronization
package import Telemetry

/// All sources of a workspace, one task each.
///
/// A task steps its source, awaits what becomes of each delivery (so nothing piles up and nothing is
/// dropped) and then sleeps. It keeps no timer: the program calls `poll` from the one timer it has,
/// and only sources whose paths changed are woken.
package final class Feed: Sendable {
    /// A sleeping source: what it looked at, and when to look again anyway.
    private struct Sleeper {
        let bell: Bell
        var paths: [String] = []
        var statuses: [FileStatus?] = []
        var wakeAt: Timestamp?
        var isAsleep = false
    }
    private struct State {
        var sleepers: [Int: Sleeper] = [:]
        var tasks: [Int: Task<Void, Never>] = [:]
        var next = 0
        var horizon: Horizon
        var isStopped = false
    }

    /// How often paths are looked at: with the timer's other work below four wake-ups a second.
    package static let interval: Int64 = 500

    private let state: Mutex<State>
    private let clock: @Sendable () -> Timestamp
    private let deliver: @Sendable (Delivery) async -> Horizon

    /// - Parameters:
    ///   - clock: the wall clock.
    ///   - deliver: takes a delivery and answers how far back to read.
    package init(
        horizon: Horizon, clock: @escaping @Sendable () -> Timestamp,
        deliver: @escaping @Sendable (Delivery) async -> Horizon
    ) {
        state = Mutex(State(horizon: horizon))
        self.clock = clock
        self.deliver = deliver
    }

    deinit { stop() }

    /// Starts reading what was found.
    package func add(_ found: [FoundSource], factory: SourceFactory) {
        for source in found {
            add { factory.make(source) }
        }
    }

    /// Starts reading one source, which is made in its own task.
    package func add(_ make: @escaping @Sendable () -> any Source) {
        let bell = Bell()
        let number = state.withLock { state in
            state.next += 1
            state.sleepers[state.next] = Sleeper(bell: bell)
            return state.next
        }
        let task = Task { [weak self, clock, deliver] in
            let source = make()
            while !Task.isCancelled {
                guard let horizon = self?.horizon else { return }
                let paths = source.watched
                // Taken before the step: a change during it is seen by the next poll.
                let statuses = paths.map { FileStatus(path: $0) }
                if let delivery = source.step(now: clock(), horizon: horizon) {
                    let answer = await deliver(delivery)
                    self?.reach(answer)
                } else {
                    let sleeper = Sleeper(
                        bell: bell, paths: paths, statuses: statuses, wakeAt: source.wakeAt,
                        isAsleep: true)
                    guard let sleeps = self?.sleep(number, sleeper, horizon) else { return }
                    if sleeps { await bell.wait() }
                }
            }
        }
        let isStopped = state.withLock { state in
            state.tasks[number] = task
            return state.isStopped
        }
        if isStopped { task.cancel() }
    }

    /// Looks at every sleeping source's paths and wakes those with work; returns when to call again.
    ///
    /// Costs one `stat` a file. Call it also when `FileHints` says that something happened.
    @discardableResult
    package func poll(now: Timestamp) -> Timestamp {
        let asleep = state.withLock { state in state.sleepers.filter { $0.value.isAsleep } }
        var next = now + Self.interval
        var woken: [Int] = []
        for (number, sleeper) in asleep {
            if let wakeAt = sleeper.wakeAt, wakeAt <= now {
                woken.append(number)
            } else if sleeper.paths.map({ FileStatus(path: $0) }) != sleeper.statuses {
                woken.append(number)
            } else if let wakeAt = sleeper.wakeAt {
                next = min(next, wakeAt)
            }
        }
        wake(woken)
        return next
    }

    /// Tells sleeping sources that more of the past is wanted.
    package func reach(_ horizon: Horizon) {
        let changed = state.withLock { state in
            let old = state.horizon
            state.horizon = horizon
            // With the clock the horizon moves on all the time: only further back is news.
            let isFurther =
                horizon.window < old.window || horizon.history < old.history
                || horizon.wanted < old.wanted
            return isFurther ? Array(state.sleepers.keys) : []
        }
        wake(changed)
    }

    /// Whether every source sleeps: nothing more to read for now.
    package var isIdle: Bool {
        state.withLock { state in state.sleepers.values.allSatisfy(\.isAsleep) }
    }

    /// Ends every task.
    package func stop() {
        let (tasks, bells) = state.withLock { state in
            state.isStopped = true
            return (Array(state.tasks.values), state.sleepers.values.map(\.bell))
        }
        for task in tasks { task.cancel() }
        for bell in bells { bell.ring() }
    }

    private var horizon: Horizon { state.withLock { $0.horizon } }

    /// Whether the source may sleep; not when more was asked for since it looked.
    private func sleep(_ number: Int, _ sleeper: Sleeper, _ horizon: Horizon) -> Bool {
        state.withLock { state in
            guard !state.isStopped, state.horizon == horizon else { return false }
            state.sleepers[number] = sleeper
            return true
        }
    }

    private func wake(_ numbers: [Int]) {
        let bells = state.withLock { state in
            numbers.compactMap { number -> Bell? in
                guard state.sleepers[number]?.isAsleep == true else { return nil }
                state.sleepers[number]?.isAsleep = false
                return state.sleepers[number]?.bell
            }
        }
        for bell in bells { bell.ring() }
    }
}
