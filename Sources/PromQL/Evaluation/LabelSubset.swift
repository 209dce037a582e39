import Telemetry

/// Which labels count when series are matched or grouped.
struct LabelSubset: Sendable {
    /// Whether `names` are the labels that count, or those that do not.
    let keeps: Bool
    let names: [String]

    /// By `on`/`by` the names count; otherwise all others do but the metric's own.
    init(keeping: Bool, _ names: [String]) {
        keeps = keeping
        self.names = names
    }

    func includes(_ name: String) -> Bool {
        if keeps { return names.contains(name) }
        return !MetadataLabels.contains(name) && !names.contains(name)
    }

    /// Only the labels that count.
    func applied(to labels: Labels) -> Labels {
        if labels.pairs.allSatisfy({ includes($0.name) }) { return labels }
        return Labels(sorted: labels.pairs.filter { includes($0.name) })
    }

    func key(_ labels: Labels) -> Key {
        var hasher = Hasher()
        for pair in labels.pairs where includes(pair.name) { hasher.combine(pair) }
        return Key(labels: labels, subset: self, hash: hasher.finalize())
    }

    /// Labels seen through a subset: hashed and compared without building new ones.
    struct Key: Hashable {
        let labels: Labels
        let subset: LabelSubset
        let hash: Int

        func hash(into hasher: inout Hasher) { hasher.combine(hash) }

        static func == (left: Key, right: Key) -> Bool {
            guard left.hash == right.hash else { return false }
            var first = left.labels.pairs[...]
            var second = right.labels.pairs[...]
            while true {
                while let pair = first.first, !left.subset.includes(pair.name) {
                    first.removeFirst()
                }
                while let pair = second.first, !left.subset.includes(pair.name) {
                    second.removeFirst()
                }
                guard let one = first.popFirst(), let other = second.popFirst() else {
                    return first.isEmpty && second.isEmpty
                }
                if one != other { return false }
            }
        }
    }
}
