import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// What the detail views do besides looking as recorded.
@Suite struct DetailViewTests {
    private let size = Size(width: 120, height: 40)

    private func rows(_ model: DashboardModel) -> [String] {
        let frame = view(model, size: model.size)
        return (0..<frame.size.height).map { String(frame.row($0).map(\.glyph)) }
    }

    /// The row that the cursor's mark stands on.
    private func marked(_ model: DashboardModel) -> String? {
        rows(model).first { $0.hasPrefix("▌") }
    }

    @Test func `the cursor follows its feature when another becomes worse`() throws {
        var model = DetailStage.version.model(size)
        _ = update(&model, .key(.down))
        #expect(marked(model)?.hasPrefix("▌plan") == true)
        var changed = Story.churn
        let churn = try #require(changed.models.firstIndex { $0.name == "churn" })
        for index in changed.models[churn].versions[0].drift.indices
        where changed.models[churn].versions[0].drift[index].feature == "region" {
            changed.models[churn].versions[0].drift[index].value = 0.9
        }
        _ = update(&model, .snapshot(changed))
        #expect(marked(model)?.hasPrefix("▌plan") == true)
    }

    @Test func `a cursor beyond the page turns it`() {
        var model = DetailStage.version.model(size)
        for _ in 0..<9 { _ = update(&model, .key(.down)) }
        #expect(marked(model)?.hasPrefix("▌lines") == true)
        #expect(rows(model).contains { $0.contains("8–13 of 13") })
    }

    @Test func `the text of a narrow why scrolls under its heading and stops at its end`() {
        let narrow = Size(width: 80, height: 24)
        var model = DetailStage.why.model(narrow)
        let before = rows(model)
        model.stack[model.stack.count - 1].scroll = 8
        let after = rows(model)
        #expect(before[2] == after[2])
        #expect(after[11].contains("━ 9–20 of"))
        model.stack[model.stack.count - 1].scroll = 10_000
        let end = rows(model)
        #expect(end.contains { $0.contains("nobody has it in hand") })
        #expect(end[11].contains("of 62 ━━"))
    }

    @Test func `scrolling a why stops where its text ends`() {
        var model = DetailStage.why.model(Size(width: 80, height: 24))
        for _ in 0..<300 { _ = update(&model, .key(.down)) }
        let end = model.layer.scroll
        #expect(end > 0 && end < 60)
        _ = update(&model, .key(.up))
        #expect(model.layer.scroll == end - 1)
        var wide = DetailStage.why.model(size)
        _ = update(&wide, .key(.down))
        #expect(wide.layer.scroll == 0)
    }

    @Test func `an alert that is over leaves a word and no crash`() {
        var model = DetailStage.why.model(size)
        var calm = Story.calm
        calm.why = nil
        _ = update(&model, .snapshot(calm))
        model.stack = [Layer(.main), Layer(.why(alert: "gone"))]
        #expect(rows(model)[1].contains("no longer in the data"))
    }

    @Test func `beside an alert's version stands its own champion, never another model's`() {
        let rows = rows(DetailStage.pendingWhy.model(size))
        #expect(!rows.contains { $0.contains("beside 7") })
        #expect(rows.contains { $0.contains("─ All of 5 ") })
    }

    @Test func `unknown figures are a dash, never zero`() {
        var snapshot = Story.incident
        var bare = ModelStatus(name: "bare")
        bare.versions = [VersionStatus(id: VersionID(model: "bare", version: "1"))]
        snapshot.models.append(bare)
        var model = DashboardModel(snapshot: snapshot, size: size)
        model.stack.append(Layer(.version(VersionID(model: "bare", version: "1"))))
        let rows = rows(model)
        #expect(rows[10].hasPrefix(" req/s          —      —"))
        #expect(rows.contains { $0.contains("no reference: drift unknown") })
        #expect(rows.contains { $0.contains("press R to take") })
        #expect(!rows.contains { $0.contains(" 0.0") })
    }

    @Test func `changed facts of two versions come before the same ones`() throws {
        let versions = Story.models[0].versions
        let lines = Differences(versions[0], versions[1]).lines
        let firstSame = try #require(lines.firstIndex { $0.isSame })
        #expect(lines[firstSame...].allSatisfy { $0.isSame })
        #expect(lines.contains { $0.name == "trees" && $0.first == "900" && $0.second == "300" })
    }

    @Test func `the sentence of a comparison names what differs and what does not`() {
        let versions = Story.models[0].versions
        let (text, isBad) = Comparison(versions[0], versions[1], detail: nil).sentence
        #expect(text == "8: 2.3 × slower than 7 at p95; errors and drift alike.")
        #expect(isBad)
        let other = Comparison(versions[1], versions[0], detail: nil).sentence
        #expect(other.text.hasPrefix("7: 2.3 × faster than 8 at p95"))
    }

    @Test func `only ASCII reaches a terminal that has nothing else`() {
        for stage in DetailStage.allCases {
            var model = stage.model(size)
            model.glyphs = .ascii
            let text = rows(model).joined()
            let strange = text.filter { !$0.isASCII }
            #expect(strange.isEmpty, "\(stage): \(strange)")
        }
    }

    @Test func `metrics that are better when lower are known by their names`() {
        #expect(!Facts.isLowerBetter("roc auc"))
        #expect(Facts.isLowerBetter("log_loss") && Facts.isLowerBetter("RMSE"))
    }
}
