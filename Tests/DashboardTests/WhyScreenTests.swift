import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// The why screen when it is crowded, and when its alert names no version.
@Suite struct WhyScreenTests {
    private let size = Size(width: 120, height: 40)

    private func model(
        _ size: Size = Size(width: 120, height: 40), _ change: (inout SystemSnapshot) -> Void
    ) -> DashboardModel {
        var snapshot = Story.incident
        change(&snapshot)
        var model = DashboardModel(snapshot: snapshot, size: size)
        model.subject = Story.canary
        model.stack.append(Layer(.why(alert: Story.latencyRegressed.id)))
        return model
    }

    private func rows(_ model: DashboardModel) -> [String] {
        let frame = view(model, size: model.size)
        return (0..<frame.size.height).map { String(frame.row($0).map(\.glyph)) }
    }

    @Test("How long it fires is never cut by how fresh the picture is")
    func topLine() {
        let model = model {
            $0.liveness.mode = .timeTravel(reason: "not live: at the moment asked for")
        }
        let top = rows(model)[0]
        #expect(top.contains("firing 5 m "))
        #expect(!top.contains("…"))
    }

    @Test("The value is up since the onset, not since its window shows it")
    func onset() {
        let values = (0..<40).map { $0 < 20 ? 0.1 : 0.5 }
        let end = Story.at
        let start = Moment(milliseconds: end.milliseconds - 40 * 60_000)
        let chart = ChartSeries(name: "8", start: start, end: end, values: values)
        let onset = Moment(milliseconds: end.milliseconds - 22 * 60_000)
        let words = Words.chart(chart, measure: "p95", onset: onset)
        #expect(words.hasSuffix("up since \(Formatting.clockMinute(onset))"))
    }

    @Test("A long expression keeps its limit and its end; its middle goes")
    func expression() {
        let long = #"model_latency_seconds{model="loan-scorer", quantile="0.95"} > 300 ms"#
        let cut = WhyView.cut(long, to: 45)
        #expect(cut.hasPrefix("model_latency_seconds{"))
        #expect(cut.hasSuffix("… > 300 ms"))
        #expect(Pen.width(cut) == 45)
        let sums = ["error", "ok"].map {
            WhyView.cut(
                "sum by (model, version) (rate(model_requests_total{outcome=\"\($0)\"}[5m]))",
                to: 40)
        }
        #expect(sums[0] != sums[1])
        #expect(WhyView.cut("short > 1", to: 40) == "short > 1")
        let terms = ["eu", "us", "eu"].map { site in
            let place = "cluster=\"production-7\", site=\"\(site)\", model=\"fraud-detector\""
            return AlertDetail.Term(
                value: "1", text: "sum(rate(errors_total{\(place)}[5m]))", verdict: "")
        }
        let fitted = WhyView.fitted(Array(terms.prefix(2)), to: 45)
        #expect(fitted[0].hasPrefix("…, site=\"eu\"") && fitted[1].hasPrefix("…, site=\"us\""))
        #expect(fitted.allSatisfy { Pen.width($0) <= 45 })
        #expect(WhyView.fitted([terms[0], terms[2]], to: 45)[0].hasPrefix("sum(rate("))
    }

    @Test("Figures of parts are whole, however long")
    func figures() {
        let model = model {
            var term = AlertDetail.Term(value: "0.0667 /s", text: "a part", verdict: "")
            term.depth = 1
            $0.why?.terms.append(term)
        }
        #expect(rows(model).contains { $0.contains("0.0667 /s    a part") })
    }

    @Test("The verdict on the scope is wrapped, not cut")
    func scope() {
        let words =
            "Every version of the model: look at what they share, the input; then at the machine."
        let text = rows(model { $0.why?.scopeWords = words })
        #expect(text.contains { $0.contains("→ Every version of the model") })
        #expect(text.contains { $0.contains("machine.") })
    }

