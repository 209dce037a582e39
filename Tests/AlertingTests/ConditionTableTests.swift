import Telemetry
import Testing

@testable import Alerting

/// The condition axis, a row a cell of `alarms.md` 1.1 and of what `ops:` adds to it.
struct ConditionTableTests {
    /// One cell: what came in each minute, and the state after it.
    ///
    /// Input: `b` breaches, `.` is good, `x` vanished, `h` is held by hysteresis, `2` breaches for
    /// two label sets, `d` for one label set twice, `w` waits for nothing (no evaluation).
    /// State: `P`, `A`: pending again, `F`, `R`ecovering, `r`esolved, `N`o data, `_` none, `!` the evaluation failed.
    struct Cell: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var input: String
        var expected: String
        var rule = AlertMachine.Settings()
        /// What a reload makes of `for`, in minutes, and when.
        var reload: (hold: Int64, at: Int)?

        init(
            _ name: String, _ input: String, _ expected: String, hold: Int64 = 0, keep: Int64 = 0,
            limit: Int = 0, noData: NoDataPolicy = .ok, flap: RuleOperations.Flap? = nil,
            reload: (hold: Int64, at: Int)? = nil
        ) {
            testDescription = name
            self.input = input
            self.expected = expected
            rule.holdMilliseconds = hold * 60_000
            rule.keepFiringMilliseconds = keep * 60_000
            rule.limit = limit
            rule.noData = noData
            rule.flap = flap
            self.reload = reload
        }
    }

    private static let prometheus = [
        Cell("newly in the result: pending", "b", "P", hold: 2),
        Cell("newly in the result, for 0: fires in the same evaluation", "b", "F"),
        Cell("still in the result: goes on", "bbbb", "PPFF", hold: 2),
        Cell("pending for exactly `for`: fires", "bb", "PF", hold: 1),
        Cell("pending and missing once: deleted", "b.", "P_", hold: 2),
        Cell("pending and missing once: no partial credit", "bb.bbb", "PP_PPF", hold: 2),
        Cell("firing and missing: resolved", "b.", "Fr"),
        Cell(
            "firing and missing, keep_firing_for: held from the first miss", "b..", "FRR", keep: 3),
        Cell("held for exactly keep_firing_for: resolved", "b...", "FRRr", keep: 2),
        Cell("breach inside the keep window: the same incident", "bb.b", "PFRF", hold: 1, keep: 2),
        Cell("breach inside the keep window: its clock starts anew", "b..b..", "FRRFRR", keep: 3),
        Cell("breach after the keep window: `for` again", "bb..b", "PFRrP", hold: 1, keep: 1),
        Cell("resolved: kept 15 minutes", "b." + w(14) + ".", "Fr" + w(14) + "r"),
        Cell("resolved for longer: forgotten", "b." + w(15) + ".", "Fr" + w(15) + "_"),
        Cell("resolved and breaching: a new instance", "bb.b", "PFrP", hold: 1),
        Cell(
            "reload with a longer `for`: back to pending, fires when it is reached", "bbbbb",
            "PFAAF", hold: 1, reload: (hold: 4, at: 2)),
        Cell(
            "reload with a longer `for`, then good: the incident is over", "bbb.", "PFAr", hold: 1,
            reload: (hold: 4, at: 2)),
        Cell(
            "reload with a shorter `for`: fires at the next evaluation", "bbb", "PPF", hold: 9,
            reload: (hold: 1, at: 2)),
        Cell("two results of equal labels: an error, pending frozen", "bdb", "P!F", hold: 2),
        Cell("two results of equal labels: an error, firing frozen", "bd.", "F!r"),
        Cell("more than the limit: an error", "b2", "F!", limit: 1),
        Cell("more than the limit: everything wiped, `for` again", "b2b", "P!P", hold: 2, limit: 1),
        Cell("exactly the limit: no error", "b2", "FF", limit: 2),
        Cell("resolved ones do not count for the limit", "2b.b", "FFrF", limit: 2),
    ]

    /// Minutes without evaluation.
    private static func w(_ count: Int) -> String { String(repeating: "w", count: count) }

    private static let missingData = [
        Cell("ok, pending vanished: deleted", "bx", "P_", hold: 2),
        Cell("ok, firing vanished: resolved", "bx", "Fr"),
        Cell("no_data, pending vanished: labelled", "bxx", "PNN", hold: 2, noData: .noData),
        Cell("no_data, firing vanished: labelled", "bx", "FN", noData: .noData),
        Cell("no_data, held vanished: held first", "bxxx", "FRRN", keep: 2, noData: .noData),
        Cell("no_data, back and good: resolved", "bx.", "FNr", noData: .noData),
        Cell("no_data, back and bad: `for` again", "bbxbb", "PFNAF", hold: 1, noData: .noData),
        Cell(
            "no_data, back, bad and then good: the incident is over", "bbbxb.", "PPFNAr", hold: 2,
            noData: .noData),
        Cell(
            "no_data, back, bad and gone again: no data", "bbbxbx.", "PPFNANr", hold: 2,
            noData: .noData),
        Cell("no_data, never fired and back: gone", "bx.", "PN_", hold: 2, noData: .noData),
        Cell("firing, pending vanished: goes on", "bxx", "PPF", hold: 2, noData: .firing),
        Cell("firing, firing vanished: goes on", "bxx", "FFF", noData: .firing),
        Cell("keep, pending vanished: frozen", "bxxx", "PPPP", hold: 2, noData: .keep),
        Cell("keep, firing vanished: frozen", "bxx", "FFF", noData: .keep),
        Cell("a rule that matched nothing raises nothing", "xx", "__", noData: .firing),
        Cell("held by `clear`: goes on firing", "bhh.", "FFFr"),
        Cell("keep, held and then vanished: frozen", "b.x..", "FRRRr", keep: 3, noData: .keep),
        Cell(
            "firing, held and then vanished: breaches", "b.x..", "FRFRR", keep: 3, noData: .firing),
        Cell("held by `clear` when its data is back: fires on", "bxh.", "FNFr", noData: .noData),
        Cell("pending, vanished, back and not clear: gone", "bxh", "PN_", hold: 2, noData: .noData),
        Cell("held by `clear` is for what fires: pending is deleted", "bh", "P_", hold: 2),
    ]

    /// Six results, five changes: the second coming makes it flap, one late change is calm.
    private static let flap = RuleOperations.Flap(window: 6, low: 0.19, high: 0.6)

    private static let flapping = [
        Cell("flapping: held instead of resolved", "b.b.", "FrFR", flap: flap),
        Cell("flapping: comes back as the same incident", "b.b.b", "FrFRF", flap: flap),
        Cell("flapping: `for` is not waited again", "bb.bb.b", "PFrPFRF", hold: 1, flap: flap),
        Cell("flapping: resolved when it is calm", "b.b......", "FrFRRRRrr", flap: flap),
        Cell("flapping: firing goes on when it is calm", "b.b.bbbbbb.", "FrFRFFFFFFr", flap: flap),
        Cell(
            "too rare to flap: every time an incident", "b....b....b.", "FrrrrFrrrrFr", flap: flap),
        Cell("flapping, then vanished: no data", "b.b.x", "FrFRN", noData: .noData, flap: flap),
        Cell("flapping without being asked: as Prometheus", "b.b.b.", "FrFrFr"),
    ]

    @Test("Prometheus's own cells", arguments: prometheus)
    func conditions(_ cell: Cell) { #expect(trace(cell) == cell.expected) }

    @Test("cells of missing data", arguments: missingData)
    func data(_ cell: Cell) { #expect(trace(cell) == cell.expected) }

    @Test("cells of flapping", arguments: flapping)
    func flaps(_ cell: Cell) { #expect(trace(cell) == cell.expected) }

    private func trace(_ cell: Cell) -> String {
        var machine = AlertMachine(rule: "A")
        var rule = cell.rule
        var result = ""
        for (minute, letter) in cell.input.enumerated() {
            if let reload = cell.reload, reload.at == minute {
                rule.holdMilliseconds = reload.hold * 60_000
            }
            guard letter != "w" else {
                result += "w"
                continue
            }
            do {
                _ = try machine.evaluate(
                    candidates(letter), at: minutes(Double(minute)), settings: rule,
                    evidence: { _ in Self.evidence(letter) })
                result += Self.letter(of: machine.instances[Self.labels("m")]?.phase)
            } catch {
                result += "!"
            }
        }
        return result
    }

    private static func evidence(_ letter: Character) -> AlertMachine.Evidence {
        switch letter {
        case "x": .vanished
        case "h": .held(7)
        default: .cleared
        }
    }

    private static func labels(_ model: String) -> Labels {
        Labels(["alertname": "A", "model": model])
    }

    private func candidates(_ letter: Character) -> [AlertCandidate] {
        let models =
            switch letter {
            case "b": ["m"]
            case "2": ["m", "n"]
            case "d": ["m", "m"]
            default: [String]()
            }
        return models.map {
            AlertCandidate(labels: Self.labels($0), series: Labels(["model": $0]), value: 9)
        }
    }

    private static func letter(of phase: AlertInstance.Phase?) -> String {
        switch phase {
        case nil: "_"
        case .pending: "P"
        case .pendingAgain: "A"
        case .firing: "F"
        case .recovering: "R"
        case .resolved: "r"
        case .noData: "N"
        }
    }
}
