internal import Documents
internal import PromQL
internal import Telemetry

/// Reads a test file and collects every fault.
struct RuleTestReader: FaultCollector {
    var errors: [DocumentError] = []
    private let moment: (String) -> Int64?

    init(moment: @escaping (String) -> Int64?) { self.moment = moment }

    mutating func read(yaml: String, file name: String) -> RuleTestFile {
        var file = RuleTestFile()
        let keys = [
            "rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare",
        ]
        guard
            let document = attempt({ () throws(DocumentError) in
                try Document(yaml: yaml, file: name)
            }),
            let root = mapping(
                document.root, of: "a test file", keys: keys, elsewhere: Self.insideTests)
        else { return file }
        file.ruleFiles = references(root, "rule_files")
        if let interval = milliseconds(root, "evaluation_interval"), interval > 0 {
            file.intervalMilliseconds = interval
        }
        for node in members(root, "group_eval_order") {
            guard let name = attempt({ () throws(DocumentError) in try node.string() }) else {
                continue
            }
            if file.groupOrder.contains(name) {
                note(node.error("the group \"\(name)\" stands twice in the order"))
            }
            file.groupOrder.append(name)
        }
        file.isFuzzy =
            attempt { () throws(DocumentError) in try root.bool("fuzzy_compare") ?? false } ?? false
        file.tests = members(root, "tests").filter { !$0.isNull }.compactMap {
            test($0, evaluationMilliseconds: file.intervalMilliseconds)
        }
        return file
    }

    private static let testKeys = [
        "name", "interval", "input_series", "alert_rule_test", "promql_expr_test",
        "external_labels", "external_url", "start_timestamp", "actions", "input_files",
    ]

    private static let insideTests = Dictionary(
        uniqueKeysWithValues: testKeys.map { ($0, "an entry of \"tests\"") })

    private static let insideEntries: [String: String] = {
        var homes: [String: String] = [:]
        let families = [
            ("an entry of \"alert_rule_test\"", alertCaseKeys),
            ("an entry of \"actions\"", ["at", "do"]),
            ("an entry of \"promql_expr_test\"", ["expr", "exp_samples"]),
            ("an entry of \"input_series\"", ["series", "values"]),
            (
                "the file, beside \"tests\"",
                ["rule_files", "evaluation_interval", "group_eval_order", "fuzzy_compare"]
            ),
        ]
        for (home, keys) in families { for key in keys { homes[key] = home } }
        return homes
    }()

    private mutating func references(
        _ mapping: DocumentMapping, _ key: String
    ) -> [RuleTestFile.Reference] {
        members(mapping, key).filter { !$0.isNull }.compactMap { node in
            attempt { () throws(DocumentError) in try node.string("a path") }
                .map { RuleTestFile.Reference(path: $0, node: node) }
        }
    }

    private mutating func test(
        _ node: DocumentNode, evaluationMilliseconds: Int64
    ) -> RuleTest? {
        guard
            let mapping = mapping(
                node, of: "a test", keys: Self.testKeys, elsewhere: Self.insideEntries)
        else { return nil }
        var test = RuleTest()
        test.line = node.line
        test.name = text(mapping, "name") ?? ""
        let interval = milliseconds(mapping, "interval") ?? 0
        test.intervalMilliseconds = interval > 0 ? interval : evaluationMilliseconds
        test.external.labels =
            attempt { () throws(DocumentError) in try mapping.texts("external_labels") } ?? [:]
        test.external.url = text(mapping, "external_url") ?? ""
        test.start = mapping["start_timestamp"].flatMap { start($0) }
        test.inputFiles = references(mapping, "input_files")
        test.series = members(mapping, "input_series").filter { !$0.isNull }
            .compactMap { series($0) }
        test.expressions = members(mapping, "promql_expr_test").compactMap { expressionCase($0) }
        test.alerts = members(mapping, "alert_rule_test").compactMap { alertCase($0) }
        test.actions = members(mapping, "actions").compactMap { action($0) }
        bound(test, node, evaluationMilliseconds: evaluationMilliseconds)
        return test
    }

    /// More evaluations than this would not end while anybody waits.
    private static let mostEvaluations: Int64 = 10_000_000

    private mutating func bound(
        _ test: RuleTest, _ node: DocumentNode, evaluationMilliseconds: Int64
    ) {
        let count = test.lengthMilliseconds / evaluationMilliseconds
        guard count > Self.mostEvaluations else { return }
        let length = PromDuration(milliseconds: test.lengthMilliseconds)
        let interval = PromDuration(milliseconds: evaluationMilliseconds)
        note(
            node.error(
                "the test reaches to \(length), which is \(count) evaluations of \(interval) each, "
                    + "and at most \(Self.mostEvaluations) are made",
                hint: "look at eval_time and at, or name a longer evaluation_interval"))
    }

