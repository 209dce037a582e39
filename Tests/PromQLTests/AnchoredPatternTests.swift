import PromQL
import Testing

struct AnchoredPatternTests {
    /// Expected values come from RE2 itself.
    @Test(arguments: [
        ("api-.+", "api-server", true), ("api-.+", "api-", false), ("api", "api-server", false),
        ("a|b|cd", "cd", true), ("a|b|cd", "c", false), ("", "", true), (".*", "a\nb", true),
        ("(?i:PRO).*", "production", true), ("((?i)PRO).*", "Production", true),
        (".*(?i:TION)", "production", true), (".*duc.*", "production", true),
        ("a.+b", "ab", false), ("a.*b", "ab", true), ("[^a-c]+", "xyz", true),
        ("[[:alpha:]]+\\d{2,3}", "abc12", true), ("[[:alpha:]]+\\d{2,3}", "abc1234", false),
        ("\\Qa.b\\E+", "a.bb", true), ("\\Qa.b\\E+", "axb", false), ("(a|ab)(c|bcd)", "abcd", true),
        ("\\pL+", "é", true), ("(?i)\\p{Lu}", "e", true), ("a{0}", "", true), ("x*", "xxxx", true),
        ("(?-s:.)", "\n", false), ("[]a]+", "a]", true), ("\\bfoo\\b", "foo", true),
        ("(a*)*", "aaaa", true), ("foo_bar_[0-9]+_total", "foo_bar_7_total", true),
    ])
    func matchesTheWholeText(_ source: String, _ text: String, _ expected: Bool) throws {
        #expect(try AnchoredPattern(source).matches(text) == expected)
    }

    @Test(arguments: [
        "(.*", "a)", "[a", "*a", "a**", "a{2}{3}", "\\1", "(?=a)", "(?P<n>a)(?P<n>b)", "a{2,1}",
        "a{1001}", "\\", "[z-a]", "\\pX",
    ])
    func refusesWhatRE2Refuses(_ source: String) {
        #expect(throws: PatternProblem.self) { try AnchoredPattern(source) }
    }

    @Test func endsInLinearTimeWhereBacktrackingWouldNot() throws {
        let pattern = try AnchoredPattern("(a*)*(a*)*(a|a?)+b")
        #expect(!pattern.matches(String(repeating: "a", count: 2_000)))
    }

    @Test(arguments: [
        ("value-$1", "source-(.*)", "source-10", "value-10"),
        ("$2/$1", "(.*)-value-(.*)", "a-value-b", "b/a"),
        ("${name}!", "(?P<name>.+)", "x", "x!"), ("$10", "(a)", "a", ""),
        ("${1}0", "(a)", "a", "a0"),
        ("$$1", "(a)", "a", "$1"), ("a$", "x", "x", "a$"), ("$0", "x+", "xx", "xx"),
        ("[$1]", "(a)|b", "b", "[]"),
    ])
    func expandsGroups(
        _ template: String, _ source: String, _ text: String, _ expected: String
    ) throws {
        #expect(try AnchoredPattern(source).expand(template, matching: text) == expected)
    }

    @Test func knowsItsTextsWhenTheyAreFew() throws {
        #expect(try AnchoredPattern("eu-(1|2)").exactTexts == ["eu-1", "eu-2"])
        #expect(try AnchoredPattern("eu-.*").exactTexts == nil)
    }
}
