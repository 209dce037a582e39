import CNcurses
import Glibc

/// A signal that concerns the screen; what to do about it is the caller's business.
package enum TerminalSignal: Hashable, Sendable {
    /// SIGTERM, SIGINT, SIGQUIT: quit in order.
    case terminate, interrupt, quit
    /// SIGHUP: the terminal is gone or going; quit without asking.
    case hangup
    /// SIGWINCH: read `size` and draw.
    case resized
    /// SIGTSTP: call `suspend`.
    case suspend
    /// SIGCONT after a stop that was not ours: call `resume` and draw.
    case continued

    init?(number: UInt8) {
        switch Int32(number) {
        case SIGTERM: self = .terminate
        case SIGINT: self = .interrupt
        case SIGQUIT: self = .quit
        case SIGHUP: self = .hangup
        case SIGWINCH: self = .resized
        case SIGTSTP: self = .suspend
        case SIGCONT: self = .continued
        default: return nil
        }
    }
}

/// What happened while waiting; all of it, since several things may happen at once.
package struct TerminalEvents: Equatable, Sendable {
    /// Keys in the order they were pressed.
    package var keys: [Key] = []
    /// Each signal once, in order of arrival.
    package var signals: [TerminalSignal] = []
    /// The caller's pipe was written to.
    package var isWoken = false
    /// The terminal no longer exists: leave without waiting for anything from it.
    package var isVanished = false
}

extension TerminalSession {
    /// Waits for a key, a signal, a byte in `wake`, or `deadline`; without one as long as it takes.
    ///
    /// Everything that has come is in the answer: nothing is left behind for the next call but a
    /// key that is not complete yet.
    package mutating func wait(
        until deadline: ContinuousClock.Instant?, wake: WakePipe? = nil
    ) -> TerminalEvents {
        var events = TerminalEvents()
        if isAway {
            readSignals(&events)
            return events
        }
        var descriptors = [STDIN_FILENO, signals.readEnd]
        if let wake { descriptors.append(wake.readEnd) }
        var ready = [UInt8](repeating: 0, count: descriptors.count)
        let timeout = Self.milliseconds(until: [deadline, keyDeadline].compactMap { $0 }.min())
        let found = cn_wait(descriptors, &ready, Int32(descriptors.count), timeout)
        let input = found > 0 ? Int32(ready[0]) : 0
        if input & Int32(CN_READABLE) != 0 {
            readKeys(&events)
        } else if input & Int32(CN_GONE) != 0 {
            events.isVanished = true
        } else if let keyDeadline, ContinuousClock.now >= keyDeadline {
            // By the clock, not because the wait was quiet: data may wake us all the time.
            events.keys += decoder.flush()
        }
        if decoder.patienceMilliseconds == nil { keyDeadline = nil }
        // An interrupted wait counts nothing, and the signal that did it is in the pipe.
        if found < 0 || ready[1] != 0 { readSignals(&events) }
        if found > 0, let wake, ready[2] != 0 {
            events.isWoken = !wake.drain().isEmpty
        }
        return events
    }

    /// Reads what has been typed; at most 64 KB at once, so that a flood cannot starve drawing.
    private mutating func readKeys(_ events: inout TerminalEvents) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        for _ in 0..<16 {
            let count = Int(cn_read(STDIN_FILENO, &bytes, Int32(bytes.count)))
            if count == -2 { events.isVanished = true }
            if count <= 0 { return }
            events.keys += decoder.feed(bytes.prefix(count))
            keyDeadline = decoder.patienceMilliseconds.map { .now + .milliseconds($0) }
            if count < bytes.count { return }
            var more: UInt8 = 0
            // Standard input blocks: never read it without knowing that something is there.
            if cn_wait([STDIN_FILENO], &more, 1, 0) <= 0 { return }
        }
    }

    private mutating func readSignals(_ events: inout TerminalEvents) {
        for byte in signals.drain() {
            guard let signal = TerminalSignal(number: byte) else { continue }
            if signal == .continued, let end = ownStopEnds, ContinuousClock.now < end { continue }
            if !events.signals.contains(signal) { events.signals.append(signal) }
        }
    }

    /// Milliseconds to a deadline, rounded up so that the wait never ends just before it; -1 for
    /// none, at most an hour.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = deadline - ContinuousClock.now
        if left <= .zero { return 0 }
        if left >= .seconds(3_600) { return 3_600_000 }
        let (seconds, attoseconds) = left.components
        return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
