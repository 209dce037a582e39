/// A set of label names and values, as in Prometheus: the identity of a series.
///
/// Sorted by name, no empty values (an empty value means "label absent"), the hash computed once.
package struct Labels: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// Sorted by name; names are unique.
    package let pairs: [Pair]
    private let storedHash: Int

    package static let metricName = "__name__"
    package static let empty = Labels([])

    /// Later pairs of the same name win; empty values are dropped.
    package init(_ pairs: some Sequence<(String, String)>) {
        var sorted: [Pair] = []
        sorted.reserveCapacity(pairs.underestimatedCount)
        for (name, value) in pairs { sorted.append(Pair(name: name, value: value)) }
        Self.sort(&sorted)
        self.init(sorted: sorted)
    }

    /// By name, the later of two with one name, none without a value.
    private static func sort(_ pairs: inout [Pair]) {
        guard pairs.count <= 32 else {
            // A hostile line has thousands.
            let byName = Dictionary(pairs.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            pairs = byName.values.filter { !$0.value.isEmpty }.sorted { $0.name < $1.name }
            return
        }
        // Few, and most of them in order: quicker than a dictionary.
        var sorted: [Pair] = []
        sorted.reserveCapacity(pairs.count)
        for pair in pairs {
            var place = sorted.count
            while place > 0, sorted[place - 1].name > pair.name { place -= 1 }
            if place > 0, sorted[place - 1].name == pair.name {
                sorted[place - 1] = pair
            } else {
                sorted.insert(pair, at: place)
            }
        }
        if sorted.contains(where: \.value.isEmpty) { sorted.removeAll(where: \.value.isEmpty) }
        pairs = sorted
    }

    package init(_ dictionary: [String: String]) {
        self.init(dictionary.map { ($0.key, $0.value) })
    }

    /// `pairs` must be sorted by name, unique, without empty values.
    package init(sorted pairs: [Pair]) {
        self.pairs = pairs
        var hasher = Hasher()
        hasher.combine(pairs)
        storedHash = hasher.finalize()
    }

    package subscript(name: String) -> String? {
        for pair in pairs where pair.name == name { return pair.value }
        return nil
    }

    package var metric: String? { self[Self.metricName] }
    package var isEmpty: Bool { pairs.isEmpty }
    package var dictionary: [String: String] {
        Dictionary(uniqueKeysWithValues: pairs.map { ($0.name, $0.value) })
    }

    package func setting(_ name: String, _ value: String) -> Labels {
        guard !value.isEmpty else { return removing([name]) }
        var sorted = pairs
        sorted.append(Pair(name: name, value: value))
        Self.sort(&sorted)
        return Labels(sorted: sorted)
    }

    /// Whether it has every pair of `other`.
    package func covers(_ other: Labels) -> Bool {
        other.pairs.allSatisfy { self[$0.name] == $0.value }
    }

    package func removing(_ names: some Collection<String>) -> Labels {
        guard pairs.contains(where: { names.contains($0.name) }) else { return self }
        return Labels(sorted: pairs.filter { !names.contains($0.name) })
    }
    package func keeping(_ names: some Collection<String>) -> Labels {
        Labels(sorted: pairs.filter { names.contains($0.name) })
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(storedHash) }
    package static func == (left: Self, right: Self) -> Bool {
        left.storedHash == right.storedHash && left.pairs == right.pairs
    }
}
