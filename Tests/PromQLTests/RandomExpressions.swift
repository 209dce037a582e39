/// Expressions and series drawn from a seed, for comparison with another engine.
///
/// Leaves out what Prometheus 2, the version of Debian, means differently: samples exactly at the
/// left edge of a range, `atan2`, spread of infinite values, ties of `topk`, counters that begin
/// within the range, and ambiguous matches that a comparison filters away.
struct RandomExpressions {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    private mutating func pick(_ choices: [String]) -> String { choices[number(0..<choices.count)] }

    private mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }

    /// Names with labels, and values one minute apart.
    mutating func series() -> [(name: String, values: String)] {
        var series: [(String, String)] = []
        for metric in ["a", "b"] {
            for job in ["x", "y"] {
                for instance in ["1", "2"] {
                    let values = (0..<20).map { _ in
                        chance(10)
                            ? pick(["_", "stale"]) : "\(Double(number(-5_000..<30_000)) / 1_000)"
                    }
                    series.append(
                        (
                            #"\#(metric){job="\#(job)",inst="\#(instance)"}"#,
                            values.joined(separator: " ")
                        ))
                }
            }
        }
        for job in ["x", "y"] {
            var total = 0
            let values = (0..<20).map { _ in
                total = chance(8) ? number(0..<3) : total + number(0..<9)
                return "\(total)"
            }
            series.append((#"c_total{job="\#(job)"}"#, values.joined(separator: " ")))
            for (place, bound) in ["0.1", "0.5", "1", "+Inf"].enumerated() {
                let values = (0..<20).map { "\($0 * (place + 1) * 2 + place)" }
                series.append(
                    (#"h_bucket{job="\#(job)",le="\#(bound)"}"#, values.joined(separator: " ")))
            }
        }
        return series
    }

    /// Never on a whole minute, so that no range begins exactly at a sample.
    mutating func time() -> String { pick(["10m17s", "12m47s", "15m13s", "18m11s"]) }

    mutating func vector(depth: Int) -> String {
        if depth == 0 { return gauge() }
        switch number(0..<10) {
        case 0: return "(\(vector(depth: depth - 1)) \(arithmetic()) \(scalar()))"
        case 1: return "(\(scalar()) \(pick(["<", ">=", "!="])) bool \(vector(depth: depth - 1)))"
        case 2: return "(\(gauge()) \(arithmetic())\(matching()) \(gauge()))"
        case 3: return "(\(gauge()) \(pick([">", "<=", "=="])) \(gauge()))"
        case 4:
            return "(\(vector(depth: depth - 1)) \(pick(["and", "or", "unless"]))"
                + "\(pick(["", " on (job)", " ignoring (inst)"])) \(gauge()))"
        case 5: return aggregation(depth: depth)
        case 6: return overTime()
        case 7: return counter()
        case 8: return plain(depth: depth)
        default: return labels(depth: depth)
        }
    }

    private mutating func scalar() -> String {
        pick(["0", "2", "-1.5", "10", "time()", "scalar(a{job=\"x\",inst=\"1\"})", "(1 + 2)"])
    }

    private mutating func arithmetic() -> String { pick(["+", "-", "*", "/", "%"]) }

    private mutating func gauge() -> String {
        pick(["a", "b"])
            + pick(["", "", #"{job="x"}"#, #"{job!="x"}"#, #"{inst=~"1|3"}"#, #"{inst!~".*2"}"#])
            + pick(["", "", "", " offset 1m", " offset 90s", " @ 612.5", " @ end()"])
    }

    private mutating func matching() -> String {
        pick(["", "", " on (job, inst)", " ignoring (inst)", " on (job) group_left"])
    }

    private mutating func grouping() -> String {
        pick(["", " by (job)", " without (inst)", " by ()", " by (job, inst)"])
    }

    private mutating func aggregation(depth: Int) -> String {
        switch number(0..<4) {
        case 0: return "\(pick(["stddev", "stdvar"]))\(grouping()) (\(gauge()))"
        case 1: return "\(pick(["topk", "bottomk"]))\(grouping()) (2, \(gauge()))"
        case 2: return "quantile\(grouping()) (\(pick(["0.5", "0.9", "-1"])), \(gauge()))"
        default:
            return pick(["sum", "avg", "min", "max", "count", "group"])
                + "\(grouping()) (\(vector(depth: depth - 1)))"
        }
    }

    private mutating func overTime() -> String {
        let function = pick([
            "sum", "avg", "min", "max", "count", "last", "present", "stddev", "stdvar", "absent",
        ])
        let range = pick(["[3m]", "[5m]", "[2m10s]", "[4m:50s]", "[3m:35s]"])
        let selector = pick(["a", "b"]) + pick(["", #"{job="x"}"#]) + range
        if chance(20) { return "quantile_over_time(0.8, \(selector))" }
        if chance(20) { return pick(["deriv", "delta", "idelta", "changes"]) + "(\(selector))" }
        return "\(function)_over_time(\(selector))"
    }

    private mutating func counter() -> String {
        let range = pick(["[3m]", "[5m]", "[2m10s]"])
        if chance(30) {
            let buckets = pick(["h_bucket", "rate(h_bucket\(range))", "sum by (le) (h_bucket)"])
            return "histogram_quantile(\(pick(["0.5", "0.9", "0.05"])), \(buckets))"
        }
        if chance(20) { return "predict_linear(c_total\(range), 600)" }
        return pick(["rate", "increase", "irate", "resets", "changes"]) + "(c_total\(range))"
    }

    private mutating func plain(depth: Int) -> String {
        let inner = vector(depth: depth - 1)
        switch number(0..<4) {
        case 0: return "clamp(\(inner), -1, 12.5)"
        case 1: return "round(\(inner), 0.5)"
        case 2: return "-(\(inner))"
        default: return pick(["abs", "ceil", "floor", "sgn", "sqrt", "exp"]) + "(\(inner))"
        }
    }

    private mutating func labels(depth: Int) -> String {
        let inner = vector(depth: depth - 1)
        if chance(40) {
            return #"label_replace(\#(inner), "new", "$1-z", "job", "(.)")"#
        }
        if chance(40) { return #"label_join(\#(inner), "new", "-", "job", "inst")"# }
        return chance(50) ? "timestamp(\(gauge()))" : "absent(\(inner))"
    }
}
