import Telemetry

/// The functions that measure change between the samples of a window.
enum RateKind: Sendable {
    case rate, increase, delta

    var isCounter: Bool { self != .delta }
}

enum RateFunctions {
    /// The change over the window, extrapolated to its edges where samples lie close to them; a
    /// counter's fall is taken for a reset, and it is not extrapolated below zero.
    static func extrapolated(_ kind: RateKind, _ window: Window) -> Double? {
        guard let (first, last) = window.ends else { return nil }
        var result = last.value - first.value
        if kind.isCounter { result += lostToResets(window.samples) }
        var toStart = Double(first.time - window.start) / 1_000
        var toEnd = Double(window.end - last.time) / 1_000
        let sampled = Double(last.time - first.time) / 1_000
        let average = sampled / Double(window.samples.count - 1)
        // A series that ends more than about one interval from the edge has begun or ended there:
        // then half an interval is the best guess.
        let threshold = average * 1.1
        if toStart >= threshold { toStart = average / 2 }
        if kind.isCounter {
            var toZero = toStart
            if result > 0, first.value >= 0 { toZero = sampled * (first.value / result) }
            toStart = min(toStart, toZero)
        }
        if toEnd >= threshold { toEnd = average / 2 }
        var factor = (sampled + toStart + toEnd) / sampled
        if kind == .rate { factor /= Double(window.end - window.start) / 1_000 }
        return result * factor
    }

    /// What a counter had counted before each of its resets.
    static func lostToResets(_ samples: ArraySlice<Sample>) -> Double {
        var lost = 0.0
        var previous = samples.first?.value ?? 0
        for sample in samples.dropFirst() {
            if sample.value < previous { lost += previous }
            previous = sample.value
        }
        return lost
    }

    /// The change between the last two samples, per second for a rate.
    static func instant(_ window: Window, isRate: Bool) -> Double? {
        guard window.samples.count > 1, let last = window.samples.last,
            let previous = window.samples.dropLast().last, last.time > previous.time
        else { return nil }
        let isReset = isRate && last.value < previous.value
        let change = isReset ? last.value : last.value - previous.value
        return isRate ? change / (Double(last.time - previous.time) / 1_000) : change
    }

    static func changes(_ window: Window) -> Double? {
        count(window) { $0 != $1 && !($0.isNaN && $1.isNaN) }
    }

    static func resets(_ window: Window) -> Double? { count(window) { $1 < $0 } }

    private static func count(_ window: Window, _ differs: (Double, Double) -> Bool) -> Double? {
        guard var previous = window.samples.first?.value else { return nil }
        var count = 0
        for sample in window.samples.dropFirst() {
            if differs(previous, sample.value) { count += 1 }
            previous = sample.value
        }
        return Double(count)
    }
}
