import Telemetry
import Testing

@testable import Alerting

/// One line of `alarms.md` 1.1 a test.
struct AlertMachineTests {
    private let labels = Labels(["alertname": "A", "model": "m"])

    private func candidate(_ value: Double = 9) -> AlertCandidate {
        AlertCandidate(labels: labels, series: Labels(["model": "m"]), value: value)
    }
    private func minute(_ minutes: Double) -> Timestamp { Timestamp(seconds: minutes * 60) }

    private func settings(
        hold: Int64 = 0, keep: Int64 = 0, limit: Int = 0, noData: NoDataPolicy = .ok
    ) -> AlertMachine.Settings {
        .init(
            holdMilliseconds: hold * 60_000, keepFiringMilliseconds: keep * 60_000, limit: limit,
            noData: noData)
    }

    /// One letter of state after each minute.
    ///
    /// States: `P`, `F`, `R`ecovering, `.` none, `r`esolved, `N`o data. Input: `b` breaches, `.` is
    /// good, `x` vanished.
    private func trace(
        _ input: String, _ settings: AlertMachine.Settings
    ) throws -> String {
        var machine = AlertMachine(rule: "A")
        var result = ""
        for (index, letter) in input.enumerated() {
            _ = try machine.evaluate(
                letter == "b" ? [candidate()] : [], at: minute(Double(index)), settings: settings,
                evidence: { _ in letter == "x" ? .vanished : .cleared })
            result += self.letter(of: machine.instances[labels]?.phase)
        }
        return result
    }

    private func letter(of phase: AlertInstance.Phase?) -> String {
        switch phase {
        case nil: "."
        case .pending, .pendingAgain: "P"
        case .firing: "F"
        case .recovering: "R"
        case .resolved: "r"
        case .noData: "N"
        }
    }

    @Test("a new series is pending, and fires in the same evaluation when `for` is 0")
    func newSeries() throws {
        var machine = AlertMachine(rule: "A")
        let steps = try machine.evaluate([candidate()], at: minute(0), settings: settings())
        #expect(steps.map(\.kind) == [.becamePending, .fired])
        #expect(machine.instances[labels]?.phase == .firing(since: minute(0)))
        var waiting = AlertMachine(rule: "A")
        _ = try waiting.evaluate([candidate()], at: minute(0), settings: settings(hold: 2))
        #expect(waiting.instances[labels]?.phase == .pending)
    }

    @Test(
        "phases per minute",
        arguments: [
            // `for` is reached with >=: two minutes of breach, firing at the third sample.
            ("bbbb..", Int64(2), Int64(0), "PPFFrr"),
            // One good sample resets a pending alert.
            ("bb.bbb", 2, 0, "PP.PPF"),
            ("b.b.b", 0, 0, "FrFrF"),
            // The keep clock starts at the first miss and is strict.
            ("bbbb.....", 2, 3, "PPFFRRRrr"),
            // A breach inside the keep window goes on as the same incident.
            ("bbb..bb....", 2, 3, "PPFRRFFRRRr"),
            ("bbb..bb", 2, 0, "PPFrrPP"),
            ("bbb....bbb", 2, 3, "PPFRRRrPPF"),
        ])
    func phases(_ row: (input: String, hold: Int64, keep: Int64, expected: String)) throws {
        #expect(try trace(row.input, settings(hold: row.hold, keep: row.keep)) == row.expected)
    }

