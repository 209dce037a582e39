import CNcurses
import Glibc

/// Wakes the screen's loop from any thread: a byte in a pipe that the loop waits on.
///
/// Waking twice before the loop looks is waking once.
package final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    /// A new pipe; fails only without descriptors.
    package init() throws(TerminalError) {
        var ends: (Int32, Int32) = (-1, -1)
        let problem = cn_pipe(&ends.0, &ends.1)
        if problem != 0 { throw .noDescriptors(problem) }
        (readEnd, writeEnd) = ends
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the loop; never waits.
    package func wake() { cn_wake(writeEnd, 1) }

    /// The bytes that have come, which stay.
    func peek() -> [UInt8] {
        let all = drain()
        for byte in all { cn_wake(writeEnd, byte) }
        return all
    }

    /// The bytes that have come since the last call.
    package func drain() -> [UInt8] {
        var all: [UInt8] = []
        // A pipe holds 64 KB: sixteen reads empty it, and more bytes would say nothing new.
        for _ in 0..<16 {
            let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer in
                guard let start = buffer.baseAddress else { return 0 }
                let count = Int(cn_read(readEnd, start, Int32(buffer.count)))
                if count > 0 { all += UnsafeBufferPointer(start: start, count: count) }
                return count
            }
            if count < 4_096 { break }
        }
        return all
    }
}
