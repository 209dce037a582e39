/// Which sources have a series just now: it ends when the last of them no longer has it.
///
/// An exporter that writes a new file and moves it over the old one is seen as a second source for
/// a moment; its end is not the end of the series.
struct SeriesHolders: Sendable {
    /// The source that has a series, by the series' number; 0 for none, else its number plus 1.
    private var single: [UInt32] = []
    /// Further sources of the few series that have several.
    private var further: [Int: Set<UInt32>] = [:]

    /// Notes that `source` has brought the series.
    mutating func hold(_ series: Int, by source: Int) {
        let source = UInt32(source) + 1
        while single.count <= series { single.append(0) }
        if single[series] == 0 {
            single[series] = source
        } else if single[series] != source {
            further[series, default: []].insert(source)
        }
    }

    /// Notes that `source` no longer has it; true when nobody has.
    mutating func release(_ series: Int, by source: Int) -> Bool {
        let source = UInt32(source) + 1
        guard series < single.count else { return true }
        further[series]?.remove(source)
        if single[series] == source { single[series] = further[series]?.popFirst() ?? 0 }
        if further[series]?.isEmpty == true { further[series] = nil }
        return single[series] == 0
    }
}
