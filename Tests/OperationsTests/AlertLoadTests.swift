import Snapshot
import Telemetry
import Testing

@testable import Operations

struct AlertLoadTests {
    private func load(_ seconds: [Int64], since: Int64, at: Int64, operators: Int = 1) -> AlertLoad
    {
        AlertLoad(
            firings: seconds.map { Timestamp(milliseconds: $0 * 1_000) },
            since: Timestamp(milliseconds: since * 1_000),
            at: Timestamp(milliseconds: at * 1_000), operators: operators)
    }

    @Test("Windows are open at the left, as everywhere")
    func edges() {
        let load = load([0, 600, 3_000, 3_600], since: 0, at: 3_600, operators: 2)
        #expect(load.lastTenMinutes == 1)
        #expect(load.lastHour == 3)
        #expect(load.busiest == 1 && load.busiestEnd == Moment(milliseconds: 600_000))
        #expect(load.perOperator == 0.5)
        #expect(load.seconds == 3_600)
    }

    @Test("The busiest ten minutes are those that trying every second finds")
    func busiest() {
        // 60 of 28 799 seconds by Python's random.seed(191); the figures by trying every second.
        let seconds: [Int64] = [
            416, 782, 867, 1_541, 1_774, 1_869, 2_649, 3_719, 4_751, 5_308, 7_379, 7_397, 7_622,
            8_170, 8_953, 9_661, 9_708, 10_602, 11_804, 11_845, 11_976, 12_027, 12_079, 13_208,
            13_295, 13_940, 15_704, 15_816, 15_869, 16_454, 16_666, 16_791, 16_820, 17_287,
            18_117, 18_303, 20_101, 20_171, 20_434, 20_540, 20_729, 20_955, 22_038, 22_275,
            22_865, 23_775, 23_787, 24_877, 25_058, 25_222, 25_318, 25_791, 25_970, 26_072,
            26_292, 27_050, 27_219, 27_637, 28_517, 28_555,
        ]
        let load = load(seconds, since: 3_600, at: 28_800)
        #expect(load.lastTenMinutes == 2)
        #expect(load.lastHour == 11)
        #expect(load.busiest == 5)
        #expect(load.busiestEnd == Moment(milliseconds: 12_079_000))
    }

    @Test("Where nothing fired there is no busiest moment")
    func nothing() {
        let load = load([], since: 0, at: 28_800, operators: 3)
        #expect(load.busiest == 0 && load.busiestEnd == nil && load.perOperator == 0)
    }
}
