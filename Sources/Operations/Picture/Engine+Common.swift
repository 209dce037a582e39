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
    func addCommon(
        _ index: Int, target: String?, at: Timestamp, window: Int64, to list: inout RequestList
    ) {
        let version = versions[index]
        let place = target.map { version.requests.place(of: $0) }
        let rows = version.sample.rows(endingAt: at, window: window, clocks)
            .filter { sampled in place.map { $0 == Int(sampled.row.target) } ?? true }
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
        let columns =
            version.sample.values.map { values in
                version.features.indices.prefix(SampledValues.featureLimit).compactMap {
                    column(version.features[$0].name, $0, values, rows, isChosen)
                }
            }
            ?? version.sample.features.enumerated().compactMap { place, feature in
                column(version.features[feature], place, rows, isChosen)
            }
        let found = FeatureContrast.strongest(columns).prefix(Self.mostContrasts)
        guard !found.isEmpty else { return "\(name) have nothing in common beyond chance" }
        for contrast in found where !features.contains(contrast.feature) {
            features.append(contrast.feature)
        }
        return found.enumerated().map { position, contrast in
            "\(contrast.feature) \(contrast.words) in \(Wording.percent(contrast.share)) of "
                + (position == 0 ? name : "them") + "; in \(Wording.percent(contrast.shareOfAll))"
                + " of all"
        }.joined(separator: "; ")
    }

    /// Without a reference the bins are those of the sampled requests themselves: tenths of its
    /// numbers, its categories as they are.
    private func column(
        _ name: String, _ feature: Int, _ values: SampledValues,
        _ rows: [(row: RequestSample.Row, bins: ArraySlice<UInt8>)], _ isChosen: (Int) -> Bool
    ) -> FeatureContrast.Column? {
        guard !values.isText[feature] else { return nil }
        let found = rows.map { SampledValues.value(feature, of: $0.bins) }
        var table = ReferenceTable.Column()
        for value in found {
            switch value {
            case .number(let number): table.numbers.append(number)
            case .category(let code): table.categories[values.names[feature][code], default: 0] += 1
            case .null: table.nulls += 1
            case nil: break
            }
        }
        guard Set(found.compactMap(\.self)).count > 1 else { return nil }
        let reference = FeatureReference(table)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: reference.slotCount), count: 2)
        for (index, value) in found.enumerated() {
            let bin: Int
            switch value {
            case .number(let number): bin = reference.binIndex(of: number)
            case .category(let code):
                bin = reference.binIndex(ofCategory: values.names[feature][code])
            case .null: bin = reference.nullIndex
            case nil: continue
            }
            counts[isChosen(index) ? 0 : 1][bin] += 1
        }
        return FeatureContrast.Column(
            name: name, reference: reference, chosen: counts[0], rest: counts[1])
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
