import Telemetry

extension Parser {
    /// `name{…}`, `name` or `{…}`; the name is already taken.
    mutating func selector(name: Token?) throws(ExpressionError) -> SyntaxNode {
        var range = name?.range ?? current.range
        var matchers: [LabelMatcher] = []
        if let name { matchers.append(LabelMatcher(Labels.metricName, .equal, name.text)) }
        if current.kind == .leftBrace {
            let braces = try braces(metric: name)
            matchers += braces.matchers
            range = range.union(braces.range)
        }
        let slot = selectorCount
        selectorCount += 1
        return SyntaxNode(
            .selector(.init(matchers: matchers, range: nil, slot: slot, writtenName: name?.text)),
            range)
    }

    private mutating func braces(
        metric: Token?
    ) throws(ExpressionError) -> (matchers: [LabelMatcher], range: SourceRange) {
        let open = try expect(.leftBrace, "in label matching")
        var matchers: [LabelMatcher] = []
        var metricName = metric?.text
        while current.kind != .rightBrace {
            let token = current
            let name: String
            switch token.kind {
            case .word: name = token.text
            case .string: name = try literal(token).value
            default: throw unexpected("inside braces", wanted: "a label name or \"}\"")
            }
            advance()
            if token.kind == .string, current.kind == .comma || current.kind == .rightBrace {
                if let metricName {
                    throw ExpressionError(
                        "metric name must not be set twice: \(GoString.quoted(metricName)) or "
                            + GoString.quoted(name), at: token.range, in: text)
                }
                metricName = name
                matchers.append(LabelMatcher(Labels.metricName, .equal, name))
            } else {
                let matcher = try matcher(name)
                if name == Labels.metricName, metric != nil {
                    throw ExpressionError(
                        "metric name must not be set twice: "
                            + "\(GoString.quoted(metricName ?? "")) or "
                            + GoString.quoted(matcher.value), at: token.range, in: text)
                }
                matchers.append(matcher)
            }
            if !take(.comma), current.kind != .rightBrace {
                throw unexpected("in label matching", wanted: "\",\" or \"}\"")
            }
        }
        let close = try expect(.rightBrace, "in label matching")
        return (matchers, open.range.union(close.range))
    }

    private mutating func matcher(_ name: String) throws(ExpressionError) -> LabelMatcher {
        let operation: LabelMatcher.Operation
        switch current.kind {
        case .assign: operation = .equal
        case .binary(.notEqual): operation = .notEqual
        case .matches: operation = .matches
        case .doesNotMatch: operation = .doesNotMatch
        default:
            throw unexpected("in label matching", wanted: "one of \"=\", \"!=\", \"=~\", \"!~\"")
        }
        advance()
        let token = current
        guard token.kind == .string else {
            throw unexpected("in label matching", wanted: "string")
        }
        advance()
        let value = try literal(token).value
        guard operation == .matches || operation == .doesNotMatch else {
            return LabelMatcher(name, operation, value)
        }
        do {
            let pattern = try AnchoredPattern(value)
            return LabelMatcher(
                name, operation, value, texts: pattern.exactTexts,
                pattern: { pattern.matches($0) })
        } catch {
            throw ExpressionError(error.message, at: token.range, in: text)
        }
    }

    /// Ranges, subqueries, `offset`, `@`, `anchored` and `smoothed` after an operand.
    mutating func postfix(_ operand: SyntaxNode) throws(ExpressionError) -> SyntaxNode {
        var node = operand
        while true {
            if current.kind == .leftBracket {
                node = try bracketed(node)
            } else if current.kind == .at {
                node = try fixed(node)
            } else if current.kind == .word, current.text.lowercased() == "offset" {
                node = try shifted(node)
            } else if current.kind == .word,
                let extent = SyntaxNode.Extent(rawValue: current.text.lowercased()),
                extent != .plain
            {
                node = try extended(node, extent)
            } else {
                return node
            }
        }
    }

    private mutating func bracketed(_ node: SyntaxNode) throws(ExpressionError) -> SyntaxNode {
        let open = current
        advance()
        let duration = try rangeDuration("range")
        if take(.colon) {
            let step = current.kind == .rightBracket ? nil : try rangeDuration("step")
            let close = try expect(.rightBracket, "in subquery")
            return SyntaxNode(
                .subquery(.init(operand: node, range: duration, step: step)),
                node.range.union(close.range))
        }
        let close = try expect(.rightBracket, "in range")
        let range = node.range.union(close.range)
        guard case .selector(var selector) = node.kind, selector.range == nil else {
            throw ExpressionError(
                "ranges only allowed for vector selectors", at: open.range.union(close.range),
                in: text)
        }
        if selector.timing.offset != nil {
            throw ExpressionError(
                "no offset modifiers allowed before range", at: range, in: text)
        }
        if selector.timing.fixed != nil {
            throw ExpressionError("no @ modifiers allowed before range", at: range, in: text)
        }
        selector.range = duration
        return SyntaxNode(.selector(selector), range)
    }

