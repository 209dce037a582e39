import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// A rule's own view: the past with its limit, and with another.
struct RuleViewTests {
    private func model(_ snapshot: SystemSnapshot = Story.triedRule(nil)) -> DashboardModel {
        var model = DashboardModel(snapshot: snapshot, size: Size(width: 120, height: 40))
        model.stack.append(Layer(.rule(group: "built-in", name: "ErrorsHigh")))
        return model
    }

    private func wish(_ effects: [Effect]) -> RulePreview? {
        effects.lazy.compactMap { effect -> RulePreview? in
            if case .look(let interest) = effect { interest.rulePreview } else { nil }
        }.first
    }

    @Test("Enter in the list of rules opens the rule, and asks for its past")
    func open() {
        var model = DashboardModel(
            snapshot: Story.incident, size: Size(width: 120, height: 40))
        _ = update(&model, .key(.character("r")))
        _ = update(&model, .key(.down))
        let asked = update(&model, .key(.enter))
        #expect(model.place == .rule(group: "built-in", name: "ErrorsHigh"))
        #expect(wish(asked) == RulePreview(group: "built-in", rule: "ErrorsHigh"))
        #expect(model.availability(.raiseLimit) == .cannot("the past is not read yet"))
    }

    @Test("→ and ← move the limit by a tenth, t takes a number, esc takes the rule's own")
    func limits() {
        var model = model()
        #expect(wish(update(&model, .key(.right)))?.threshold == 0.022)
        #expect(wish(update(&model, .key(.right)))?.threshold == 0.024)
        #expect(wish(update(&model, .key(.left)))?.threshold == 0.022)
        #expect(wish(update(&model, .key(.left))) != nil)
        #expect(model.layer.triedLimit == nil, "its own again")
        _ = update(&model, .key(.character("t")))
        for _ in 0..<4 { _ = update(&model, .key(.backspace)) }
        for character in "0.3" { _ = update(&model, .key(.character(character))) }
        #expect(wish(update(&model, .key(.enter)))?.threshold == 0.3)
        #expect(wish(update(&model, .line("limit 7")))?.threshold == 7)
        _ = update(&model, .line("limit x"))
        #expect(model.notice?.failed == true && model.layer.triedLimit == 7)
        _ = update(&model, .key(.character("x")))
        #expect(wish(update(&model, .key(.escape))) != nil)
        #expect(model.layer.triedLimit == nil && model.stack.count == 2)
        _ = update(&model, .key(.escape))
        #expect(model.place == .main)
        _ = update(&model, .key(.right))
        #expect(model.notice?.text == "only a rule's limit can be tried: r lists the rules")
    }

