import Testing

@testable import Alerting

/// The number of a rule that a person would turn.
struct RuleThresholdTests {
    @Test(
        "the outermost limit is found and moved where it stands",
        arguments: [
            ("x > 5", 5.0, false, true, "x > 7"), ("x<=-0.5", -0.5, false, false, "x<=7"),
            ("5 < x", 5, false, true, "7 < x"),
            ("x > (2 * 3) and y > 1", 6, false, true, "x > 7 and y > 1"),
            ("a > on (b) 1.5 * c and d >= 50", 1.5, true, true, "a > on (b) 7 * c and d >= 50"),
            ("a < c * 2", 2, true, false, "a < c * 7"), ("a > c", 1, true, true, "a > 7 * (c)"),
            (
                "max without (m) (a > b) and n > 3", 1, true, true,
                "max without (m) (a > 7 * (b)) and n > 3"
            ),
            ("(a > 1) or (b > 2)", 1, false, true, "(a > 7) or (b > 2)"),
            ("count(a == 1) > 3", 3, false, true, "count(a == 1) > 7"),
        ])
    func moved(
        _ text: String, _ value: Double, _ isFactor: Bool, _ isUpwards: Bool, _ moved: String
    ) throws {
        let expression = try RuleExpression(parsing: text)
        let threshold = try #require(expression.threshold)
        #expect(threshold.value == value && threshold.isFactor == isFactor)
        #expect(threshold.isUpwards == isUpwards)
        #expect(expression.moved(to: 7)?.source == moved)
    }

    @Test("no limit, nothing to move", arguments: ["x", "x == 1", "absent(x)", "x > bool 5"])
    func none(_ text: String) throws {
        let expression = try RuleExpression(parsing: text)
        #expect(expression.threshold == nil && expression.moved(to: 7) == nil)
    }
}
