import ArgumentParser
import Canvas
import Glibc

// driftop is the executable: commands, configuration, the demo, the UI loop and the Collector. Only
// here does everything meet; only here is the clock read and the user spoken to. It computes
// nothing about models itself.

@main
struct Main {
    static func main() {
        exit(status(of: Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs one command line; the only place that prints errors.
    private static func status(of arguments: [String]) -> Int32 {
        // A reader that leaves early (`driftop alerts | head`) is not an error worth a crash.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Driftop.parseAsRoot(arguments)
            try command.run()
            return StartError.Status.quiet.rawValue
        } catch let error as StartError {
            // A path or a line of a file may hold anything.
            for line in error.lines {
                StandardStreams.complain("driftop: " + TextSafety.plain(line))
            }
            return error.status.rawValue
        } catch let ended as ExitCode {
            return ended.rawValue
        } catch {
            let text = Driftop.fullMessage(for: error)
            guard Driftop.exitCode(for: error).isSuccess else {
                StandardStreams.complain(text)
                return StartError.Status.usage.rawValue
            }
            print(text)
            return StartError.Status.quiet.rawValue
        }
    }
}
