import Glibc
import Testing

/// The probe on a pseudo-terminal of its own: sends keys, reads what it draws and what it logs.
///
/// The slave side stays open here, so that its modes can be looked at after the probe has ended.
final class PtyProcess {
    private(set) var master: Int32
    private let slave: Int32
    private let logEnd: Int32
    private let pid: pid_t
    /// Everything drawn so far.
    private(set) var output: [UInt8] = []
    private var logged: [UInt8] = []
    /// Everything logged so far, line by line.
    private(set) var lines: [String] = []
    private let modesBefore: termios

    init(
        _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
        environment: [String: String] = [:]
    ) throws {
        var ours: Int32 = -1
        var theirs: Int32 = -1
        var name = [CChar](repeating: 0, count: 128)
        try #require(openpty(&ours, &theirs, &name, nil, nil) == 0)
        (master, slave) = (ours, theirs)
        for end in [ours, theirs] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        logEnd = ends[0]
        _ = fcntl(logEnd, F_SETFD, FD_CLOEXEC)
        modesBefore = Self.modes(slave)
        Self.setSize(master, columns, rows)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        // Opened as the first terminal of a new session it becomes the controlling one.
        posix_spawn_file_actions_addopen(&actions, 0, &name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, Int16(0x80))  // POSIX_SPAWN_SETSID, a macro
        var variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        variables.merge(environment) { $1 }
        pid = try Self.spawn(
            arguments, variables.filter { !$0.value.isEmpty }, &actions, &attributes)
        close(ends[1])
    }

    deinit {
        if master >= 0 { close(master) }
        kill(pid, SIGKILL)
        close(slave)
        close(logEnd)
    }

    private static func spawn(
        _ arguments: [String], _ variables: [String: String],
        _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
    ) throws -> pid_t {
        var link = [CChar](repeating: 0, count: 4_096)
        let length = readlink("/proc/self/exe", &link, link.count - 1)
        let own = String(decoding: link.prefix(max(0, length)).map(UInt8.init), as: UTF8.self)
        let path = own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/TerminalProbe"
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var pid: pid_t = 0
        let problem = posix_spawn(&pid, path, &actions, &attributes, &words, &settings)
        try #require(problem == 0, "cannot start \(path): \(problem)")
        return pid
    }

    static func modes(_ terminal: Int32) -> termios {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return modes
    }

    private static func setSize(_ terminal: Int32, _ columns: Int, _ rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    /// Whether the terminal is as it was before the probe.
    var hasModesOfBefore: Bool {
        let now = Self.modes(slave)
        return now.c_lflag == modesBefore.c_lflag && now.c_iflag == modesBefore.c_iflag
            && now.c_oflag == modesBefore.c_oflag && now.c_cflag == modesBefore.c_cflag
    }

    /// Whether the terminal echoes and waits for whole lines.
    var isCooked: Bool { Self.modes(slave).c_lflag & tcflag_t(ICANON | ECHO) != 0 }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(write(master, bytes, bytes.count) == bytes.count)
    }

    func resize(_ columns: Int, _ rows: Int) { Self.setSize(master, columns, rows) }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Closes the terminal under the probe.
    func vanish() {
        close(master)
        master = -1
    }

    /// Reads until a logged line is `line`; drawing is read, and `disturb` called, meanwhile.
    func expect(
        _ line: String, _ place: SourceLocation = #_sourceLocation, disturb: () -> Void = {}
    ) {
        var seen = 0
        let found = pump {
            disturb()
            defer { seen = self.lines.count }
            return self.lines[seen...].contains(line)
        }
        if let at = lines.firstIndex(of: line) { lines.removeFirst(at + 1) }
        // What was drawn before the line may still be on its way through the terminal.
        while poll(until: 30) {}
        #expect(found, "no \(line) in \(lines)", sourceLocation: place)
    }

    /// Waits for the end; the status as a shell would show it.
    func end() -> Int32 {
        var status: Int32 = 0
        var isOver = false
        _ = pump {
            isOver = isOver || waitpid(self.pid, &status, WNOHANG) == self.pid
            return isOver
        }
        while poll(until: 0) {}
        #expect(isOver, "the probe did not end; it logged \(lines)")
        return status & 0x7F != 0 ? 128 + (status & 0x7F) : (status >> 8) & 0xFF
    }

    /// Forgets what was drawn so far.
    func forget() { output.removeAll() }

    func drew(_ text: String) -> Bool { found(text, from: 0) != nil }

    /// Where the drawn bytes hold `text`.
    func found(_ text: String, from start: Int = 0) -> Int? {
        let wanted = Array(text.utf8)
        guard output.count >= wanted.count, start <= output.count - wanted.count else { return nil }
        return (start...(output.count - wanted.count)).first {
            output[$0] == wanted[0] && output[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }

    /// Reads until `isDone`, ten seconds at most: only a broken probe takes that long.
    private func pump(_ isDone: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(10)
        while !isDone() {
            if ContinuousClock.now > deadline { return false }
            _ = poll(until: 20)
        }
        return true
    }

    /// Reads what is there; false when nothing came.
    private func poll(until milliseconds: Int32) -> Bool {
        var polled = [
            pollfd(fd: logEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: master, events: Int16(POLLIN), revents: 0),
        ]
        guard Glibc.poll(&polled, 2, milliseconds) > 0 else { return false }
        var any = false
        var buffer = [UInt8](repeating: 0, count: 65_536)
        if polled[1].revents & Int16(POLLIN) != 0 {
            let count = read(master, &buffer, buffer.count)
            if count > 0 { output += buffer.prefix(count) }
            any = count > 0
        }
        if polled[0].revents & Int16(POLLIN) != 0 {
            let count = read(logEnd, &buffer, buffer.count)
            if count > 0 { logged += buffer.prefix(count) }
            any = any || count > 0
            while let end = logged.firstIndex(of: 0x0A) {
                lines.append(String(decoding: logged[..<end], as: UTF8.self))
                logged.removeFirst(end + 1)
            }
        }
        return any
    }
}
