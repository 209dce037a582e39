import Dashboard
import Testing

struct FilterTests {
    @Test(
        "substrings, inverses and patterns",
        arguments: [
            ("", "churn 3", true), ("CHURN", "churn 3", true), ("fraud", "churn 3", false),
            ("!fraud", "churn 3", true), ("!churn", "churn 3", false), ("!", "churn 3", true),
            ("~^ch.*3$", "churn 3", true), ("~^urn", "churn 3", false), ("~a|urn", "churn 3", true),
            ("!~^churn", "churn 3", false), ("~", "churn 3", true), ("~h*n", "churn 3", true),
        ])
    func matches(_ filter: String, _ text: String, _ kept: Bool) {
        #expect(Filter(filter).matches(text) == kept)
    }
}