    /// RFC 3339, or seconds since 1970.
    private mutating func start(_ node: DocumentNode) -> Timestamp? {
        guard let text = attempt({ () throws(DocumentError) in try node.string("a time") }) else {
            return nil
        }
        if let seconds = Double(text) { return Timestamp(seconds: seconds) }
        if let milliseconds = moment(text) { return Timestamp(milliseconds: milliseconds) }
        note(
            node.error(
                "expected a time, found \"\(text.prefix(40))\"",
                hint: "write for example 2026-11-23T03:00:00Z, or seconds since 1970"))
        return nil
    }

    private mutating func series(_ node: DocumentNode) -> SeriesNotation? {
        guard let mapping = mapping(node, of: "an input series", keys: ["series", "values"]),
            let name = attempt({ () throws(DocumentError) in try mapping.required("series") }),
            let labels = labels(name)
        else { return nil }
        guard let values = mapping["values"] else {
            return SeriesNotation(labels: labels, points: [])
        }
        return points(values).map { SeriesNotation(labels: labels, points: $0) }
    }

    /// Numbers and marks of a series.
    mutating func points(_ node: DocumentNode) -> [SeriesNotation.Point]? {
        guard let text = attempt({ () throws(DocumentError) in try node.string("values") }) else {
            return nil
        }
        // As promtool: a line ends what it reads, but for blanks at the very end.
        let isBroken =
            text.split(whereSeparator: \.isNewline).filter {
                !$0.allSatisfy(\.isWhitespace)
            }.count > 1
        if isBroken {
            note(node.error("values stand on one line", hint: "fold them: values: >-"))
            return nil
        }
        do throws(ExpressionError) {
            return try SeriesNotation.points(parsing: text)
        } catch {
            note(fault(error, node))
            return nil
        }
    }

    /// The name and labels of one series.
    mutating func labels(_ node: DocumentNode) -> Labels? {
        guard let text = attempt({ () throws(DocumentError) in try node.string("a series") }) else {
            return nil
        }
        do throws(ExpressionError) {
            if let twice = Self.repeatedLabel(text) {
                note(node.error("the label \(twice) stands twice in \"\(text)\""))
                return nil
            }
            return try SeriesNotation.labels(parsing: text)
        } catch {
            note(fault(error, node))
            return nil
        }
    }

    /// A series is written as a selector of it.
    private static func repeatedLabel(_ text: String) -> String? {
        guard let expression = try? Expression(parsing: text),
            case .selector(let selector) = expression.root.kind
        else { return nil }
        var names: Set<String> = []
        return selector.matchers.map(\.name).first { !names.insert($0).inserted }
    }

    private func fault(_ error: ExpressionError, _ node: DocumentNode) -> DocumentError {
        node.error("\(error.message), at \(error.line):\(error.column) of \"\(error.text)\"")
    }

    private mutating func expressionCase(_ node: DocumentNode) -> RuleTest.ExpressionCase? {
        guard
            let mapping = mapping(
                node, of: "an expression test", keys: ["expr", "eval_time", "exp_samples"]),
            let expression = attempt({ () throws(DocumentError) in
                try mapping.required("expr").string("an expression")
            })
        else { return nil }
        var result = RuleTest.ExpressionCase(
            line: node.line, expression: expression,
            atMilliseconds: milliseconds(mapping, "eval_time") ?? 0, expected: [])
        for node in members(mapping, "exp_samples") {
            guard
                let sample = self.mapping(
                    node, of: "an expected sample", keys: ["labels", "value", "histogram"])
            else { continue }
            if sample["histogram"] != nil { result.expectsHistograms = true }
            let labels = sample["labels"].map { self.labels($0) } ?? .empty
            let value = sample["value"].map { number($0) } ?? 0
            guard let labels, let value else { continue }
            result.expected.append(.init(labels: labels, value: value))
        }
        return result
    }

    /// A number as YAML or as Prometheus writes it.
    private mutating func number(_ node: DocumentNode) -> Double? {
        guard case .scalar(let text, quoted: false) = node.content else {
            let hint =
                if case .scalar = node.content { "write it without quotes" } else { nil as String? }
            note(node.error("expected a number, found \(node.kind)", hint: hint))
            return nil
        }
        let bare = text.lowercased().replacing(".inf", with: "inf").replacing(".nan", with: "nan")
        if let value = GoNumber.parse(bare) { return value }
        note(node.error("expected a number, found \"\(text.prefix(40))\""))
        return nil
    }
}
