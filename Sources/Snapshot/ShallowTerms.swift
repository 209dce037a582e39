extension [AlertDetail.Term] {
    /// As many terms as there is room for: the deepest go first, and are counted; what has a
    /// verdict of its own stays, however many there are.
    package func shallow(fitting room: Int) -> Self {
        guard count > room else { return self }
        var kept = self
        var left = 0
        while kept.count + 1 > room, let deepest = kept.map(\.depth).max(), deepest > 0,
            let index = kept.lastIndex(where: { $0.depth == deepest })
        {
            kept.remove(at: index)
            left += 1
        }
        guard left > 0 else { return self }
        var more = AlertDetail.Term(
            value: "", text: "\(left) more part\(left == 1 ? "" : "s")", verdict: "")
        more.depth = 1
        kept.insert(more, at: (kept.lastIndex { !$0.verdict.isEmpty }) ?? kept.count)
        return kept
    }
}
