import Foundation
import Testing

/// `.ci/setup` on machines that have and lack things: every command it finds is one of ours.
struct SetupScriptTests {
    /// A machine: a directory of commands, the only one on the PATH.
    private struct Machine: ~Copyable {
        let scratch: Scratch

        /// - Parameters:
        ///   - user: what `id -u` says.
        ///   - commands: stand-ins that note how they were called and succeed.
        ///   - lacking: a header that the compiler does not find.
        ///   - others: further commands and what they do.
        init(
            user: Int = 0, commands: [String], lacking: String = "no such header",
            others: [String: String] = [:]
        ) throws {
            let scratch = try Scratch()
            let called = "echo \"$(basename \"$0\") $*\" >> \(scratch.path)/called\n"
            var files = others
            files["id"] = "echo \(user)\n"
            files["clang"] = "read -r line\n[[ $line != *\"\(lacking)\"* ]]\n"
            for name in commands {
                files[name] = called + (name == "sudo" ? "exec \"$@\"\n" : "")
            }
            for name in ["mktemp", "rm", "tail", "env", "basename"] {
                files[name] = "exec /usr/bin/\(name) \"$@\"\n"
            }
            // Written by another process: what this one has open for writing is busy for whoever
            // another test starts meanwhile.
            let script = files.sorted { $0.key < $1.key }.map { name, text in
                "cat > '\(scratch.path)/bin/\(name)' <<'END'\n#!/bin/bash\n\(text)END\n"
            }
            try scratch.write(
                "make",
                "mkdir -p '\(scratch.path)/bin'\n" + script.joined()
                    + "chmod 755 '\(scratch.path)'/bin/*\n")
            _ = try Child.run(["bash", scratch.path + "/make"])
            self.scratch = scratch
        }

        func setUp(_ what: String = "build") throws -> Child.Ended {
            let script = Repository.top.appending(path: ".ci/setup").path(percentEncoded: false)
            return try Child.run([
                "env", "-i", "PATH=\(scratch.path)/bin", "/bin/bash", script, what,
            ])
        }

        var called: [String] {
            let text = try? String(contentsOfFile: scratch.path + "/called", encoding: .utf8)
            return (text ?? "").split(separator: "\n").map(String.init)
        }
    }

    private static let update = "apt-get update -qq"
    private static let install = "apt-get install -qq -y --no-install-recommends "

    @Test func whatIsThereIsLeftAlone() throws {
        let machine = try Machine(user: 1_000, commands: ["swift", "apt-get", "sudo"])
        let ended = try machine.setUp()
        #expect(ended.code == 0 && ended.output.isEmpty)
        #expect(machine.called.isEmpty)
    }

    @Test func rootInstallsWhatIsMissingAndNothingElse() throws {
        let machine = try Machine(commands: ["swift", "apt-get", "sudo"], lacking: "simdjson.h")
        let ended = try machine.setUp()
        #expect(ended.code == 0)
        #expect(ended.output == "installing libsimdjson-dev\n")
        #expect(machine.called == [Self.update, Self.install + "libsimdjson-dev"])
    }

    @Test func othersAskSudo() throws {
        let machine = try Machine(
            user: 1_000, commands: ["swift", "apt-get", "sudo"], lacking: "sqlite3.h")
        #expect(try machine.setUp().code == 0)
        let last = Self.install + "libsqlite3-dev"
        #expect(
            machine.called == [
                "sudo " + Self.update, Self.update,
                "sudo env DEBIAN_FRONTEND=noninteractive " + last, last,
            ])
    }

    @Test func withoutRootAndSudoItSaysWhatToAskFor() throws {
        let machine = try Machine(
            user: 1_000, commands: ["swift", "apt-get"], lacking: "curses.h")
        let ended = try machine.setUp()
        #expect(ended.code == 2)
        #expect(ended.output.contains("ask somebody who may: apt-get install libncursesw5-dev"))
        #expect(machine.called.isEmpty)
    }

    @Test func withoutAptItNamesThePackages() throws {
        let machine = try Machine(commands: ["swift", "sudo"], lacking: "simdjson.h")
        let ended = try machine.setUp()
        #expect(ended.code == 2)
        #expect(ended.output.contains("libsimdjson-dev (Debian's names)"))
        #expect(ended.output.contains("package manager"))
    }

    @Test func withoutAToolchainItSaysWhereToGetOne() throws {
        let machine = try Machine(commands: ["apt-get"], lacking: "simdjson.h")
        let ended = try machine.setUp()
        #expect(ended.code == 2)
        #expect(ended.output.contains("Swift 6.3 toolchain: https://www.swift.org/install"))
        #expect(machine.called.isEmpty)
    }

    @Test func aFailingInstallationShowsItsReason() throws {
        let machine = try Machine(
            commands: ["swift"], lacking: "simdjson.h",
            others: ["apt-get": "echo 'E: no network' >&2\nexit 100\n"])
        let ended = try machine.setUp()
        #expect(ended.code == 2)
        #expect(ended.output.contains("E: no network"))
        #expect(ended.output.contains("Could not install libsimdjson-dev"))
    }

    @Test func testsNeedMore() throws {
        let machine = try Machine(commands: ["swift", "apt-get", "python3", "tmux", "sqlite3"])
        #expect(try machine.setUp("tests").output == "installing prometheus strace btop\n")
    }
}
