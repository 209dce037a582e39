import Telemetry
import Testing

struct LabelIndexTests {
    /// Names and values from so few that matchers meet, miss and share them.
    private static func labels(_ random: inout SplitMix) -> Labels {
        var pairs: [String: String] = [:]
        for name in ["__name__", "job", "inst", "zone"] where random.below(4) > 0 {
            pairs[name] = ["a", "b", "c", "dd", "ee"][random.below(5)]
        }
        return Labels(pairs)
    }

    private static func matcher(_ random: inout SplitMix) -> LabelMatcher {
        let name = ["__name__", "job", "inst", "zone", "nowhere"][random.below(5)]
        let value = ["a", "b", "c", "dd", "", "absent"][random.below(6)]
        switch random.below(6) {
        case 0, 1: return LabelMatcher(name, .equal, value)
        case 2: return LabelMatcher(name, .notEqual, value)
        case 3: return LabelMatcher(name, .matches, "..*", pattern: { !$0.isEmpty })
        case 4:
            let texts: Set = [value, "b"]
            return LabelMatcher(
                name, .matches, "\(value)|b", texts: texts, pattern: { texts.contains($0) })
        default:
            return LabelMatcher(name, .doesNotMatch, "\(value).*", pattern: { $0.hasPrefix(value) })
        }
    }

    @Test(arguments: 1...40)
    func `finds exactly the series that a look at every one of them finds`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var index = LabelIndex()
        var all: [Labels] = []
        for _ in 0..<random.below(200) {
            let labels = Self.labels(&random)
            let number = index.insert(labels)
            if number == all.count { all.append(labels) }
            #expect(all[number] == labels)
        }
        for _ in 0..<50 {
            let matchers = (0..<random.below(5)).map { _ in Self.matcher(&random) }
            let expected = all.indices.filter { place in
                matchers.allSatisfy { $0.accepts(all[place]) }
            }.map(UInt32.init)
            #expect(index.series(matching: matchers) == expected)
            let first = random.below(all.count + 1)
            #expect(
                index.series(matching: matchers, from: first) == expected.filter { $0 >= first })
        }
    }

    @Test func `an absent label counts as empty`() {
        var index = LabelIndex()
        _ = index.insert(Labels(["__name__": "up", "job": "x"]))
        _ = index.insert(Labels(["__name__": "up"]))
        let up = LabelMatcher("__name__", .equal, "up")
        #expect(index.series(matching: [up, LabelMatcher("job", .equal, "")]) == [1])
        #expect(index.series(matching: [up, LabelMatcher("job", .notEqual, "")]) == [0])
        #expect(index.series(matching: [up, LabelMatcher("job", .notEqual, "y")]) == [0, 1])
        #expect(index.series(matching: [LabelMatcher("job", .doesNotMatch, "x")]) == [1])
    }

    @Test func `keeps a copy apart`() {
        var index = LabelIndex()
        _ = index.insert(Labels(["a": "1"]))
        let before = index
        _ = index.insert(Labels(["a": "2"]))
        #expect(before.count == 1)
        #expect(before.values(of: "a") == ["1"])
        #expect(index.values(of: "a").sorted() == ["1", "2"])
    }
}

/// The same numbers for the same seed, everywhere.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }
}
