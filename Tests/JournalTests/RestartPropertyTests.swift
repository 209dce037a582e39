import Alerting
import Journal
import Telemetry
import Testing

/// A life that is cut anywhere and goes on from the journal is the life that was not cut.
struct RestartPropertyTests {
    /// What happens each minute, the same for both lives.
    private struct Script {
        var values: [[String: Double?]] = []
        var actions: [Int: AlertAction.Kind] = [:]
        var silences: [Int: Silence] = [:]
        var cut = 0

        /// - Parameter timed: with what ends at a time of the clock, which goes on while nobody
        ///   watches.
        init(seed: UInt64, timed: Bool) throws {
            var random = Dice(state: seed)
            var level = ["m": 1.0, "n": 1.0]
            for minute in 0..<80 {
                var now: [String: Double?] = [:]
                for model in ["m", "n"] {
                    if random.roll(3) == 0 { level[model] = [1, 9, 9, 30][random.roll(4)] }
                    now[model] = random.roll(12) == 0 ? .some(nil) : level[model]
                }
                values.append(now)
                let end = minutes(Double(minute + 1 + random.roll(9)))
                switch random.roll(16) {
                case 0, 1: actions[minute] = .ack(comment: "seen")
                case 2: actions[minute] = .unack
                case 3: actions[minute] = .snooze(.cleared, comment: nil)
                case 4: actions[minute] = .snooze(.worseThan(20, upwards: true), comment: nil)
                case 5 where timed: actions[minute] = .snooze(.time(end), comment: "later")
                case 6 where timed:
                    silences[minute] = Silence(
                        id: "s\(minute)", selector: try LabelSelector(parsing: "model=\"m\""),
                        author: "kim", comment: "work", startsAt: minutes(Double(minute)),
                        endsAt: end, endsWhenUnmatched: random.roll(2) == 0)
                default: break
                }
            }
            cut = 5 + random.roll(70)
        }
    }

    private struct Dice {
        var state: UInt64
        /// SplitMix64.
        mutating func roll(_ sides: Int) -> Int {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
        }
    }

    private struct Source: SeriesSource {
        var values: [String: Double?]
        func select(
            _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
        ) -> [SeriesSamples] {
            values.compactMap { model, value in
                let labels = Labels(["__name__": "load", "model": model])
                guard let value, matchers.allSatisfy({ $0.accepts(labels) }) else { return nil }
                return SeriesSamples(
                    labels: labels, samples: [Sample(time: through, value: value)])
            }
        }
    }

    private static let rules = """
        groups:
        - name: g
          interval: 1m
          rules:
          - {alert: High, expr: load > 5, for: 2m, keep_firing_for: 3m, labels: {severity: ticket}}
          - {alert: High, expr: load > 20, for: 1m, labels: {severity: page}}
          - {alert: Shaky, expr: load > 5, ops: {flap: {window: 9, low: 0.1, high: 0.4}}}
          - {alert: Kept, expr: load > 5, for: 1m, ops: {no_data: keep}}
        """

    /// One dashboard at its work.
    private struct Life {
        var book: AlertBook
        var journal: Journal
        var shift: Int64 = 0

        init(_ bench: Bench) throws {
            journal = try bench.open()
            book = AlertBook(
                groups: try RuleFile(yaml: RestartPropertyTests.rules, file: "r.yml").groups)
            book.restore(try journal.restored())
        }

        mutating func live(_ minute: Int, _ script: Script) throws {
            let time = minutes(Double(minute)) + shift
            let evaluation = book.evaluate(
                at: time, in: Source(values: script.values[minute]))
            try journal.record(evaluation)
            if let silence = script.silences[minute] {
                try journal.save(silence, by: "kim", at: time)
                book.adopt(silences: book.silences + [silence])
            }
            let alerts = open(at: time)
            guard let kind = script.actions[minute], !alerts.isEmpty else { return }
            let chosen = alerts[minute % alerts.count]
            let action = AlertAction(kind, alert: chosen.id, by: "sam", at: time)
            let known = AlertRecord(rule: chosen.rule, instance: chosen.instance)
            if case .done(let record, _) = try journal.perform(action, alert: known) {
                book.adopt(attention: [record])
            }
        }

        /// - Parameter times: with them; else what an outage may change is left out.
        func state(_ minute: Int, times: Bool) -> Set<String> {
            Set(open(at: minutes(Double(minute)) + shift).map { $0.words(times: times) })
        }

        /// What there is to do something about, in one order; an end somebody saw is history.
        private func open(at time: Timestamp) -> [BookAlert] {
            book.alerts(at: time)
                .filter { $0.condition != .resolved || $0.attention == .returned }
                .sorted { $0.id < $1.id }
        }
    }

    @Test("cut between two evaluations, everything goes on", arguments: 1...12)
    func noOutage(_ seed: Int) throws {
        let script = try Script(seed: UInt64(seed), timed: true)
        try compare(script, outage: 0)
    }

    @Test("cut for hours, everything but the time goes on", arguments: 1...12)
    func outage(_ seed: Int) throws {
        let script = try Script(seed: UInt64(1_000 + seed), timed: false)
        try compare(script, outage: 3 * 60 + seed)
    }

    private func compare(_ script: Script, outage: Int) throws {
        let (firstBench, secondBench) = (Bench(), Bench())
        var whole = try Life(firstBench)
        var cut = try Life(secondBench)
        for minute in script.values.indices {
            if minute == script.cut {
                cut = try Life(secondBench)
                cut.shift = Int64(outage) * 60_000
            }
            try whole.live(minute, script)
            try cut.live(minute, script)
            let expected = whole.state(minute, times: outage == 0)
            let found = cut.state(minute, times: outage == 0)
            guard found != expected else { continue }
            Issue.record(
                """
                minute \(minute), cut at \(script.cut): \(found.subtracting(expected).sorted()) \
                is not \(expected.subtracting(found).sorted())
                """)
            return
        }
    }
}

extension BookAlert {
    /// Everything that is to outlive a restart.
    fileprivate func words(times: Bool) -> String {
        let who = ["model", "severity"].compactMap { labels[$0] }.joined(separator: " ")
        let spell = flapping.map { ", \($0.count) ×" } ?? ""
        let words = "\(rule) \(who): \(condition) \(attention)\(spell)"
        guard times else { return words }
        let milliseconds = [instance.activeAt, instance.firedAt, instance.resolvedAt].map {
            "\(($0?.milliseconds ?? 0) / 60_000)"
        }
        let note = record.comment?.text ?? ""
        let by = record.attention.acknowledgement?.by ?? record.attention.snooze?.by ?? ""
        return words + " \(milliseconds.joined(separator: " ")) \(by) \(note)"
    }
}
