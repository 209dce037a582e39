import Foundation
import Testing

@testable import driftop

/// A program that is given something to read, and not for ever.
@Suite(.serialized)
struct BoundedProcessTests {
    private func run(
        _ script: String, input: [UInt8] = Array("{}\n".utf8), timeout: Double = 10,
        in scratch: borrowing Scratch
    ) throws -> String? {
        try scratch.write("run", "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n" + script)
        chmod(scratch.path + "/run", 0o755)
        return BoundedProcess(
            command: [scratch.path + "/run", "one", "$(two)"], input: input, timeoutSeconds: timeout
        ).run()
    }

    private func text(_ name: String, in scratch: borrowing Scratch) -> String? {
        try? String(contentsOfFile: scratch.path + "/" + name, encoding: .utf8)
    }

    @Test func itReadsAllOfItsInputAndItsArgumentsAreAsWritten() throws {
        let scratch = try Scratch()
        let input = Array(String(repeating: "x", count: 300_000).utf8)
        let failure = try run(
            "cat > in; printf '%s|' \"$@\" > args", input: input, in: scratch)
        #expect(failure == nil)
        #expect(text("in", in: scratch)?.utf8.count == input.count)
        #expect(text("args", in: scratch) == "one|$(two)|")
    }

    @Test func whatItDidWrongIsSaidInItsOwnWords() throws {
        let scratch = try Scratch()
        let failure = try run("printf 'no \\033[31mnet\\nmore' >&2; exit 7", in: scratch)
        #expect(failure == "left with 7: no \u{FFFD}[31mnet")
        #expect(try run("kill -TERM $$", in: scratch) == "ended by signal 15")
        let missing = BoundedProcess(command: ["/no/such"], input: [], timeoutSeconds: 1).run()
        #expect(missing == "cannot start /no/such: no such file or directory")
    }

    @Test func aScriptThatIsStillOpenForWritingIsWaitedFor() throws {
        let scratch = try Scratch()
        try scratch.write("run", "#!/bin/sh\nexit 0\n")
        chmod(scratch.path + "/run", 0o755)
        let writing = open(scratch.path + "/run", O_WRONLY)
        Thread.detachNewThread {
            usleep(40_000)
            close(writing)
        }
        let process = BoundedProcess(
            command: [scratch.path + "/run"], input: [], timeoutSeconds: 10)
        #expect(process.run() == nil)
    }

    @Test func atTheTimeoutItAndWhatItStartedAreKilled() throws {
        let scratch = try Scratch()
        let failure = try run(
            "(sleep 1; echo late > late) & sleep 30", timeout: 0.3, in: scratch)
        #expect(failure == "killed after 0.3 s")
        // Whoever survived would write now; its own clock is all there is to wait for.
        _ = try Child.run(["sleep", "1.2"])
        #expect(text("late", in: scratch) == nil)
    }

    @Test func oneThatReadsNothingEndsWell() throws {
        let scratch = try Scratch()
        let input = [UInt8](repeating: 120, count: 300_000)
        // It closes what it does not read: the signal for that would end this process.
        try scratch.write("run", "#!/bin/sh\nexec 0<&-\nexit 0\n")
        chmod(scratch.path + "/run", 0o755)
        let process = BoundedProcess(
            command: [scratch.path + "/run"], input: input, timeoutSeconds: 5)
        for _ in 0..<20 { #expect(process.run() == nil) }
    }

    @Test func itHasNoTerminalAndNoneOfOurFiles() throws {
        let scratch = try Scratch()
        let ours = open("/dev/null", O_RDONLY)
        defer { close(ours) }
        let failure = try run(
            "ls /proc/self/fd | wc -w > files; (: > /dev/tty) 2> tty && echo yes > hasTerminal; true",
            in: scratch)
        #expect(failure == nil)
        // 0, 1, 2 and the directory that ls has open.
        #expect(text("files", in: scratch)?.trimmingCharacters(in: .whitespacesAndNewlines) == "4")
        #expect(text("hasTerminal", in: scratch) == nil)
    }
}
