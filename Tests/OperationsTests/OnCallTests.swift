import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Who is on call at a moment, and which team an alarm goes to.
@Suite struct OnCallTests {
    /// Monday 2025-11-24 00:00Z.
    private static let midnight = Timestamp(milliseconds: 1_763_942_400_000)
    private static let hour: Int64 = 3_600_000

    private static func snapshot(
        _ teams: [TeamFacts], _ rule: String = "{alert: Slow, expr: model_latency_seconds > 0.3}",
        at: Timestamp = midnight + 19 * hour
    ) throws -> SystemSnapshot {
        let yaml = "groups:\n- name: mine\n  rules:\n  - \(rule)\n"
        var log = EventLog()
        for second in 0..<3_600 {
            log.add(at: at - Int64(3_600 - second) * 1_000 + 1, latency: second > 2_400 ? 0.5 : 0.1)
        }
        let groups = try RuleFile(yaml: yaml, file: "rules.yaml").groups
        let engine = Engine.judged(
            [Delivery(.teams(teams), "team.yaml", .stages), log.delivery()], at: at, rules: groups)
        var interest = Interest()
        interest.alert = engine.snapshot(at: at, interest: interest).alerts.first?.id
        return engine.snapshot(at: at, interest: interest)
    }

    private static func team(
        _ name: String, _ duty: TeamFacts.OnCall?, role: String, owns: [String] = []
    ) -> TeamFacts {
        var facts = TeamFacts(name: name)
        facts.onCall = duty
        var part = TeamFacts.Role(role: role)
        part.owns = owns
        facts.roles = [part]
        return facts
    }

    @Test("A watch that has ended is its follower's, since then")
    func ended() throws {
        let duty = TeamFacts.OnCall(who: "ana", until: Self.midnight + 8 * Self.hour, next: "li")
        let snapshot = try Self.snapshot(
            [Self.team("Data Science", duty, role: "data scientist", owns: ["fraud"])])
        #expect(snapshot.teams[0].onCall == "li")
        #expect(snapshot.headline.onCall == "li on call since 08:00")
        #expect(snapshot.why?.onCallWords == "li on call since 08:00")
    }

    @Test("A watch that has ended with nobody to follow is nobody's")
    func nobody() throws {
        let duty = TeamFacts.OnCall(who: "ana", until: Self.midnight + 8 * Self.hour)
        let snapshot = try Self.snapshot(
            [Self.team("Data Science", duty, role: "data scientist", owns: ["fraud"])])
        let team = snapshot.teams[0]
        #expect(team.onCall == nil)
        #expect(
            team.nobodyWords(now: snapshot.at) == "nobody is on call: ana's watch ended 08:00")
    }

    @Test(
        "An end on another day names it",
        arguments: [(20, "20:00"), (32, "Tue 08:00"), (200, "12-02 08:00")])
    func day(hours: Int64, words: String) throws {
        let duty = TeamFacts.OnCall(who: "sam", until: Self.midnight + hours * Self.hour)
        let snapshot = try Self.snapshot(
            [Self.team("MLOps/DevOps", duty, role: "SRE", owns: ["fraud"])])
        #expect(snapshot.headline.onCall == "sam on call to \(words)")
    }

    @Test(
        "A rule of the user's that names a role goes there; an unknown role changes nothing",
        arguments: [("SRE", "SRE"), ("sre", "SRE"), ("data enginer", "data scientist")])
    func route(route: String, owner: String) throws {
        let snapshot = try Self.snapshot(
            [
                Self.team("MLOps/DevOps", TeamFacts.OnCall(who: "sam"), role: "SRE"),
                Self.team(
                    "Data Science", TeamFacts.OnCall(who: "ana"), role: "data scientist",
                    owns: ["fraud"]),
            ],
            "{alert: Slow, expr: model_latency_seconds > 0.3, ops: {route: \(route)}}")
        #expect(snapshot.alerts.first?.owner == owner)
    }

    @Test("While nobody owns the model, operations' person on call is named")
    func unowned() throws {
        let snapshot = try Self.snapshot([
            Self.team("Data Science", TeamFacts.OnCall(who: "ana"), role: "data scientist"),
            Self.team("MLOps/DevOps", TeamFacts.OnCall(who: "sam"), role: "SRE"),
        ])
        #expect(snapshot.alerts.first?.owner == nil)
        #expect(snapshot.why?.onCallWords == "sam on call")
        #expect(snapshot.headline.onCall == "sam on call")
    }
}
