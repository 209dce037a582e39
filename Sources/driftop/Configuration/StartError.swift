package import Documents

/// Why a command could not begin: printed once, on standard error, with its exit code.
package struct StartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How every command ends.
    package enum Status: Int32, Sendable {
        case quiet = 0
        /// Something fires (`snapshot`, `alerts`), or a file has faults (`check`).
        case firing = 1
        /// Usage or configuration.
        case usage = 2
        case noSource = 3
    }
    package var status: Status
    /// One line each; a file's fault as `FILE:LINE:COLUMN: message; hint`.
    package var lines: [String]

    package init(_ status: Status, _ lines: String...) {
        self.status = status
        self.lines = lines
    }

    package init(_ error: DocumentError) {
        self.init(.usage)
        lines = ([error] + error.also).map(\.description)
    }

    package var description: String { lines.joined(separator: "\n") }
}
