import Detection
import Glibc
import Telemetry
import Testing

/// A feature that does not drift: how a value of it is drawn.
enum StillFeature: String, CaseIterable, Sendable {
    case continuous, withHeavyValues, smallCounts, flag, fewCategories, manyCategories

    func draw(_ draws: inout Draws) -> Double {
        let u = draws.uniform()
        switch self {
        // PSI with quantile bins is the same for every continuous distribution.
        case .continuous: return u
        case .withHeavyValues: return u < 0.3 ? 0 : u < 0.5 ? 0.77 : u < 0.7 ? 1 : u
        case .smallCounts, .fewCategories:
            return u < 0.55 ? 0 : u < 0.8 ? 1 : u < 0.93 ? 2 : u < 0.98 ? 3 : u < 0.995 ? 4 : 5
        case .flag: return u < 0.03 ? 1 : 0
        // Forty categories by Zipf's law, nearly.
        case .manyCategories: return exp(u * 3.7).rounded(.down) - 1
        }
    }

    var isText: Bool { self == .fewCategories || self == .manyCategories }
}

/// Without drift, a limit at 99.9 % must be crossed about once in a thousand windows.
@Suite struct FalseAlarmTests {
    /// Windows that are called drifted, and windows whose unseen or null ratio is.
    private func alarms(
        _ feature: StillFeature, reference: Int, current: Int, windows: Int
    ) -> (drift: Int, ratios: Int) {
        var draws = Draws(seed: 4_711)
        var alarms = (drift: 0, ratios: 0)
        // Several references, because an unlucky one must not be the rule.
        let each = 4
        for _ in 0..<windows / each {
            var column = ReferenceTable.Column()
            for _ in 0..<reference {
                let value = feature.draw(&draws)
                if feature.isText {
                    column.categories["c\(Int(value))", default: 0] += 1
                } else {
                    column.numbers.append(value)
                }
            }
            let reference = FeatureReference(column)
            let places =
                feature.isText ? (0..<40).map { reference.binIndex(ofCategory: "c\($0)") } : []
            for _ in 0..<each {
                var slots = Array(repeating: 0, count: reference.slotCount)
                for _ in 0..<current {
                    let value = feature.draw(&draws)
                    let place =
                        feature.isText ? places[Int(value)] : reference.binIndex(of: value)
                    slots[place] += 1
                }
                if PopulationStability.drift(of: slots, from: reference).drifted {
                    alarms.drift += 1
                }
                if reference.unseen(in: slots).exceeded { alarms.ratios += 1 }
            }
        }
        return alarms
    }

    @Test(arguments: StillFeature.allCases)
    func fiveHundredValuesAlarmAtMostThreeTimesInAThousand(_ feature: StillFeature) {
        let alarms = alarms(feature, reference: 1_000, current: 500, windows: 1_000)
        #expect(alarms.drift <= 3)
        #expect(alarms.ratios <= 3)
    }

    @Test(arguments: StillFeature.allCases)
    func fiveThousandValuesAlarmAtMostThreeTimesInAThousand(_ feature: StillFeature) {
        let alarms = alarms(feature, reference: 2_000, current: 5_000, windows: 100)
        #expect(alarms.drift == 0)
        #expect(alarms.ratios == 0)
    }

    @Test func aShiftOfHalfADeviationIsFoundInFiveHundredValues() {
        var draws = Draws(seed: 99)
        let reference = FeatureReference(numbers: draws.normals(2_000))
        let found = (0..<100).reduce(0) { found, _ in
            let slots = reference.slots(of: draws.normals(500, mu: 0.5))
            return found + (PopulationStability.drift(of: slots, from: reference).drifted ? 1 : 0)
        }
        #expect(found >= 99)
    }
}
