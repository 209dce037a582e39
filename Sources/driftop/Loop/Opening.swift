import ArgumentParser
import Canvas
import Dashboard
import Foundation
import Glibc
import Snapshot
import Terminal

/// Opens the dashboard and keeps it open: terminal, collecting half and loop, in that order back.
struct Opening {
    var setup: Setup
    var time: TimeMode
    var journal: JournalUse

    /// Returns after `q`; a signal that closed it becomes the exit code a shell expects.
    func run() throws {
        let looks = try Looks(setup.configuration)
        let wake: WakePipe
        do { wake = try WakePipe() } catch { throw StartError(.usage, "\(error)") }
        try Self.requireTerminal()
        let session = try Session.open(
            setup, time: time, journal: journal, interest: firstInterest,
            notifies: true, wake: wake.wake)
        let ending: Result<DashboardLoop.Ending, TerminalError>
        do {
            ending = .success(try show(session, looks, wake))
        } catch {
            ending = .failure(error)
        }
        // The terminal is back already: whatever the journal still has to say does not hold it up.
        Waiting.end { await session.feed.finish() }
        session.stop()
        switch ending {
        case .success(.quit): return
        case .success(.terminalVanished): throw ExitCode(128 + SIGHUP)
        case .success(.signalled(let signal)): throw ExitCode(128 + Self.number(of: signal))
        case .failure(let error): throw StartError(.usage, "\(error)")
        }
    }

    private var firstInterest: Interest {
        var interest = Interest()
        interest.windowSeconds = setup.configuration.windowSeconds
        return interest
    }

    /// Everything between taking the terminal and giving it back; nothing in here waits for others.
    private func show(
        _ session: Session, _ looks: Looks, _ wake: WakePipe
    ) throws(TerminalError) -> DashboardLoop.Ending {
        var options = TerminalOptions(
            colors: looks.depth, exactColors: looks.exact, mouse: setup.configuration.mouse)
        switch setup.configuration.glyphs {
        case .auto: options.charset = .automatic
        case .ascii: options.charset = .ascii
        case .unicode, .block: options.charset = .utf8
        }
        let terminal = try TerminalSession(options)
        var model = model(size: terminal.size, looks)
        if setup.configuration.glyphs == .auto, terminal.capabilities.glyphs == .ascii {
            model.glyphs = .ascii
        }
        var loop = DashboardLoop(
            terminal: terminal, model: model, themes: ThemeWatch(looks.files), feed: session.feed,
            wake: wake, time: time)
        return loop.run()
    }

    private func model(size: Size, _ looks: Looks) -> DashboardModel {
        // What is on screen until the first picture: nothing known, and that it is being read.
        let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        var empty = SystemSnapshot(
            at: now, windowSeconds: setup.configuration.windowSeconds)
        empty.scope = setup.scope
        empty.liveness.windowComplete = false
        empty.liveness.historyFraction = 0
        var model = DashboardModel(
            snapshot: empty, size: size, theme: looks.theme, themes: looks.themes)
        model.glyphs = looks.glyphs
        model.keys = looks.keys
        model.user = SystemUser.name
        model.pace = time.pace
        model.readOnlyReason = time.readOnlyReason
        model.bellEnabled = setup.configuration.bell
        model.mouseEnabled = setup.configuration.mouse
        return model
    }

    private static func number(of signal: TerminalSignal) -> Int32 {
        switch signal {
        case .interrupt: SIGINT
        case .quit: SIGQUIT
        case .hangup: SIGHUP
        case .terminate, .resized, .suspend, .continued: SIGTERM
        }
    }

    private static func requireTerminal() throws(StartError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw StartError(.usage, "\(TerminalError.notATerminal)")
        }
    }
}
