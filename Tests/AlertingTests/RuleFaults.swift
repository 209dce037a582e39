@testable import Alerting

/// What is wrong with a rule file, a line each.
func ruleFaults(_ yaml: String) -> [String] {
    do {
        _ = try RuleFile(yaml: yaml, file: "r.yml")
        return []
    } catch {
        return error.description.split(separator: "\n").map(String.init)
    }
}
