import ArgumentParser
import Documents

/// A length of time as people write it on a command line: `15m`, `1h30m`, `90s`, `2d`.
package struct Span: Hashable, Sendable, ExpressibleByArgument {
    package var seconds: Double
    package init(seconds: Double) { self.seconds = seconds }

    package init?(argument: String) {
        guard let seconds = DocumentNode.seconds(of: argument) else { return nil }
        self.init(seconds: seconds)
    }
}
