import Telemetry
import Testing

@testable import Alerting

struct LabelSelectorTests {
    private let labels = Labels(["alertname": "A", "model": "fraud", "version": "8"])

    @Test(
        "matching",
        arguments: [
            ("{model=\"fraud\"}", true), ("model=\"fraud\", version=~\"7|8\"", true),
            ("model=\"fraud\",version!=\"8\"", false), ("model=\"fraud\",absent=\"\"", true),
            ("model=~\"fra\"", false), ("model=~\"fra.*\"", true),
            ("alertname=\"A\",target!~\".+\"", true), (" { model = \"fraud\" , } ", true),
        ])
    func matching(_ row: (text: String, matches: Bool)) throws {
        #expect(try LabelSelector(parsing: row.text).accepts(labels) == row.matches)
    }

    @Test(
        "faults say what is expected",
        arguments: [
            ("", "no matcher: nothing is selected"),
            ("model=\"\"", "every matcher accepts an absent label: it would match everything"),
            ("model", "expected =, !=, =~ or !~ after \"model\""),
            ("model=fraud", "expected a value in double quotes before \"fraud\""),
            ("model=\"fraud", "the value's closing quote is missing"),
            ("{model=\"a\"", "expected \"}\" at the end"),
            ("model=~\"(\"", "\"(\" is no regular expression"),
            ("model=\"a\" version=\"b\"", "expected a comma or the end before \"version=\"b\"\""),
        ])
    func faults(_ row: (text: String, message: String)) {
        #expect(throws: LabelSelector.Fault(message: row.message)) {
            try LabelSelector(parsing: row.text)
        }
    }

    @Test("its text reads back as the same selector")
    func text() throws {
        let selector = try LabelSelector(parsing: "a=\"x\\\"y\\\\\",b!~\"c|d\"")
        #expect(try LabelSelector(parsing: selector.description) == selector)
    }

    @Test("an inhibition needs equal labels and never holds for itself")
    func inhibition() throws {
        let rule = Inhibition(targets: try LabelSelector(parsing: "model!=\"\""), equal: ["model"])
        let source = Labels(["alertname": "Down", "model": "fraud"])
        #expect(rule.holds(source: source, target: labels))
        #expect(!rule.holds(source: source, target: Labels(["alertname": "A", "model": "x"])))
        #expect(!rule.holds(source: source, target: source))
    }

    @Test("of one rule's alerts that are cause and consequence none inhibits the other")
    func bothSides() throws {
        let rule = Inhibition(
            targets: try LabelSelector(parsing: "model=\"fraud\""), equal: ["zone"])
        let down = { Labels(["alertname": "Down", "model": "fraud", "target": $0]) }
        #expect(!rule.holds(source: down("a"), target: down("b")))
        // Absent on both is equal, absent on one is not.
        let other = Labels(["alertname": "Slow", "model": "fraud"])
        #expect(rule.holds(source: down("a"), target: other))
        #expect(!rule.holds(source: down("a"), target: other.setting("zone", "eu")))
    }

    @Test("a silence's state is a function of the clock")
    func silence() throws {
        let silence = Silence(
            id: "s", selector: try LabelSelector(parsing: "model=\"fraud\""), author: "kim",
            comment: "maintenance", startsAt: minutes(1), endsAt: minutes(2))
        #expect(silence.state(at: minutes(1) - 1) == .pending)
        #expect(silence.state(at: minutes(1)) == .active)
        #expect(silence.state(at: minutes(2)) == .active)
        #expect(silence.state(at: minutes(2) + 1) == .expired)
        #expect(silence.quiets(labels, at: minutes(1)))
    }
}
