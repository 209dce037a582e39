import Snapshot

/// What two versions are made of, changed lines first.
struct Differences {
    /// One fact on both sides.
    struct Line: Equatable {
        var name: String
        var first: String?
        var second: String?
        /// Both are known and equal.
        var isSame: Bool { first == second }
    }
    let lines: [Line]

    init(_ first: VersionStatus, _ second: VersionStatus) {
        let identity: [(String, (VersionStatus) -> String?)] = [
            ("commit", { $0.commit }), ("data", { $0.dataset }), ("run", { $0.run }),
            ("flavor", { $0.flavor }), ("artifact", { $0.artifact }), ("stage", { $0.stage }),
            ("author", { $0.author }), ("created", { $0.createdAt.map(Formatting.dateMinute) }),
        ]
        var all = identity.map { name, part in
            Line(name: name, first: part(first), second: part(second))
        }
        all += Self.pairs(first.params, second.params) { $0 }
        all += Self.pairs(first.trainingMetrics, second.trainingMetrics, Facts.metric)
        all += Self.pairs(first.tags, second.tags) { $0 }
        let known = all.filter { $0.first != nil || $0.second != nil }
        lines = known.filter { !$0.isSame } + known.filter(\.isSame)
    }

    var changed: Int { lines.count { !$0.isSame } }

    private static func pairs<Value>(
        _ first: [String: Value], _ second: [String: Value], _ text: (Value) -> String
    ) -> [Line] {
        Set(first.keys).union(second.keys).sorted().map { name in
            Line(name: name, first: first[name].map(text), second: second[name].map(text))
        }
    }
}
