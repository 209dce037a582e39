import Foundation
import Glibc
import Testing

/// A `JournalProbe`: what it said so far, and a hand at its throat.
final class ProbeProcess {
    private let pid: pid_t
    private let output: Int32
    private var input: Int32
    private var bytes: [UInt8] = []
    private var isOver = false

    /// Whole lines it said.
    var lines: [String] {
        // What stands behind the last line's end was cut off.
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    init(_ arguments: [String]) throws {
        var (from, to): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        // Sockets and not pipes: they are never another test's child's, not even for a moment.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, kind, 0, &from) == 0)
        try #require(socketpair(AF_UNIX, kind, 0, &to) == 0)
        (output, input) = (from[0], to[1])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, to[0], 0)
        posix_spawn_file_actions_adddup2(&actions, from[1], 1)
        var words = ([Self.program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var pid: pid_t = 0
        let problem = posix_spawn(&pid, Self.program, &actions, nil, &words, environ)
        try #require(problem == 0, "cannot start \(Self.program): \(problem)")
        self.pid = pid
        close(from[1])
        close(to[0])
    }

    deinit {
        if !isOver { _ = end(by: SIGKILL) }
        close(output)
        if input >= 0 { close(input) }
    }

    /// Beside the test bundle's own program.
    private static let program: String = {
        var link = [CChar](repeating: 0, count: 4_096)
        let length = readlink("/proc/self/exe", &link, link.count - 1)
        let own = String(decoding: link.prefix(max(0, length)).map(UInt8.init), as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/JournalProbe"
    }()

    /// Ends its input: what it waits for.
    func release() {
        close(input)
        input = -1
    }

    /// Listens until it has said a line, or to its end.
    func listen(untilLines count: Int) { while lines.count < count, hear(milliseconds: -1) {} }

    /// Listens for so long.
    func listen(for span: Duration) {
        let end = ContinuousClock.now + span
        while true {
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            guard left > 0, hear(milliseconds: Int32(left.rounded(.up))) else { return }
        }
    }

    /// Sends a signal, if any, and hears it out; the status of `waitpid`.
    func end(by signal: Int32? = nil) -> Int32 {
        if let signal { kill(pid, signal) }
        while hear(milliseconds: -1) {}
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isOver = true
        return status
    }

    /// False at the end of what it says; a wait that ends with nothing is none.
    private func hear(milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(output, &buffer, buffer.count)
        if count > 0 { bytes += buffer.prefix(count) }
        return count > 0
    }
}
