import ArgumentParser
import Snapshot

/// A moment on the command line: RFC 3339, or `end` for the newest event.
struct MomentArgument: ExpressibleByArgument {
    var mode: TimeMode

    init?(argument: String) {
        if argument == "end" {
            mode = .newest
        } else if let moment = CivilTime.moment(argument) {
            mode = .at(moment)
        } else {
            return nil
        }
    }
}

/// `120x40`, in cells: columns, then rows.
struct SizeArgument: ExpressibleByArgument {
    var columns: Int
    var rows: Int

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    var defaultValueDescription: String { "\(columns)x\(rows)" }

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...1_000).contains(columns), (1...1_000).contains(rows)
        else { return nil }
        self.init(columns: columns, rows: rows)
    }
}

/// `60x` or `60`: how many recorded seconds a second.
struct SpeedArgument: ExpressibleByArgument {
    var factor: Double

    init(factor: Double) { self.factor = factor }

    var defaultValueDescription: String { JSONText.number(factor) + "x" }

    init?(argument: String) {
        let digits = argument.hasSuffix("x") ? argument.dropLast() : argument[...]
        guard let factor = Double(digits), factor > 0, factor <= 100_000 else { return nil }
        self.init(factor: factor)
    }
}
