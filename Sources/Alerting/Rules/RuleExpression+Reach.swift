internal import PromQL

/// How far back rules read one metric, in milliseconds before the moment they are judged for.
package struct MetricReach: Hashable, Sendable {
    /// Anything of it: an instant that `offset` moves, or a range.
    package var kept: Int64 = 0
    /// Every sample of it: a range, or the steps of a subquery.
    package var whole: Int64 = 0

    package init(kept: Int64 = 0, whole: Int64 = 0) {
        self.kept = kept
        self.whole = whole
    }

    mutating func widen(to other: MetricReach) {
        kept = max(kept, other.kept)
        whole = max(whole, other.whole)
    }
}

extension RuleExpression {
    /// What it reads, by metric; selectors that name none, or that `@` binds to a time of their
    /// own, are left out.
    var reaches: [String: MetricReach] {
        var reaches: [String: MetricReach] = [:]
        for read in compiled.selectors where !read.isFixed {
            guard let metric = read.metric else { continue }
            let reach = read.reach.milliseconds
            let lookback = EvaluationOptions.standard.lookback.milliseconds
            let isWide = read.range != nil || reach > read.offset.milliseconds + lookback
            reaches[metric, default: MetricReach()].widen(
                to: MetricReach(kept: reach, whole: isWide ? reach : 0))
        }
        return reaches
    }
}

extension RuleExpression {
    /// How far before the present it reads a metric, by its name: a range, an offset, the steps of
    /// a subquery; what it reads only as it is now is left out.
    var pasts: [String: Int64] {
        var pasts: [String: Int64] = [:]
        let lookback = EvaluationOptions.standard.lookback.milliseconds
        for read in compiled.selectors where !read.isFixed {
            guard let metric = read.metric else { continue }
            let past = read.reach.milliseconds - (read.range == nil ? lookback : 0)
            if past > 0 { pasts[metric] = max(pasts[metric] ?? 0, past) }
        }
        return pasts
    }
}

extension AlertBook {
    /// How far back all rules together read each metric.
    package var reaches: [String: MetricReach] {
        var reaches: [String: MetricReach] = [:]
        for state in states {
            for rule in state.rules {
                var expressions = [rule.rule.expression]
                if case .alerting(let alerting) = rule.rule,
                    case .expression(let clear) = alerting.operations?.clear
                {
                    expressions.append(clear)
                }
                for (metric, reach) in expressions.flatMap({ Array($0.reaches) }) {
                    let offset = state.group.queryOffsetMilliseconds
                    reaches[metric, default: MetricReach()].widen(
                        to: MetricReach(
                            kept: reach.kept + offset,
                            whole: reach.whole > 0 ? reach.whole + offset : 0))
                }
            }
        }
        return reaches
    }
}