    @Test("In what the versions differ is told before older events")
    func differences() {
        let text = rows(
            model {
                for minute in 1...9 {
                    $0.why?.changes.append(
                        TimelineEvent(
                            at: Moment(
                                milliseconds: Story.at.milliseconds - Int64(minute) * 60_000),
                            kind: .drift, title: "feature-\(minute) moves", detail: ""))
                }
                $0.why?.differences = ["trees 900, was 300", "depth 12, was 6"]
                $0.why?.sameWords = ""
            })
        #expect(text.contains { $0.contains("8 ≠ 7") && $0.contains("trees 900") })
        #expect(text.contains { $0.contains("depth 12, was 6") })
        #expect(text.contains { $0.contains("│ and  ") && $0.contains(" more") })
    }

    @Test("Short of room the deployment stays and the routine of stages goes")
    func telling() {
        let text = rows(
            model {
                $0.why?.changes = (1...9).map { minute in
                    TimelineEvent(
                        at: Moment(milliseconds: Story.at.milliseconds - Int64(minute) * 60_000),
                        kind: .stage, title: "model monitoring", detail: "succeeded m-\(minute)")
                }
                $0.why?.changes.append(
                    TimelineEvent(
                        at: Moment(milliseconds: Story.at.milliseconds - 1_500_000),
                        kind: .deployment, title: "deployment", detail: "8, canary, on eu-1"))
                $0.why?.differences = (1...5).map { "param-\($0) 1, was 2" }
            })
        #expect(text.contains { $0.contains("8, canary, on eu-1") })
        #expect(text.contains { $0.contains("succeeded m-1") }, "and the nearest of the others")
    }

    @Test("On a tall screen this alert so far is told once")
    func toldOnce() {
        let tall = model(Size(width: 200, height: 60)) { $0.why?.past = [] }
        #expect(rows(tall).count { $0.contains("This alert so far") } == 1)
        #expect(rows(tall).contains { $0.contains("─ Before ─") })
        #expect(rows(tall).contains { $0.contains("the first of its kind in 30 d") })
    }

    @Test("A value that only says that it holds is no story")
    func truth() {
        let told = rows(model { $0.why?.past = [] })
        #expect(told.contains { $0.contains("p95 ") && $0.contains("above 138 ms") })
        let untold = rows(
            model {
                $0.why?.past = []
                $0.why?.isTruth = true
            })
        #expect(!untold.contains { $0.contains("p95 ") && $0.contains("above 138 ms") })
    }

    @Test("Requests of another target are not shown behind an alert that names one")
    func target() {
        let (own, other) = (model { _ in }, model { $0.requests?.target = "us-1" })
        #expect(own.interest.target == "eu-1")
        #expect(rows(own).contains { $0.contains("Slowest requests") })
        #expect(!rows(other).contains { $0.contains("Slowest requests") })
        let several = model { snapshot in
            let place = snapshot.models.firstIndex { $0.name == "fraud-detector" } ?? 0
            for index in snapshot.models[place].versions.indices {
                var here = TargetStatus(target: "eu-1")
                here.requests = 77
                snapshot.models[place].versions[index].targets = [here, .init(target: "us-1")]
            }
        }
        #expect(rows(several).contains { $0.contains("on eu-1, 77 in all") })
        // Kept since a whole minute: the count is the window's.
        let longer = model { $0.requests?.since = Story.time(23, 3, 7) }
        #expect(rows(longer).contains { $0.contains("since 03:07:00, 12 360 in 5 m") })
    }

    @Test("The title names the target where the version serves on several")
    func targetTitle() {
        let one = model { _ in }
        #expect(!rows(one)[0].contains(" on eu-1"))
        let several = model { snapshot in
            for place in snapshot.models.indices {
                for index in snapshot.models[place].versions.indices {
                    snapshot.models[place].versions[index].targets = [
                        .init(target: "eu-1"), .init(target: "us-1"),
                    ]
                }
            }
        }
        #expect(rows(several)[0].contains("fraud-detector 8 on eu-1"))
    }

