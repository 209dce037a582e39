internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Fewer requests than this have nothing in common that could be told from chance.
    private static let fewestRequests = 100
    private static let fewestFailed = 5
    /// The slowest: one in twenty.
    private static let slowShare = 0.05
    private static let mostContrasts = 2

    /// What the slowest and the failed requests of a version have in common, against all of the
    /// window.
    func addCommon(_ index: Int, at: Timestamp, window: Int64, to list: inout RequestList) {
        let version = versions[index]
        guard version.reference != nil else {
            list.commonSlow = "no reference: what they have in common is unknown"
            return
        }
        let rows = version.sample.rows(endingAt: at, window: window, clocks)
        let timed = rows.filter { !$0.row.latencySeconds.isNaN }
        let slow = Int((Double(timed.count) * Self.slowShare).rounded(.up))
        if timed.count >= Self.fewestRequests {
            let order = timed.indices.sorted {
                timed[$0].row.latencySeconds > timed[$1].row.latencySeconds
            }
            let chosen = Set(order.prefix(slow))
            list.commonSlow = words(version, timed, "the slowest 5 %", &list.commonFeatures) {
                chosen.contains($0)
            }
        } else if !timed.isEmpty {
            list.commonSlow = "too few requests to say what they have in common"
        }
        guard rows.count >= Self.fewestRequests,
            rows.count(where: \.row.failed) >= Self.fewestFailed
        else { return }
        list.commonFailed = words(version, rows, "the failed", &list.commonFeatures) {
            rows[$0].row.failed
        }
    }

    /// `items above 100 in 88 % of the slowest 5 %, in 9 % of all`.
    private func words(
        _ version: VersionState, _ rows: [(row: RequestSample.Row, bins: ArraySlice<UInt8>)],
        _ name: String, _ features: inout [String], isChosen: (Int) -> Bool
    ) -> String {
        let columns = version.sample.features.enumerated().compactMap { place, feature in
            column(version.features[feature], place, rows, isChosen)
        }
        let found = FeatureContrast.strongest(columns).prefix(Self.mostContrasts)
        guard !found.isEmpty else { return "\(name) have nothing in common beyond chance" }
        features += found.map(\.feature)
        return found.enumerated().map { position, contrast in
            "\(contrast.feature) \(contrast.words) in \(Wording.percent(contrast.share)) of "
                + (position == 0 ? name : "them") + "; in \(Wording.percent(contrast.shareOfAll))"
                + " of all"
        }.joined(separator: "; ")
    }

    private func column(
        _ state: FeatureState, _ place: Int,
        _ rows: [(row: RequestSample.Row, bins: ArraySlice<UInt8>)], _ isChosen: (Int) -> Bool
    ) -> FeatureContrast.Column? {
        guard let reference = state.reference else { return nil }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: reference.slotCount), count: 2)
        for (index, row) in rows.enumerated() {
            let bin = Int(row.bins[row.bins.startIndex + place])
            guard bin < reference.slotCount else { continue }
            counts[isChosen(index) ? 0 : 1][bin] += 1
        }
        return FeatureContrast.Column(
            name: state.name, reference: reference, chosen: counts[0], rest: counts[1])
    }
}
