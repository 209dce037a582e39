import Foundation

/// A real terminal: a tmux server of its own, one window, a shell in it.
///
/// Going out of scope it ends the server and everything in it.
struct TmuxScreen: ~Copyable {
    struct Failed: Error, CustomStringConvertible {
        var description: String
    }
    private let socket: String
    let directory: String

    /// Whether tmux is there at all; said when not.
    static let isAvailable: Bool = {
        let found = (try? run(["tmux", "-V"])) != nil
        if !found { print("missing: tmux") }
        return found
    }()

    /// The program under test stands beside the test bundle.
    static let program: String = {
        var url = URL(filePath: ProcessInfo.processInfo.arguments[0])
        while url.pathComponents.count > 1 {
            url.deleteLastPathComponent()
            let candidate = url.appending(path: "driftop").path(percentEncoded: false)
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        return Repository.top.appending(path: ".build/debug/driftop").path(percentEncoded: false)
    }()

    /// Starts an interactive shell in `directory`, with a home of its own.
    init(columns: Int, rows: Int, in directory: String) throws {
        socket = "driftop-test-\(UUID().uuidString.prefix(8))"
        self.directory = directory
        try Self.run([
            "env", "-u", "NO_COLOR", "-u", "TMUX", "HOME=\(directory)/home",
            "XDG_STATE_HOME=\(directory)/home/state", "LC_ALL=C.UTF-8",
            // A shell that writes its history as it ends makes the scratch directory anew.
            "HISTFILE=",
            "tmux", "-L", socket, "-f", "/dev/null", "new-session", "-d",
            "-x", "\(columns)", "-y", "\(rows)", "-c", directory, "bash --norc --noprofile -i",
        ])
        try waitFor("a prompt") { $0.contains("bash-") }
    }

    deinit { _ = try? Self.run(["tmux", "-L", socket, "kill-server"]) }

    /// What stands on the screen, without colours.
    func text() throws -> String {
        try Self.run(["tmux", "-L", socket, "capture-pane", "-p"])
    }

    /// The same with colours and attributes as escape sequences.
    func styledText() throws -> String {
        try Self.run(["tmux", "-L", socket, "capture-pane", "-p", "-e"])
    }

    /// Keeps every byte that the shell and its programs write from now on, in a file beside it.
    func record(to name: String) throws {
        try Self.run([
            "tmux", "-L", socket, "pipe-pane", "-O", "cat > '\(directory)/\(name)'",
        ])
    }

    /// What the terminal itself knows by tmux's names: `alternate_on`, `mouse_any_flag`.
    func flags(_ names: String...) throws -> [String] {
        let format = names.map { "#{\($0)}" }.joined(separator: " ")
        return try Self.run(["tmux", "-L", socket, "display-message", "-p", format])
            .split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// Types a line and Enter.
    func enter(_ line: String) throws {
        try Self.run(["tmux", "-L", socket, "send-keys", "-l", line])
        try press("Enter")
    }

    /// Presses keys by tmux's names: `q`, `Enter`, `C-z`.
    func press(_ keys: String...) throws {
        try Self.run(["tmux", "-L", socket, "send-keys"] + keys)
    }

    func resize(columns: Int, rows: Int) throws {
        try Self.run([
            "tmux", "-L", socket, "resize-window", "-x", "\(columns)", "-y", "\(rows)",
        ])
    }

    /// Ends the terminal itself, as a dropped connection does.
    func vanish() throws { try Self.run(["tmux", "-L", socket, "kill-server"]) }

    /// Waits until the screen satisfies `holds`; fails with what was on it after ten seconds.
    @discardableResult
    func waitFor(_ what: String, _ holds: (String) -> Bool) throws -> String {
        var last = ""
        try Self.wait(for: what, otherwise: { last }) {
            last = try text()
            return holds(last)
        }
        return last
    }

    /// The dashboard that runs in this terminal; nil when none does.
    func processID() throws -> Int? {
        let listed = try Self.run(["ps", "-eo", "pid=,args="])
        let path = Self.program + " ml"
        for line in listed.split(separator: "\n") where line.hasSuffix(path) {
            let parts = line.split(separator: " ")
            guard let pid = Int(parts[0]) else { continue }
            let place = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(pid)/cwd")
            if place == directory { return pid }
        }
        return nil
    }

    /// Waits until a file beside the shell has text, and answers it.
    func waitForFile(_ name: String) throws -> String {
        var text = ""
        try Self.wait(for: "file \(name)", otherwise: { (try? self.text()) ?? "" }) {
            text = (try? String(contentsOfFile: directory + "/" + name, encoding: .utf8)) ?? ""
            return text.hasSuffix("\n")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Looks again until it holds: another process has no other way of telling us.
    static func wait(
        for what: String, otherwise: () -> String = { "" }, _ holds: () throws -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(15)
        while try !holds() {
            guard ContinuousClock.now < deadline else {
                throw Failed(description: "not seen within 15 s: \(what)\n\(otherwise())")
            }
            usleep(20_000)
        }
    }

    @discardableResult
    static func run(_ command: [String]) throws -> String {
        let ended = try Child.run(command)
        guard ended.code == 0 else {
            throw Failed(description: "\(command.joined(separator: " ")): \(ended.output)")
        }
        return ended.output
    }
}
