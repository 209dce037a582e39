import PromQL
import Testing

struct PromDurationTests {
    @Test(
        arguments: [
            ("5m", 300_000), ("1h30m", 5_400_000), ("250ms", 250), ("10s53ms", 10_053), ("0", 0),
            ("0s", 0), ("1y2w3d4h5m6s7ms", 33_019_506_007), ("90s", 90_000),
        ] as [(String, Int64)])
    func reads(_ text: String, _ milliseconds: Int64) {
        #expect(PromDuration(parsing: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "5", "-5m", "1.5h", "5m1h", "1m1m", "m", "5 m", "9999999999999999y", "5x",
    ])
    func refuses(_ text: String) {
        #expect(PromDuration(parsing: text) == nil)
    }

    /// As Prometheus's `model.Duration` writes them.
    @Test(
        arguments: [
            (0, "0s"), (300_000, "5m"), (5_400_000, "1h30m"), (86_400_000, "1d"),
            (7 * 86_400_000, "1w"), (8 * 86_400_000, "8d"), (365 * 86_400_000, "1y"),
            (1_001, "1s1ms"),
            (-60_000, "-1m"),
        ] as [(Int64, String)])
    func writes(_ milliseconds: Int64, _ text: String) {
        #expect(PromDuration(milliseconds: milliseconds).description == text)
    }
}