    private mutating func rangeDuration(
        _ place: String
    ) throws(ExpressionError) -> DurationTree {
        let start = current
        let duration = try durationExpression()
        if let seconds = duration.constantSeconds, !(seconds > 0) {
            throw ExpressionError(
                "duration must be greater than 0", at: start.range, in: text)
        }
        return duration
    }

    private mutating func shifted(_ node: SyntaxNode) throws(ExpressionError) -> SyntaxNode {
        let start = current
        advance()
        let offset = try offsetDuration()
        return try retimed(node, from: start, "offset") { timing in
            guard timing.offset == nil else { return false }
            timing.offset = offset
            return true
        }
    }

    private mutating func fixed(_ node: SyntaxNode) throws(ExpressionError) -> SyntaxNode {
        let start = current
        advance()
        let fixed = try fixedTime()
        return try retimed(node, from: start, "@") { timing in
            guard timing.fixed == nil else { return false }
            timing.fixed = fixed
            return true
        }
    }

    private mutating func fixedTime() throws(ExpressionError) -> SyntaxNode.FixedTime {
        let start = current
        if start.kind == .word, peek().kind == .leftParenthesis {
            let name = start.text.lowercased()
            guard name == "start" || name == "end" else {
                throw unexpected("after @", wanted: "a timestamp, start() or end()")
            }
            advance()
            advance()
            try expect(.rightParenthesis, "after @")
            return name == "start" ? .queryStart : .queryEnd
        }
        var isNegative = false
        if take(.binary(.subtract)) { isNegative = true } else { _ = take(.binary(.add)) }
        let token = current
        guard let seconds = number(token) else {
            throw unexpected("after @", wanted: "a timestamp, start() or end()")
        }
        advance()
        guard seconds.isFinite, seconds.magnitude < 9e15 else {
            throw ExpressionError(
                "timestamp out of bounds for @ modifier: \(token.text)",
                at: start.range.union(token.range), in: text)
        }
        let milliseconds = ((isNegative ? -seconds : seconds) * 1_000).rounded()
        return .time(Timestamp(milliseconds: Int64(milliseconds)))
    }

    private func number(_ token: Token) -> Double? {
        switch token.kind {
        case .number(let value), .duration(let value): return value
        case .word: return ["inf", "nan"].contains(token.text.lowercased()) ? .infinity : nil
        default: return nil
        }
    }

    private func retimed(
        _ node: SyntaxNode, from start: Token, _ modifier: String,
        _ change: (inout SyntaxNode.Timing) -> Bool
    ) throws(ExpressionError) -> SyntaxNode {
        let range = node.range.union(peek(-1).range)
        let isChanged: Bool
        let kind: SyntaxNode.Kind
        switch node.kind {
        case .selector(var selector):
            isChanged = change(&selector.timing)
            kind = .selector(selector)
        case .subquery(var subquery):
            isChanged = change(&subquery.timing)
            kind = .subquery(subquery)
        default:
            throw ExpressionError(
                "\(modifier) modifier must be preceded by an instant vector selector or range "
                    + "vector selector or a subquery", at: start.range.union(peek(-1).range),
                in: text)
        }
        guard isChanged else {
            throw ExpressionError(
                "\(modifier) may not be set multiple times", at: start.range, in: text)
        }
        return SyntaxNode(kind, range)
    }

    private mutating func extended(
        _ node: SyntaxNode, _ extent: SyntaxNode.Extent
    ) throws(ExpressionError) -> SyntaxNode {
        let token = current
        advance()
        guard case .selector(var selector) = node.kind, selector.extent == .plain,
            extent == .smoothed || selector.range != nil
        else {
            throw ExpressionError(
                "\(extent.rawValue) modifier must follow a "
                    + (extent == .anchored ? "range vector selector" : "vector selector"),
                at: token.range, in: text)
        }
        selector.extent = extent
        return SyntaxNode(.selector(selector), node.range.union(token.range))
    }
}
