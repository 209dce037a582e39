internal import Telemetry

/// Divides event time into slots of equal width, open on the left and closed on the right.
///
/// Slot `i` holds `(phase + (i − 1) · width, phase + i · width]`, so a window that ends on a slot's
/// edge holds exactly the events a left-open window should.
struct SlotClock: Hashable, Sendable {
    let widthMilliseconds: Int64
    /// An edge; every edge differs from it by a multiple of the width.
    let phaseMilliseconds: Int64

    init(widthMilliseconds: Int64, phaseMilliseconds: Int64 = 0) {
        precondition(widthMilliseconds > 0, "a slot has a width")
        self.widthMilliseconds = widthMilliseconds
        self.phaseMilliseconds = phaseMilliseconds % widthMilliseconds
    }

    /// The slot that holds `time`; for a time on an edge, the slot that ends there.
    @inline(__always)
    func slot(of time: Timestamp) -> Int64 {
        let shifted = time.milliseconds - phaseMilliseconds
        let quotient = shifted / widthMilliseconds
        let remainder = shifted % widthMilliseconds
        return remainder > 0 ? quotient + 1 : quotient
    }

    /// The last slot that has ended by `time`.
    @inline(__always)
    func slot(endingBy time: Timestamp) -> Int64 {
        let slot = slot(of: time)
        return end(of: slot) == time ? slot : slot - 1
    }

    /// The right edge of a slot, which belongs to it.
    func end(of slot: Int64) -> Timestamp {
        Timestamp(milliseconds: phaseMilliseconds + slot * widthMilliseconds)
    }

    /// The slots of the window `(at − length, at]`, whole slots only: exact when both ends are
    /// edges.
    func slots(endingAt at: Timestamp, length: Int64) -> ClosedRange<Int64> {
        let last = slot(of: at)
        return (last - max(1, length / widthMilliseconds) + 1)...last
    }
}
