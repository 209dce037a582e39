package import Telemetry

/// What one selector of an expression reads.
package struct SelectorRead: Sendable {
    /// Every condition, the metric's name among them.
    package let matchers: [LabelMatcher]
    /// The metric's name where the selector fixes it.
    package let metric: String?
    /// Nil for an instant selector, which reads the lookback.
    package let range: PromDuration?
    /// How far back in time the selector is moved; negative: ahead.
    package let offset: PromDuration
    /// The oldest it reads, counted back from the evaluation instant, subqueries included.
    package let reach: PromDuration
    /// Whether `@` binds it to a time of its own, so that `reach` does not hold.
    package let isFixed: Bool
    /// Where it is written.
    package let sourceRange: SourceRange
}

extension Expression {
    /// Every selector, in the order they were written.
    package var selectors: [SelectorRead] {
        selectors(lookback: EvaluationOptions.standard.lookback)
    }

    /// Every selector, for an evaluation with that lookback.
    package func selectors(lookback: PromDuration) -> [SelectorRead] {
        var reads: [SelectorRead] = []
        collect(root, ReadContext(lookback: lookback.milliseconds), into: &reads)
        return reads
    }

    /// The longest time before the evaluation instant that it reads; selectors bound by `@` to a
    /// time of their own are left out (`readsFixedTimes`).
    package var lookbehind: PromDuration {
        lookbehind(lookback: EvaluationOptions.standard.lookback)
    }

    /// The same for an evaluation with that lookback.
    package func lookbehind(lookback: PromDuration) -> PromDuration {
        selectors(lookback: lookback).filter { !$0.isFixed }.map(\.reach).max() ?? .zero
    }

    /// Whether `@` binds any selector to a time of its own.
    package var readsFixedTimes: Bool { selectors.contains(where: \.isFixed) }

    /// The functions it calls that read native histograms, which are outside this engine.
    package var nativeHistogramCalls: [Subexpression] {
        subexpressions.filter { part in
            if case .call(let call) = part.node.kind, case .nativeHistogram = call.function.body {
                return true
            }
            return false
        }
    }

    /// Whether its value at a moment depends on the query's start, end or step.
    package var asksForQuery: Bool { Self.asksForQuery(root) }

    private static func asksForQuery(_ node: SyntaxNode) -> Bool {
        func asks(_ timing: SyntaxNode.Timing) -> Bool {
            timing.fixed == .queryStart || timing.fixed == .queryEnd || asks(timing.offset)
        }
        func asks(_ duration: DurationTree?) -> Bool {
            duration.map { $0.constantSeconds == nil } ?? false
        }
        switch node.kind {
        case .selector(let selector):
            return asks(selector.timing) || asks(selector.range)
        case .subquery(let subquery)
        where asks(subquery.timing) || asks(subquery.range) || asks(subquery.step):
            return true
        case .call(let call):
            switch call.function.body {
            case .special(.queryStart), .special(.queryEnd), .special(.queryStep),
                .special(.queryRange):
                return true
            default: break
            }
        default: break
        }
        return node.children.contains { asksForQuery($0) }
    }

    private struct ReadContext {
        var lookback: Int64
        var reach: Int64 = 0
        var isFixed = false
    }

    private func collect(
        _ node: SyntaxNode, _ context: ReadContext, into reads: inout [SelectorRead]
    ) {
        switch node.kind {
        case .selector(let selector):
            let range = selector.range.map(Self.milliseconds)
            let offset = selector.timing.offset.map(Self.milliseconds) ?? 0
            let extra = selector.extent != .plain && range != nil ? context.lookback : 0
            let metric = selector.matchers.first {
                $0.name == Labels.metricName && $0.operation == .equal
            }
            reads.append(
                SelectorRead(
                    matchers: selector.matchers, metric: metric?.value,
                    range: range.map(PromDuration.init(milliseconds:)),
                    offset: PromDuration(milliseconds: offset),
                    reach: PromDuration(
                        milliseconds: context.reach + offset + (range ?? context.lookback)
                            + extra),
                    isFixed: context.isFixed || selector.timing.fixed != nil,
                    sourceRange: node.range))
        case .subquery(let subquery):
            var inner = context
            inner.reach += Self.milliseconds(subquery.range)
            inner.reach += subquery.timing.offset.map(Self.milliseconds) ?? 0
            inner.isFixed = context.isFixed || subquery.timing.fixed != nil
            collect(subquery.operand, inner, into: &reads)
        default:
            for child in node.children { collect(child, context, into: &reads) }
        }
    }

    private static func milliseconds(_ duration: DurationTree) -> Int64 {
        let milliseconds = (duration.seconds(step: 0, range: 0) * 1_000).rounded()
        return milliseconds.magnitude < 9e15 ? Int64(milliseconds) : 0
    }
}
