// A program of a few lines around TerminalSession, for tests on a real pseudo-terminal: it draws a
// frame, and writes every event as a line to descriptor 3.

import Canvas
import Glibc
import Terminal

private func log(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = write(3, bytes, bytes.count)
}

private func draw(_ size: Size, _ text: String) -> Frame {
    var frame = Frame(size)
    let style = Style(foreground: .rgb(255, 135, 0), background: .indexed(236), attributes: .bold)
    frame.put("probe \(size.width)x\(size.height) 日本 ▲", x: 0, y: 0, style: style)
    frame.put(text, x: 0, y: 1, style: .plain)
    frame.put("end", x: size.width - 3, y: size.height - 1, style: .plain)
    return frame
}

private struct Failure: Error {}

/// Acts on a key; true to quit.
private func act(_ key: Key, _ session: inout TerminalSession) throws -> Bool {
    switch key {
    case .character("q"): return true
    case .character("t"): throw Failure()
    case .character("x"): exit(3)
    case .character("i"):
        // A programmer's error, which Swift turns into an illegal instruction.
        let none: [Int] = []
        return none[Int(getpid()) % 7] == 0
    case .character("s"): raise(SIGSEGV)
    case .character("A"): abort()
    case .character("e"):
        let text = Array("stray text\n".utf8)
        _ = write(STDERR_FILENO, text, text.count)
    case .character("y"): log("copied \(session.copy("probe"))")
    case .character("b"): session.ringBell()
    default: break
    }
    return false
}

private func run(_ options: TerminalOptions) throws {
    var session = try TerminalSession(options)
    let wake = try WakePipe()
    var step = 0
    let able = session.capabilities
    log("open \(able.depth) \(able.glyphs) exact \(able.exactColors)")
    session.present(draw(session.size, ""))
    log("size \(session.size.width)x\(session.size.height)")
    while true {
        let events = session.wait(until: nil, wake: wake)
        if events.isVanished {
            log("vanished")
            return
        }
        for signal in events.signals {
            log("signal \(signal)")
            switch signal {
            case .suspend:
                session.suspend()
                log("back")
            case .continued: session.resume()
            case .resized: log("size \(session.size.width)x\(session.size.height)")
            case .terminate, .interrupt, .quit, .hangup: return
            }
        }
        for key in events.keys {
            log("key \(key)")
            if try act(key, &session) { return }
        }
        if events.isWoken { log("woken") }
        if let key = events.keys.last, case .character("n") = key {
            session.present(Storm.frame(step, size: session.size))
            step += 1
        } else {
            session.present(draw(session.size, events.keys.last.map { "\($0)" } ?? ""))
        }
        log("drawn")
    }
}

@main enum Probe {
    static func main() {
        var options = TerminalOptions()
        options.mouse = CommandLine.arguments.contains("mouse")
        options.exactColors = CommandLine.arguments.contains("exact")
        options.synchronizedOutput = CommandLine.arguments.contains("sync")
        do {
            try run(options)
            log("closed")
        } catch let problem as TerminalError {
            log("error \(problem)")
            exit(2)
        } catch {
            log("thrown")
            exit(4)
        }
    }
}
