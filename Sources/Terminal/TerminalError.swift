/// Why the terminal cannot show the dashboard; every case says what to do.
package enum TerminalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Input or output is a file or a pipe.
    case notATerminal
    /// `TERM` is not set.
    case noTerminalType
    /// No description for this `TERM`.
    case unknownTerminalType(String)
    /// The terminal cannot place text.
    case tooSimple(String)
    /// curses could not start.
    case noMemory
    /// No pipe could be made: the system's error number.
    case noDescriptors(Int32)

    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .notATerminal:
            "input and output must be a terminal; `driftop snapshot` prints a frame without one"
        case .noTerminalType:
            "TERM is not set; set it to what your terminal is, for example TERM=xterm-256color"
        case .unknownTerminalType(let name):
            "TERM is \(quoted(name)), which this machine does not know; install ncurses-term or "
                + "try TERM=xterm-256color"
        case .tooSimple(let name):
            "TERM is \(quoted(name)), which cannot place text; `driftop snapshot` prints a frame "
                + "without a terminal"
        case .noMemory: "not enough memory to start the screen"
        case .noDescriptors(let number): "no pipe for waking the screen (error \(number))"
        }
    }

    private func quoted(_ name: String) -> String {
        let safe = name.unicodeScalars.prefix(40).map { scalar in
            (0x20..<0x7F).contains(scalar.value) ? String(scalar) : "?"
        }
        return "\"" + safe.joined() + "\""
    }
}
