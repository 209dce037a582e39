/// The series there are, found by their labels: an inverted index from every label name and value
/// to the numbers of the series that have them.
///
/// Numbers are given from 0 in the order of arrival and never taken back, so that every list is
/// ascending by itself. Cost: some four to eight bytes a label and series beside the labels.
package struct LabelIndex: Sendable {
    /// By number.
    package private(set) var labels: [Labels] = []
    private var numbers: [Labels: UInt32] = [:]
    private var postings: [String: [String: [UInt32]]] = [:]

    package init() {}

    package var count: Int { labels.count }

    package func number(of labels: Labels) -> Int? { numbers[labels].map(Int.init) }

    /// The number of a series, given when it is new.
    package mutating func insert(_ labels: Labels) -> Int {
        if let known = numbers[labels] { return Int(known) }
        let number = UInt32(self.labels.count)
        self.labels.append(labels)
        numbers[labels] = number
        for pair in labels.pairs {
            postings[pair.name, default: [:]][pair.value, default: []].append(number)
        }
        return Int(number)
    }

    /// Every value a label has in any series.
    package func values(of name: String) -> [String] { postings[name].map { Array($0.keys) } ?? [] }

    /// The numbers of all series that satisfy every matcher, ascending.
    ///
    /// As in Prometheus a label that is absent counts as empty, so that a matcher that accepts the
    /// empty text finds nothing by the index: it is tested on what the others leave.
    package func series(matching matchers: [LabelMatcher]) -> [UInt32] {
        var lists: [[UInt32]] = []
        var tests: [LabelMatcher] = []
        for matcher in matchers {
            if let texts = matcher.texts, !texts.contains("") {
                let list = union(texts.compactMap { postings[matcher.name]?[$0] })
                if list.isEmpty { return [] }
                lists.append(list)
            } else {
                tests.append(matcher)
            }
        }
        if lists.isEmpty, let place = tests.firstIndex(where: { !$0.accepts(value: "") }) {
            lists.append(listed(tests.remove(at: place)))
        }
        guard let first = lists.min(by: { $0.count < $1.count }) else {
            return tested(Array(0..<UInt32(labels.count)), tests)
        }
        var left = first
        for list in lists.sorted(by: { $0.count < $1.count }).dropFirst() {
            left = Self.intersection(left, list)
        }
        return tested(left, tests)
    }

    /// The numbers from `first` on that satisfy every matcher: what a known answer has gained.
    package func series(matching matchers: [LabelMatcher], from first: Int) -> [UInt32] {
        (first..<labels.count).filter { number in
            matchers.allSatisfy { $0.accepts(labels[number]) }
        }.map(UInt32.init)
    }

    /// All series whose value of a label a matcher accepts; the empty value is not among them.
    private func listed(_ matcher: LabelMatcher) -> [UInt32] {
        let lists = postings[matcher.name] ?? [:]
        return union(lists.filter { matcher.accepts(value: $0.key) }.map(\.value))
    }

    /// No series has two values of one label: the lists have nothing in common.
    private func union(_ lists: [[UInt32]]) -> [UInt32] {
        lists.count == 1 ? lists[0] : lists.joined().sorted()
    }

    private func tested(_ numbers: [UInt32], _ matchers: [LabelMatcher]) -> [UInt32] {
        var left = numbers
        for matcher in matchers {
            // A value is a text to compare or an expression to run: where series share values, each
            // is asked for once.
            if let values = postings[matcher.name], values.count < left.count {
                let refused = Set(values.keys.filter { !matcher.accepts(value: $0) })
                let takesAbsent = matcher.accepts(value: "")
                left.removeAll { number in
                    guard let value = labels[Int(number)][matcher.name] else {
                        return !takesAbsent
                    }
                    return refused.contains(value)
                }
            } else {
                left.removeAll { !matcher.accepts(labels[Int($0)]) }
            }
        }
        return left
    }

    /// What two ascending lists share; `short` is stepped through, `long` is searched.
    private static func intersection(_ short: [UInt32], _ long: [UInt32]) -> [UInt32] {
        var shared: [UInt32] = []
        shared.reserveCapacity(short.count)
        var low = 0
        for number in short {
            // Ever wider steps from the last place, then halves of the last step.
            var step = 1
            while low + step < long.count, long[low + step] < number { step *= 2 }
            var high = min(low + step, long.count)
            low += step / 2
            while low < high {
                let middle = (low + high) / 2
                if long[middle] < number { low = middle + 1 } else { high = middle }
            }
            if low == long.count { break }
            if long[low] == number { shared.append(number) }
        }
        return shared
    }
}
