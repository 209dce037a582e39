import Glibc

/// A pipe whose reading end a loop can `poll`, and whose writing end any thread may touch.
///
/// Never blocks: a full pipe already wakes the reader, so what does not fit is dropped.
package final class WakePipe: Sendable {
    /// Why the loop is woken; each is one byte.
    package enum Reason: UInt8, Sendable {
        case snapshot = 1
        case resized, suspend, resumed, interrupt, terminate, hangUp, actionDone
    }
    package let readingEnd: Int32
    private let writingEnd: Int32

    /// Fails only when the process is out of file descriptors.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        close(readingEnd)
        close(writingEnd)
    }

    package func write(_ reason: Reason) {
        var byte = reason.rawValue
        _ = Glibc.write(writingEnd, &byte, 1)
    }

    /// Everything written since the last call, oldest first.
    package func drain() -> [Reason] {
        var reasons: [Reason] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(readingEnd, &buffer, buffer.count)
            guard count > 0 else { return reasons }
            reasons += buffer.prefix(count).compactMap(Reason.init(rawValue:))
        }
    }
}
