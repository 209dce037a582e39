import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// The requests under a number: how one gets there, what it says, what is copied.
@Suite struct RequestsViewTests {
    private let size = Size(width: 120, height: 40)

    private func rows(_ model: DashboardModel) -> [String] {
        let frame = view(model, size: model.size)
        return (0..<frame.size.height).map { String(frame.row($0).map(\.glyph)) }
    }

    private func changed(_ change: (inout SystemSnapshot) -> Void) -> DashboardModel {
        var snapshot = Story.incident
        change(&snapshot)
        var model = DetailStage.requests.model(size)
        _ = update(&model, .snapshot(snapshot))
        return model
    }

    private func copied(_ model: inout DashboardModel, _ key: Character) -> String? {
        for case .copy(let text) in update(&model, .key(.character(key))) { return text }
        return nil
    }

    @Test("e opens them from the main screen, a version and a why; Esc goes back")
    func reached() {
        // An alert about one target leads to what lies behind it there.
        let places: [(Place, String?)] = [
            (.main, "eu-1"), (.zoom(.models), nil), (.version(Story.canary), nil),
            (.why(alert: Story.latencyRegressed.id), "eu-1"),
        ]
        for (place, target) in places {
            var model = DashboardModel(snapshot: Story.incident, size: size)
            model.subject = Story.canary
            if place != .main { model.stack.append(Layer(place)) }
            let effects = update(&model, .key(.character("e")))
            #expect(model.place == .requests(Story.canary, target: target))
            let wishes = effects.compactMap { effect -> Interest? in
                if case .look(let interest) = effect { interest } else { nil }
            }
            #expect(wishes.last?.wantsRequests == true)
            #expect(wishes.last?.subject == Story.canary)
            #expect(wishes.last?.target == target)
            _ = update(&model, .key(.escape))
            #expect(model.place == place)
        }
    }

    @Test("y copies the id of the request under the cursor, Y its whole line")
    func copying() {
        var model = DetailStage.requests.model(size)
        _ = update(&model, .key(.down))
        #expect(copied(&model, "y") == "41aa0b2c")
        #expect(copied(&model, "Y")?.hasPrefix("{\"ts\":\"2026-11-23T03:12:01Z\"") == true)
        model = changed { $0.requests?.slowest[0].id = "" }
        #expect(copied(&model, "y")?.contains("8c1e77f0") == true)
        var main = DashboardModel(snapshot: Story.incident, size: size)
        #expect(copied(&main, "Y") == nil)
        #expect(main.notice?.text.contains("only a request has a line") == true)
    }

    @Test("the cursor goes through both tables, and the heavy rule with it")
    func cursor() {
        var model = DetailStage.requests.model(size)
        for _ in 0..<4 { _ = update(&model, .key(.down)) }
        let rows = rows(model)
        #expect(rows.contains { $0.hasPrefix("━━ Failed") })
        #expect(rows.contains { $0.hasPrefix("── Slowest") })
        #expect(rows.contains { $0.hasPrefix("▌03:09:40.000") })
        #expect(rows.contains { $0.contains("\"request_id\":\"77d0\"") && $0.hasPrefix(" {") })
    }

    @Test("a request in both lists has one cursor")
    func inBoth() {
        let model = changed { snapshot in
            guard let slowest = snapshot.requests?.slowest[0] else { return }
            snapshot.requests?.failed = [slowest]
        }
        #expect(rows(model).count { $0.hasPrefix("▌") } == 1)
        #expect(Set(model.rows).count == model.rows.count)
    }

    @Test("a filter keeps what any part of the line says")
    func filter() {
        var model = DetailStage.requests.model(size)
        model.stack[model.stack.count - 1].filter = "c0771"
        #expect(model.rows.count == 1)
        #expect(model.requestInHand?.request.id == "c07712de")
        model.stack[model.stack.count - 1].filter = "items 999"
        #expect(rows(model).contains { $0.contains("no request matches the filter; esc") })
    }

