package import Documents

/// A test file of rules: promtool's format, and more where a test asks for it.
///
/// What stands beyond promtool: `exp_state` and `exp_no_alerts` in `alert_rule_test`, `actions` and
/// `input_files` in a test. A file without them means the same to both programs.
package struct RuleTestFile: Sendable {
    /// A file or a pattern of files, as written, and where.
    package struct Reference: Sendable {
        package var path: String
        package var node: DocumentNode
    }

    package var ruleFiles: [Reference] = []
    /// Every group is evaluated this often, whatever its own interval, as promtool does.
    package var intervalMilliseconds: Int64 = 60_000
    /// Groups named here come in this order.
    package var groupOrder: [String] = []
    /// Neighbouring floating point numbers count as equal.
    package var isFuzzy = false
    package var tests: [RuleTest] = []

    /// - Parameter file: the name that errors carry.
    /// - Parameter moment: reads RFC 3339, in milliseconds since 1970; nil for anything else.
    package init(
        yaml: String, file: String, moment: @escaping (String) -> Int64?
    ) throws(RuleFile.Faults) {
        var reader = RuleTestReader(moment: moment)
        self = reader.read(yaml: yaml, file: file)
        guard reader.errors.isEmpty else { throw RuleFile.Faults(errors: reader.errors) }
    }

    init() {}

    /// The groups in the order in which they are evaluated, each as often as the file says.
    package func arranged(_ groups: [RuleGroup]) -> [RuleGroup] {
        var places: [String: Int] = [:]
        for (place, name) in groupOrder.enumerated() { places[name] = place }
        // promtool gives groups without a place that of the first one, in no fixed order.
        let ordered = groups.enumerated().sorted {
            (places[$0.element.name] ?? 0, $0.offset) < (places[$1.element.name] ?? 0, $1.offset)
        }
        return ordered.map { _, group in
            var group = group
            group.intervalMilliseconds = intervalMilliseconds
            return group
        }
    }
}
