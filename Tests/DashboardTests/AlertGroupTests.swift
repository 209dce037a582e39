import Canvas
import Dashboard
import Snapshot
import Testing

/// Alerts of one cause: one line, one key, one audit line each.
struct AlertGroupTests {
    private func onRow() -> DashboardModel {
        var model = Golden.model(Story.featureStore, Size(width: 120, height: 40))
        while model.cursor(of: .alerts) != Story.brokenRow {
            _ = update(&model, .key(.down))
        }
        return model
    }

    private func press(_ model: inout DashboardModel, _ keys: Key...) -> [Effect] {
        keys.flatMap { update(&model, .key($0)) }
    }

    @Test("a figure in the words says nothing of a label that it only contains")
    func shards() {
        let alerts = ["1", "2"].map { shard in
            var alert = AlertStatus(
                id: shard, rule: "Shard", condition: .firing, attention: .new, severity: "page",
                activeAt: Story.incident.at)
            alert.labels = ["model": "fraud", "version": "8", "shard": shard]
            alert.what = "107 > 5 on shard 2"
            return alert
        }
        #expect(AlertStatus.telling(alerts) == ["1": "1"])
    }

    @Test("twelve alerts are one row with the worst of them, and one of what needs somebody")
    func folded() {
        let model = onRow()
        let row = model.alertInHand
        #expect(model.shownAlerts.count == Story.incident.alerts.count)
        #expect(row?.what == "12 features, worst tenure 2.6 × limit")
        #expect(row?.subject == VersionID(model: "churn", version: "3"))
        #expect(row?.needsSomebody == true && row?.activeAt == Story.time(23, 2, 20))
        let before = Story.incident.headline
        #expect(model.snapshot.headline.needYou == before.needYou + 1)
        #expect(model.snapshot.headline.inHand == before.inHand - 1)
    }

    @Test("Enter lists them and hides them again; on one of them it says why")
    func opens() {
        var model = onRow()
        let folded = model.rows(of: .alerts)
        _ = press(&model, .enter)
        #expect(model.rows(of: .alerts).count == folded.count + 12)
        _ = press(&model, .down, .enter)
        #expect(model.place == .why(alert: "FeatureDrift/churn/3/region"))
        _ = press(&model, .escape, .up, .enter)
        #expect(model.rows(of: .alerts) == folded)
    }

    @Test("an acknowledgement is for those that need somebody, and is taken back as a whole")
    func acknowledge() {
        var model = onRow()
        let acked = press(&model, .character("a"))
        #expect(model.notice?.text == "acknowledging …")
        _ = update(&model, .acted(note: "", refusal: nil))
        let ids = Story.broken.dropFirst(2).map(\.id)
        #expect(acked.filter { $0 != .look(model.interest) } == ids.map { .acknowledge(alert: $0) })
        #expect(model.notice?.text.hasPrefix("acknowledged 10 FeatureDrift as sam") == true)
        #expect(model.alertInHand?.needsSomebody == false)
        // All twelve are in hand: the row's `u` is for all of them.
        let back = press(&model, .character("u"))
        #expect(back.count { if case .takeBack = $0 { true } else { false } } == 12)
    }

    @Test("snooze, silence and comment are for each of them")
    func others() {
        var model = onRow()
        func count(_ effects: [Effect], _ kind: (Effect) -> Bool) -> Int {
            effects.count(where: kind)
        }
        let snoozed = press(&model, .character("z"), .enter)
        #expect(count(snoozed) { if case .snooze = $0 { true } else { false } } == 12)
        let silenced = press(&model, .character("s"), .enter)
        #expect(count(silenced) { if case .silence = $0 { true } else { false } } == 12)
        let comment = press(&model, .character("m"), .character("x"), .enter)
        #expect(count(comment) { if case .comment = $0 { true } else { false } } == 12)
    }

    @Test("one that joins what is in hand needs somebody again")
    func joins() {
        var snapshot = Story.featureStore
        for index in snapshot.alerts.indices where snapshot.alerts[index].group != nil {
            snapshot.alerts[index].attention = .acked
        }
        var model = DashboardModel(snapshot: snapshot, size: Size(width: 120, height: 40))
        #expect(model.alert(Story.brokenRow)?.needsSomebody == false)
        var another = Story.broken[11]
        another.id += "/2"
        another.labels["feature"] = "zip"
        snapshot.alerts.append(another)
        _ = update(&model, .snapshot(snapshot))
        #expect(model.alert(Story.brokenRow)?.needsSomebody == true)
        #expect(model.alert(Story.brokenRow)?.what.hasPrefix("13 features, worst tenure") == true)
    }

    @Test("a filter finds one of them")
    func filter() {
        var model = onRow()
        _ = press(&model, .character("/"))
        for character in "monthly_fee" { _ = press(&model, .character(character)) }
        #expect(model.rows(of: .alerts) == ["FeatureDrift/churn/3/monthly_fee"])
    }
}
