import Telemetry
import Testing

@testable import driftop

struct PlaybackTests {
    private let start = Timestamp(milliseconds: 1_763_900_000_000)
    private func clock(speed: Double, hours: Int64 = 10) -> Playback {
        Playback(
            from: start, to: start + hours * 3_600_000, speed: speed,
            now: Timestamp(milliseconds: 0))
    }
    private func now(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test func recordedTimePassesAtItsSpeed() {
        var playback = clock(speed: 60)
        for beat in 1...40 { playback.advance(to: now(Int64(beat) * 250)) }
        #expect(playback.at == start + 600_000)
        #expect(!playback.isLate)
    }

    @Test func aStepIsBoundedAndTheRestIsDueAtOnce() {
        var playback = clock(speed: 3_600)
        playback.advance(to: now(250))
        #expect(playback.at == start + 60_000)
        #expect(playback.isLate)
        for _ in 0..<14 { playback.advance(to: now(250)) }
        #expect(playback.at == start + 900_000)
        #expect(!playback.isLate)
    }

    @Test func whoeverIsSlowPlaysMoreSlowlyAndSkipsNothing() {
        var playback = clock(speed: 60)
        // Reading took ten minutes: the next step is no longer than any other.
        playback.advance(to: now(600_000))
        #expect(playback.at == start + 60_000)
        #expect(!playback.isLate)
    }

    @Test func itEndsAtTheEnd() {
        var playback = clock(speed: 86_400, hours: 1)
        for beat in 1...100 { playback.advance(to: now(Int64(beat) * 250)) }
        #expect(playback.hasEnded)
        #expect(playback.at == start + 3_600_000)
        #expect(!playback.isLate)
    }

    @Test func aClockSetBackStandsStill() {
        var playback = clock(speed: 60)
        playback.advance(to: now(1_000))
        playback.advance(to: now(500))
        #expect(playback.at == start + 60_000)
    }
}