    @Test("When it clears is told before the deepest parts of a value")
    func clears() {
        let text = rows(
            model {
                for number in 0..<9 {
                    var term = AlertDetail.Term(value: "1", text: "part \(number)", verdict: "")
                    term.depth = 1 + number / 5
                    $0.why?.terms.insert(term, at: 1 + number)
                }
            }
        ).joined(separator: "\n")
        #expect(text.contains("Clears at the first evaluation below 138 ms"))
        #expect(!text.contains("part 8"))
        #expect(text.contains("9 more parts"))
        #expect(text.contains("✓ fires"))
    }

    @Test("At another moment nothing is said of a past that nobody read")
    func unreadPast() {
        for size in [size, Size(width: 200, height: 60)] {
            let text = rows(
                model(size) {
                    $0.why?.past = []
                    $0.liveness.mode = .timeTravel(reason: "not live: at the moment asked for")
                }
            ).joined()
            #expect(!text.contains("first of its kind"))
        }
    }

    @Test("Causes are told before alerts that began earlier")
    func causes() throws {
        let text = rows(
            model {
                $0.why?.changes = [
                    TimelineEvent(
                        at: Story.deployment.at, kind: .alert, title: "Other", detail: "fires"),
                    TimelineEvent(
                        at: Moment(milliseconds: Story.deployment.at.milliseconds - 60_000),
                        kind: .stage, title: "retraining", detail: "done"),
                ]
                $0.why?.differences = []
                $0.why?.sameWords = ""
            }
        ).joined(separator: "\n")
        #expect(text.contains(try Regex("(?s)◆ retraining +done.*Other fires")))
    }

    @Test("What came before is called today's where it was", arguments: [false, true])
    func before(isToday: Bool) {
        let text = rows(
            model {
                let hours: Int64 = isToday ? 1 : 30
                $0.why?.past = [
                    .init(
                        activeAt: Moment(milliseconds: Story.at.milliseconds - hours * 3_600_000),
                        seconds: 60, wasByItself: true, words: "by itself")
                ]
            })
        #expect(text.contains { $0.contains("─ Before today ─") } == !isToday)
        #expect(text.contains { $0.contains("─ Before ─") } == isToday)
    }

    @Test("e from an alert about failures opens those of the version that fails, failed first")
    func failedFirst() throws {
        let other = VersionID(model: "fraud-detector", version: nil)
        var model = model { snapshot in
            for index in snapshot.alerts.indices
            where snapshot.alerts[index].id == Story.latencyRegressed.id {
                snapshot.alerts[index].labels["version"] = nil
            }
            snapshot.why?.evidence = .failed
            for model in snapshot.models.indices {
                for version in snapshot.models[model].versions.indices {
                    let id = snapshot.models[model].versions[version].id
                    snapshot.models[model].versions[version].errors = id == Story.canary ? 99 : 1
                }
            }
        }
        model.subject = Story.champion
        #expect(model.alert(Story.latencyRegressed.id)?.subject == other)
        #expect(model.interest.subject == Story.canary)
        #expect(model.interest.wantsRequests)
        _ = update(&model, .key(.character("e")))
        #expect(model.place == .requests(Story.canary, target: "eu-1"))
        let failed = try #require(Story.incident.requests?.failed.first)
        #expect(model.requestInHand?.kind == .failed)
        #expect(model.requestInHand?.request.id == failed.id)
    }

    @Test("An alert without a model is listed and handed over by its labels")
    func subject() throws {
        var alert = Story.latencyRegressed
        alert.labels = ["gpu": "1"]
        alert.seriesWords = "gpu 1"
        #expect(alert.subjectWords == "gpu 1")
        let titled = model { $0.alerts = [alert] }
        #expect(rows(titled)[0].contains("Alerts › LatencyRegressed › gpu 1"))
        var snapshot = Story.handedOver
        snapshot.alerts = [alert]
        let page = try #require(HandoffText(snapshot)).plain
        #expect(page.contains("LatencyRegressed gpu 1, for "))
        let main = DashboardModel(snapshot: snapshot, size: size)
        #expect(rows(main).contains { $0.contains("LatencyRegressed") && $0.contains("gpu 1") })
    }
}