    @Test("an empty list says why, and what to do")
    func empty() throws {
        func index(_ snapshot: SystemSnapshot) throws -> (Int, Int) {
            let model = try #require(snapshot.models.firstIndex { $0.name == "fraud-detector" })
            let versions = snapshot.models[model].versions
            return (model, try #require(versions.firstIndex { $0.id == Story.canary }))
        }
        let (model, version) = try index(Story.incident)
        func words(_ change: (inout VersionStatus) -> Void) -> String {
            var screen = changed {
                $0.requests = RequestList(id: Story.canary)
                change(&$0.models[model].versions[version])
            }
            screen.stack[1].place = .requests(Story.canary, target: nil)
            return rows(screen).joined(separator: "\n")
        }
        let quiet = words {
            $0.requests = 0
            $0.lastSeenAt = Story.time(23, 3, 1, 12)
        }
        #expect(quiet.contains("no request in the last 5 m; the last one was at 03:01:12Z, 11 m"))
        #expect(quiet.contains("+ widens the window"))
        #expect(words { $0.requests = nil }.contains("point driftop at its event log too"))
        let mute = words {
            $0.errors = nil
            $0.requests = 100
        }
        #expect(mute.contains("The log says no latency: write latency_ms"))
        #expect(mute.contains("does not say how requests ended: write status"))
        #expect(words { $0.errors = 0 }.contains("none of 12 360 failed"))
    }

    @Test("those of one target are counted by that target's figures, and wait for its list")
    func oneTarget() throws {
        func screen(_ target: String) -> String {
            var model = changed { snapshot in
                for index in snapshot.models.indices {
                    let own = snapshot.models[index].versions.firstIndex { $0.id == Story.canary }
                    guard let own else { continue }
                    var other = TargetStatus(target: "us-1")
                    other.requests = 77
                    other.errorRatio = 0
                    snapshot.models[index].versions[own].targets.append(other)
                }
            }
            model.stack[1].place = .requests(Story.canary, target: target)
            return rows(model).joined(separator: "\n")
        }
        #expect(screen("us-1").contains("77 requests of fraud-detector 8 on us-1 in the last"))
        #expect(screen("us-1").contains("reading …"))
        #expect(!screen("us-1").contains("03:11:58"))
        #expect(screen("eu-1").contains("03:11:58"))
    }

    @Test("a line that is gone is said to be gone")
    func gone() {
        var model = changed { snapshot in
            guard var request = snapshot.requests?.slowest[0] else { return }
            request.id = ""
            request.outcome = ""
            request.features = ""
            request.text = ""
            request.isGone = true
            snapshot.requests?.slowest[0] = request
        }
        let rows = rows(model)
        #expect(rows.contains { $0.contains("ok      —         no longer in the file") })
        #expect(rows.contains { $0.contains("no longer in fraud/events.jsonl") })
        #expect(copied(&model, "y") == nil)
    }

    @Test("neither data nor the cursor moves a table")
    func still() {
        func rules(_ model: DashboardModel) -> [Int] {
            rows(model).enumerated().filter {
                $0.element.hasPrefix("──") || $0.element.hasPrefix("━━")
            }.map(\.offset)
        }
        let few = DetailStage.requests.model(size)
        let many = changed { snapshot in
            guard var request = snapshot.requests?.slowest[0] else { return }
            request.text = String(repeating: "x", count: 4_000)
            snapshot.requests?.slowest = (0..<40).map {
                request.place.offset = Int64($0)
                return request
            }
        }
        #expect(rules(few) == rules(many))
        #expect(rows(many).contains { $0.contains("1–16 of 40") })
    }

    @Test("a list that begins before the window says since when")
    func since() {
        let model = changed { $0.requests?.since = Story.time(23, 3, 7) }
        #expect(rows(model).contains { $0.contains("since 03:07:00Z · 4 ━━") })
    }

    @Test("long words of wide characters lose nothing where they are broken")
    func wideWords() {
        let lines = Prose.wrapped(String(repeating: "漢字", count: 10), width: 9)
        #expect(lines.joined() == String(repeating: "漢字", count: 10))
        #expect(lines.allSatisfy { Pen.width($0) <= 9 })
    }

    @Test("a line without blanks is broken behind a comma where one is near")
    func commas() {
        #expect(Prose.wrapped("{\"a\":1,\"b\":2}", width: 9) == ["{\"a\":1,", "\"b\":2}"])
        #expect(Prose.wrapped("a,bbbbbbbbbbbb", width: 9) == ["a,bbbbbbb", "bbbbb"])
    }
}
