/// The rules that are on without configuration, each overridable by a user's rule of its name.
package enum BuiltInRules {
    /// The file's name in errors and groups.
    package static let file = "built in"

    /// Ours, without those whose name a user's group has taken.
    package static func groups(overriddenBy user: [RuleGroup] = []) -> [RuleGroup] {
        let taken = Set(
            user.flatMap { $0.rules }.compactMap { rule -> String? in
                if case .alerting(let alerting) = rule { alerting.name } else { nil }
            })
        return all.map { group in
            var group = group
            group.rules = group.rules.compactMap { rule in
                guard case .alerting(var alerting) = rule, !taken.contains(alerting.name) else {
                    return nil
                }
                alerting.builtIn = true
                return .alerting(alerting)
            }
            return group
        }
    }

    private static let all: [RuleGroup] = {
        do throws(RuleFile.Faults) {
            return try RuleFile(yaml: yaml, file: file).groups
        } catch {
            preconditionFailure("the built-in rules are faulty:\n\(error)")
        }
    }()
}