    @Test("y copies the expression that is tried; nothing else happens to it")
    func copies() {
        var model = model(Story.triedRule(0.03))
        model.stack[1].triedLimit = 0.03
        let effects = update(&model, .key(.character("y")))
        #expect(
            effects.contains(
                .copy("model_error_ratio > 0.03 and model_window_requests >= 50")))
    }

    @Test("the sentence says both, and what would fire now")
    func sentence() {
        func text(_ wanted: Double?) -> String {
            RuleSentence(detail: Story.triedRule(wanted).rule, wanted: wanted).runs.plainText
        }
        #expect(
            text(nil) == "✓ In the last 7 h it fired 1 ×, 3 m in all, 1 × only pending; "
                + "now for nobody.")
        #expect(
            text(0.03) == "✓ With 0.03 it would never have fired in 7 h (1 × with 0.02), "
                + "1 × only pending; now for nobody.")
        #expect(
            text(0.01) == "● With 0.01 it would have fired 3 × in 7 h (1 × with 0.02), 36 m in "
                + "all, 2 × only pending; now for model=fraud-detector target=eu-1 version=8.")
        #expect(text(0.5) == "· Trying 0.5.")
    }

    @Test(
        "limits move in round steps, without the dust of binary fractions",
        arguments: [
            (0.02, 1, 0.02, 0.022), (0.022, -1, 0.02, 0.02), (1.5, 1, 1.5, 1.6),
            (50, 1, 50, 55), (0, 1, 0, 0.1), (-5, 1, -5, -4.5), (0.7, 3, 0.7, 0.85),
            (1_000, -2, 1_000, 800), (0.0003, 1, 0.0003, 0.00032),
        ])
    func steps(_ limit: Double, _ steps: Int, _ own: Double, _ moved: Double) {
        #expect(Limit.moved(limit, by: steps, own: own) == moved)
    }

    @Test("an alert of the label set under the cursor can be opened and acknowledged")
    func alert() throws {
        var snapshot = Story.triedRule(0.01)
        var alert = try #require(snapshot.alerts.first)
        alert.id = "there"
        alert.rule = "ErrorsHigh"
        alert.labels = try #require(snapshot.rule?.trials[0].backtest.sets[1].labels)
        snapshot.alerts.append(alert)
        var model = model(snapshot)
        model.stack[1].triedLimit = 0.01
        #expect(model.availability(.open) != .works, "the first label set is no alert now")
        _ = update(&model, .key(.down))
        #expect(model.alertInHand?.id == "there")
        _ = update(&model, .key(.enter))
        #expect(model.place == .why(alert: "there"))
    }

    private func rows(_ model: DashboardModel) -> [String] {
        let frame = view(model, size: model.size)
        return (0..<frame.size.height).map { String(frame.row($0).map(\.glyph)) }
    }

    @Test("of many limits those around the one looked at are in sight, and the one in the file")
    func manyLimits() throws {
        var snapshot = Story.triedRule(nil)
        let own = try #require(snapshot.rule?.trials.first { $0.isPresent })
        snapshot.rule?.trials = [own]
        for limit in [0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2] {
            var trial = own
            trial.threshold = limit
            trial.isPresent = false
            snapshot.rule?.trials.append(trial)
        }
        var model = model(snapshot)
        model.size = Size(width: 120, height: 30)
        model.stack[1].triedLimit = 0.2
        let text = rows(model)
        #expect(text.contains { $0.contains("in the file") })
        let first = try #require(text.firstIndex { $0.contains("▌") && $0.contains("0.2") })
        #expect(text[first - 1].contains("0.1"))
    }

    @Test("t begins empty and says what the number stands for")
    func typed() {
        var model = model()
        _ = update(&model, .key(.character("t")))
        #expect(model.prompt?.text.isEmpty == true)
        #expect(
            rows(model).contains { $0.contains("limit to try: ") && $0.contains("instead of 0.02") }
        )
        for character in "0.1" { _ = update(&model, .key(.character(character))) }
        #expect(wish(update(&model, .key(.enter)))?.threshold == 0.1)
    }

    @Test("a recording rule says what it is, and waits for no past")
    func recording() throws {
        var snapshot = Story.incident
        let index = try #require(snapshot.rules.firstIndex { $0.name == "ErrorsHigh" })
        snapshot.rules[index].isAlerting = false
        snapshot.rule = nil
        let text = rows(model(snapshot))
        #expect(text.contains { $0.contains("It records the series ErrorsHigh") })
        #expect(!text.contains { $0.contains("not known yet") })
    }

    @Test("label sets are told apart by what they do not share")
    func labelSets() throws {
        let model = model(Story.triedRule(0.01))
        var tried = model
        tried.stack[1].triedLimit = 0.01
        let row = try #require(rows(tried).first { $0.contains("model=search-ranker") })
        #expect(row.contains("version=12"))
        #expect(!row.contains("target="))
    }

    @Test("a rule file that is broken is named where the rules are")
    func broken() {
        var snapshot = Story.incident
        let fault = "the rules before it stay: rules.yml:4:5: a rule lacks \"expr\""
        snapshot.liveness.warnings = [fault]
        var model = DashboardModel(snapshot: snapshot, size: Size(width: 120, height: 40))
        model.stack.append(Layer(.rules))
        #expect(rows(model)[1].contains(fault))
    }
}
