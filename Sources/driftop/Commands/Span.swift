import ArgumentParser
import Documents

/// A length of time as people write it on a command line: `15m`, `1h30m`, `90s`, `2d`.
package struct Span: Hashable, Sendable, ExpressibleByArgument {
    package var seconds: Double
    package init(seconds: Double) { self.seconds = seconds }

    package init?(argument: String) {
        // A hundred years, so that no sum of times overflows.
        guard let seconds = DocumentNode.seconds(of: argument), seconds <= 3.2e9 else {
            return nil
        }
        self.init(seconds: seconds)
    }
}
