import Alerting

/// What was looked at and what was found, in order.
struct CheckReport {
    private(set) var lines: [String] = []
    /// As they are printed, one each.
    private(set) var faults: [String] = []
    private(set) var warnings = 0

    mutating func say(_ line: String) { lines.append(line) }

    mutating func fault(_ text: String, excerpt: String? = nil) {
        lines.append("  FAILED: " + text)
        show(excerpt)
        faults.append(text)
    }

    mutating func warn(_ lint: RuleLint) {
        lines.append("  \(lint.description)")
        show(lint.excerpt)
        warnings += 1
    }

    /// Rule files with their faults, and below each what is unwise in it.
    mutating func add(_ check: RuleCheck, _ lints: [RuleLint]) {
        for file in check.files {
            let count = file.groups.reduce(0) { $0 + $1.rules.count }
            let groups = file.groups.count
            lines.append(
                file.faults.isEmpty
                    ? "rules: \(file.path): \(count) \(count == 1 ? "rule" : "rules") found in "
                        + "\(groups) \(groups == 1 ? "group" : "groups")"
                    : "rules: \(file.path)")
            for fault in file.faults { self.fault(fault.line, excerpt: fault.excerpt) }
            lines += file.expansion.split(separator: "\n").map { "  | " + $0 }
            for lint in lints where lint.file == file.path { warn(lint) }
        }
    }

    /// How it stands, in one line.
    var verdict: String {
        func count(_ number: Int, _ one: String, _ many: String) -> String {
            "\(number) \(number == 1 ? one : many)"
        }
        if !faults.isEmpty {
            return count(faults.count, "fault", "faults")
                + (warnings > 0 ? ", \(count(warnings, "lint", "lints"))" : "")
        }
        guard warnings > 0 else { return "all well" }
        return count(warnings, "lint", "lints") + "; --skip CODE switches a kind of them off"
    }

    private mutating func show(_ excerpt: String?) {
        guard let excerpt else { return }
        lines += excerpt.split(separator: "\n").map { "      " + $0 }
    }
}
