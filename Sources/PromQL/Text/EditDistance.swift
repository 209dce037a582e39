/// How many single-letter changes lie between two words.
package enum EditDistance {
    /// The word most like another; nil when none is near.
    package static func nearest(to word: String, of words: [String]) -> String? {
        let wanted = word.lowercased()
        // Of two that are as near the one that begins alike: rat is rate rather than rad.
        let near = words.map { word in
            (
                word: word, distance: between(wanted, word),
                unlike: -zip(word, wanted).prefix { $0.0 == $0.1 }.count
            )
        }.min { ($0.distance, $0.unlike) < ($1.distance, $1.unlike) }
        guard let near, near.distance <= max(1, wanted.utf8.count / 3), near.distance > 0 else {
            return nil
        }
        return near.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours, each counted once.
    package static func between(_ left: String, _ right: String) -> Int {
        let first = Array(left.utf8)
        let second = Array(right.utf8)
        var twoBack: [Int] = []
        var previous = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let same = first[row] == second[column]
                var best = min(
                    previous[column] + (same ? 0 : 1), previous[column + 1] + 1,
                    current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1],
                    first[row - 1] == second[column]
                {
                    best = min(best, twoBack[column - 1] + 1)
                }
                current.append(best)
            }
            twoBack = previous
            previous = current
        }
        return previous[second.count]
    }
}