    @Test("value and annotations follow the result, identity and ActiveAt stay")
    func staysInResult() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate(1)], at: minute(0), settings: settings(hold: 5))
        var second = candidate(2)
        second.annotations = ["summary": "two"]
        _ = try machine.evaluate([second], at: minute(1), settings: settings(hold: 5))
        let instance = try #require(machine.instances[labels])
        #expect(instance.value == 2)
        #expect(instance.annotations == ["summary": "two"])
        #expect(instance.activeAt == minute(0))
    }

    @Test("a breach inside the keep window keeps ActiveAt and FiredAt")
    func sameIncident() throws {
        var machine = AlertMachine(rule: "A")
        let rule = settings(hold: 1, keep: 3)
        for (index, breaches) in [true, true, false, true].enumerated() {
            _ = try machine.evaluate(
                breaches ? [candidate()] : [], at: minute(Double(index)), settings: rule)
        }
        let instance = try #require(machine.instances[labels])
        #expect(instance.activeAt == minute(0))
        #expect(instance.phase == .firing(since: minute(1)))
    }

    @Test("a resolved alert is kept 15 minutes, to the millisecond")
    func retention() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings())
        _ = try machine.evaluate([], at: minute(1), settings: settings())
        _ = try machine.evaluate([], at: minute(16), settings: settings())
        #expect(machine.instances[labels]?.resolvedAt == minute(1))
        let steps = try machine.evaluate([], at: minute(16) + 1, settings: settings())
        #expect(steps.map(\.kind) == [.forgotten])
        #expect(machine.instances.isEmpty)
    }

    @Test("a resolved alert that breaches again is a new instance")
    func breachesAfterResolve() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings())
        _ = try machine.evaluate([], at: minute(1), settings: settings())
        let steps = try machine.evaluate([candidate()], at: minute(2), settings: settings())
        #expect(steps.map(\.kind) == [.becamePending, .fired])
        #expect(machine.instances[labels]?.activeAt == minute(2))
    }

    @Test("a reloaded rule with a longer `for` turns firing back to pending")
    func longerFor() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings())
        let steps = try machine.evaluate([candidate()], at: minute(1), settings: settings(hold: 3))
        #expect(steps.map(\.kind) == [.backToPending])
        #expect(machine.instances[labels]?.phase == .pendingAgain(firedAt: minute(0)))
        _ = try machine.evaluate([candidate()], at: minute(3), settings: settings(hold: 3))
        #expect(machine.instances[labels]?.phase == .firing(since: minute(3)))
    }

    @Test("equal labels after templating are an error that changes nothing")
    func duplicates() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings(hold: 2))
        let before = machine.instances
        #expect(throws: AlertFault.duplicateLabels(labels)) {
            try machine.evaluate(
                [candidate(1), candidate(2)], at: minute(1), settings: settings(hold: 2))
        }
        #expect(machine.instances == before)
    }

    @Test("more active alerts than the limit are an error and wipe the machine")
    func limit() throws {
        var machine = AlertMachine(rule: "A")
        let other = AlertCandidate(
            labels: Labels(["alertname": "A", "model": "n"]), series: Labels(["model": "n"]),
            value: 1)
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings(limit: 1))
        #expect(throws: AlertFault.overLimit(limit: 1, count: 2)) {
            try machine.evaluate(
                [candidate(), other], at: minute(1), settings: settings(limit: 1))
        }
        #expect(machine.instances.isEmpty)
    }

    @Test(
        "a vanished series under each policy",
        arguments: [
            // pending: dropped, labelled, going on, frozen
            (NoDataPolicy.ok, "bxxx", Int64(2), Int64(0), "P..."),
            (.noData, "bxxx", 2, 0, "PNNN"),
            (.firing, "bxxx", 2, 0, "PPFF"),
            (.keep, "bxxx", 2, 0, "PPPP"),
            // firing
            (.ok, "bbbx", 2, 0, "PPFr"),
            (.noData, "bbbx", 2, 0, "PPFN"),
            (.firing, "bbbx", 2, 0, "PPFF"),
            (.keep, "bbbx", 2, 0, "PPFF"),
            // keep_firing_for comes first
            (.noData, "bbbxxxx", 2, 2, "PPFRRNN"),
            // data back and good resolves, data back and bad waits for `for` anew
            (.noData, "bbbxx.", 2, 0, "PPFNNr"),
            (.noData, "bbbxxbbb", 2, 0, "PPFNNPPF"),
            (.noData, "bx.", 2, 0, "PN."),
            // good data resolves as ever
            (.noData, "bbb.", 2, 0, "PPFr"),
            (.firing, "bbb.", 2, 0, "PPFr"),
            // a rule that matched nothing is nobody's alert
            (.noData, "xxx", 0, 0, "..."),
            (.firing, "xxx", 0, 0, "..."),
            (.keep, "xxx", 0, 0, "..."),
        ])
    func vanished(
        _ row: (policy: NoDataPolicy, input: String, hold: Int64, keep: Int64, expected: String)
    ) throws {
        let rule = settings(hold: row.hold, keep: row.keep, noData: row.policy)
        #expect(try trace(row.input, rule) == row.expected)
    }

    @Test("an alert held by hysteresis goes on firing with the present value")
    func hysteresis() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate(9)], at: minute(0), settings: settings())
        let none = try machine.evaluate(
            [], at: minute(1), settings: settings(), evidence: { _ in .held(7) })
        #expect(none.isEmpty)
        #expect(machine.instances[labels]?.value == 7)
        let steps = try machine.evaluate(
            [], at: minute(2), settings: settings(), evidence: { _ in .cleared })
        #expect(steps.map(\.kind) == [.resolved])
    }

    @Test("time in which nothing ran counts neither for `for` nor for keep_firing_for")
    func excusedTime() throws {
        var machine = AlertMachine(rule: "A")
        _ = try machine.evaluate([candidate()], at: minute(0), settings: settings(hold: 2))
        machine.excuse(milliseconds: 60 * 60_000)
        _ = try machine.evaluate([candidate()], at: minute(61), settings: settings(hold: 2))
        #expect(machine.instances[labels]?.phase == .pending)
        _ = try machine.evaluate([candidate()], at: minute(62), settings: settings(hold: 2))
        #expect(machine.instances[labels]?.phase == .firing(since: minute(62)))
    }

    @Test("the id is the same in every process")
    func stableID() {
        // FNV-1a 64 of "R\xff" "a\xff" "b\xff", computed with Python.
        #expect(AlertID.make(rule: "R", labels: Labels(["a": "b"])) == "c2ea7c1923cdb3b9")
        #expect(
            AlertID.make(rule: "R", labels: Labels(["a": "b"]))
                != AlertID.make(rule: "R", labels: Labels(["ab": ""])))
    }
}
