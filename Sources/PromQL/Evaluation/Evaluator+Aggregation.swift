import Glibc
import Telemetry

extension Evaluator {
    /// Fewer elements of many.
    func aggregate(
        _ aggregation: SyntaxNode.Aggregation, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        if aggregation.operation == .countValues {
            return try countValues(aggregation, at: time)
        }
        let parameter: Double
        if let node = aggregation.parameter {
            parameter = try scalar(node, at: time)
        } else {
            parameter = 0
        }
        let elements = try vector(aggregation.operand, at: time)
        if aggregation.operation.selects {
            return try Selection(aggregation, parameter, self).selected(elements)
        }
        if aggregation.operation == .quantile, let node = aggregation.parameter {
            noteInvalidQuantile(parameter, at: node.range)
        }
        let groups = Groups(aggregation.grouping)
        return groups.members(elements).map { members in
            var result = Element(
                labels: groups.labels(elements[members[0]].labels),
                value: Self.value(aggregation.operation, parameter, members, elements))
            result.dropsName = members.contains { elements[$0].dropsName }
            return result
        }
    }

    func noteInvalidQuantile(_ q: Double, at range: SourceRange) {
        guard !(q >= 0 && q <= 1) else { return }
        note(
            .warning,
            "quantile value should be between 0 and 1, got "
                + GoNumber.general(q, threshold: 6), at: range)
    }

    private static func value(
        _ operation: AggregationOperator, _ parameter: Double, _ members: [Int],
        _ elements: [Element]
    ) -> Double {
        let first = elements[members[0]].value
        switch operation {
        case .count: return Double(members.count)
        case .group: return 1
        case .sum:
            var sum = CompensatedSum(first)
            for member in members.dropFirst() { sum.add(elements[member].value) }
            return sum.value
        case .avg:
            var mean = RobustMean(first: first)
            for member in members.dropFirst() { mean.add(elements[member].value) }
            return mean.value
        case .min, .max:
            var best = first
            for member in members.dropFirst() {
                let value = elements[member].value
                if best.isNaN || (operation == .min ? value < best : value > best) {
                    best = value
                }
            }
            return best
        case .stdvar: return variance(members, elements)
        case .stddev: return sqrt(variance(members, elements))
        case .quantile: return Quantile.of(members.map { elements[$0].value }, parameter)
        case .countValues, .topk, .bottomk, .limitk, .limitRatio:
            preconditionFailure("\(operation.rawValue) does not make one number of a group")
        }
    }

    private static func variance(_ members: [Int], _ elements: [Element]) -> Double {
        var mean = elements[members[0]].value
        var squares = mean.isFinite ? 0 : Double.nan
        for (index, member) in members.enumerated().dropFirst() {
            let difference = elements[member].value - mean
            mean += difference / Double(index + 1)
            squares += difference * (elements[member].value - mean)
        }
        return squares / Double(members.count)
    }

    private func countValues(
        _ aggregation: SyntaxNode.Aggregation, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        guard let parameter = aggregation.parameter else { return [] }
        let label = string(parameter)
        guard label.isValidUTF8, !label.value.isEmpty else {
            throw EvaluationError(
                "invalid label name \(GoString.quoted(label.bytes))", at: parameter.range)
        }
        var grouping = aggregation.grouping
        if !grouping.isWithout { grouping.labels.append(label.value) }
        let elements = try vector(aggregation.operand, at: time).map { element in
            var element = element
            element.labels = element.labels.setting(label.value, GoNumber.decimal(element.value))
            return element
        }
        let groups = Groups(grouping)
        return groups.members(elements).map { members in
            var result = Element(
                labels: groups.labels(elements[members[0]].labels), value: Double(members.count))
            result.dropsName = members.contains { elements[$0].dropsName }
            return result
        }
    }
}

/// How an aggregation divides its input.
struct Groups {
    private let subset: LabelSubset
    private let isSingle: Bool

    init(_ grouping: Grouping) {
        subset = LabelSubset(keeping: !grouping.isWithout, grouping.labels)
        isSingle = !grouping.isWithout && grouping.labels.isEmpty
    }

    /// Indices of each group's members, groups and members in the order of appearance.
    func members(_ elements: [Element]) -> [[Int]] {
        if isSingle { return elements.isEmpty ? [] : [Array(elements.indices)] }
        var groups: [[Int]] = []
        var byKey: [LabelSubset.Key: Int] = [:]
        for (index, element) in elements.enumerated() {
            let key = subset.key(element.labels)
            if let group = byKey[key] {
                groups[group].append(index)
            } else {
                byKey[key] = groups.count
                groups.append([index])
            }
        }
        return groups
    }

    /// The labels of the group that a member with these belongs to.
    func labels(_ member: Labels) -> Labels {
        isSingle ? .empty : subset.applied(to: member)
    }
}
