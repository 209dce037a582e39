import Foundation
import Glibc

/// Runs a command to its end, though its own children live on.
///
/// Foundation's `Process` waits for everyone who inherited its socket, a tmux server among them.
enum Child {
    struct Ended {
        /// As a shell says it: 128 and the signal's number when one ended it.
        var code: Int32
        var output: String
    }

    /// Standard output and error together; input is empty, and after 20 s it is ended.
    static func run(_ command: [String]) throws -> Ended {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "driftop-child-\(UUID().uuidString)"
        ).path(percentEncoded: false)
        defer { unlink(path) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments: [UnsafeMutablePointer<CChar>?] =
            (["timeout", "20"] + command).map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Tests run on workers with signals blocked; what they start must not inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid: pid_t = 0
        guard posix_spawnp(&pid, "timeout", &actions, &attributes, arguments, environ) == 0 else {
            throw TmuxScreen.Failed(description: "cannot start \(command[0])")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        let code = signal == 0 ? status >> 8 & 0xff : 128 + signal
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return Ended(code: code, output: String(decoding: bytes, as: UTF8.self))
    }
}
