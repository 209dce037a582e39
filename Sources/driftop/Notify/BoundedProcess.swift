import Canvas
import Glibc

/// One run of a program with something on its standard input, within a time.
struct BoundedProcess {
    /// The program, looked for in `PATH` when it has no slash, and its arguments; never a shell.
    var command: [String]
    var input: [UInt8]
    var timeoutSeconds: Double

    /// How much of what it says on standard error is kept.
    private static let errorLimit = 400

    /// Runs it to its end; nil when it left with 0, else what happened, in words.
    ///
    /// Blocks the calling thread, no longer than the timeout and a moment. The program has a
    /// session of its own: no terminal, and everything it started ends with it at the timeout.
    func run() -> String? {
        var mine: (input: Int32, error: Int32) = (-1, -1)
        let pid: pid_t
        switch start(&mine) {
        case .success(let started): pid = started
        case .failure(let failure): return "cannot start \(command[0]): \(failure)"
        }
        defer {
            if mine.input >= 0 { close(mine.input) }
            close(mine.error)
        }
        let end = Self.seconds() + timeoutSeconds
        let said = exchange(&mine.input, mine.error, until: end)
        guard let status = Self.wait(for: pid, until: end) else {
            kill(-pid, SIGKILL)
            kill(pid, SIGKILL)
            _ = Self.wait(for: pid, until: Self.seconds() + 5)
            return "killed after \(Self.words(timeoutSeconds)) s"
        }
        if status == 0 { return nil }
        let signal = status & 0x7f
        let how = signal == 0 ? "left with \(status >> 8 & 0xff)" : "ended by signal \(signal)"
        let first = said.split(separator: UInt8(ascii: "\n")).first.map {
            String(decoding: $0, as: UTF8.self)
        }
        return how + (first.map { ": " + TextSafety.plain($0) } ?? "")
    }

    /// POSIX_SPAWN_SETSID, which the C library shows to GNU sources only.
    private static let newSession: Int16 = 0x80

    /// What the program must not inherit: every number up to past the highest open one.
    ///
    /// Room for 64 more, since another thread can open a file after this look, at the lowest free
    /// number; closing what is not open is no error to `posix_spawn`. (`closefrom` would say it in
    /// one action, but the C library shows that to GNU sources only.)
    private static var inherited: Range<Int32> {
        var highest: Int32 = 2
        if let directory = opendir("/proc/self/fd") {
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                highest = max(highest, Int32(name) ?? 0)
            }
        }
        return 3..<highest + 65
    }

    /// What the system says when it starts nothing.
    private struct StartFailure: Error, CustomStringConvertible {
        var code: Int32
        var description: String {
            let words = String(cString: strerror(code))
            return words.prefix(1).lowercased() + words.dropFirst()
        }
    }

    private func start(_ mine: inout (input: Int32, error: Int32)) -> Result<pid_t, StartFailure> {
        var input: [Int32] = [-1, -1]
        var error: [Int32] = [-1, -1]
        guard pipe(&input) == 0 else { return .failure(StartFailure(code: errno)) }
        guard pipe(&error) == 0 else {
            let code = errno
            for end in input { close(end) }
            return .failure(StartFailure(code: code))
        }
        for end in input + error { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, error[1], 2)
        // Whatever else is open, the journal among it, is none of its business.
        for open in Self.inherited { posix_spawn_file_actions_addclose(&actions, open) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | Self.newSession)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        var failure: Int32 = 0
        // A script that was written a moment ago can still be open for writing in a process
        // that another thread forked meanwhile: busy for an instant, or longer under load.
        let patience = Self.seconds() + min(timeoutSeconds, 5)
        repeat {
            failure = posix_spawnp(
                &pid, command[0], &actions, &attributes, &arguments, environ)
            guard failure == ETXTBSY else { break }
            usleep(10_000)
        } while Self.seconds() < patience
        close(input[0])
        close(error[1])
        guard failure == 0 else {
            close(input[1])
            close(error[0])
            return .failure(StartFailure(code: failure))
        }
        _ = fcntl(input[1], F_SETFL, O_NONBLOCK)
        mine = (input[1], error[0])
        return .success(pid)
    }

    /// Writes the input and reads what comes back, until the program's end has been closed.
    private func exchange(_ output: inout Int32, _ error: Int32, until end: Double) -> [UInt8] {
        var rest = input[...]
        var said: [UInt8] = []
        while true {
            let left = end - Self.seconds()
            guard left > 0 else { return said }
            if rest.isEmpty, output >= 0 {
                close(output)
                output = -1
            }
            var waits = [
                pollfd(fd: error, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&waits, 2, Int32(left * 1_000) + 1) >= 0 || errno == EINTR else {
                return said
            }
            if waits[1].revents != 0 {
                let (count, code) = Self.write(rest, to: output)
                // It need not read all of it: what it closes is no failure of its own.
                if count > 0 { rest = rest.dropFirst(count) } else if code != EAGAIN { rest = [] }
            }
            if waits[0].revents != 0 {
                var block = [UInt8](repeating: 0, count: 4_096)
                let count = read(error, &block, block.count)
                if count <= 0 { return said }
                said += block.prefix(min(count, max(0, Self.errorLimit - said.count)))
            }
        }
    }

    /// Writes without the signal that ends whoever writes to a program that no longer reads.
    private static func write(
        _ bytes: ArraySlice<UInt8>, to output: Int32
    ) -> (count: Int, code: Int32) {
        var pipe = sigset_t()
        var before = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &before)
        let count = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
        let code = errno
        if count < 0, code == EPIPE {
            // It waits for this thread: taken here, it is gone before the mask is as it was.
            var none = timespec()
            sigtimedwait(&pipe, nil, &none)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return (count, code)
    }

    /// The status of a child that has ended before `end`.
    private static func wait(for pid: pid_t, until end: Double) -> Int32? {
        var status: Int32 = 0
        while true {
            let found = waitpid(pid, &status, WNOHANG)
            if found == pid { return status }
            if found < 0, errno != EINTR { return 0 }
            guard seconds() < end else { return nil }
            usleep(5_000)
        }
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func words(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
