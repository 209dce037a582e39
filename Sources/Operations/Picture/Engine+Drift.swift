internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Every feature of a version against its reference, at the moment shown.
    func featureDrifts(of version: VersionState, at: Timestamp, window: Int64) -> [FeatureDrift] {
        version.features.compactMap { state in
            // A column of the reference that is never logged is unknown, and so is one without
            // reference; both are listed, with nothing known.
            let length = min(window, Int64(settings.windowSeconds * 1_000))
            guard let reference = state.reference else {
                return state.grid.total > 0
                    ? withoutReference(state, at: at, window: length) : nil
            }
            let counts = state.counts(
                at: at, windowMilliseconds: length, exact: true, clocks: clocks)
            return FeatureDrift(state.name, FeatureMeasure(counts, reference), reference)
        }
    }

    /// How much there is of a feature that nothing can be compared with.
    private func withoutReference(
        _ state: FeatureState, at: Timestamp, window: Int64
    ) -> FeatureDrift {
        var drift = FeatureDrift(feature: state.name, kind: .numeric)
        let counts = state.counts(
            at: at, windowMilliseconds: window, exact: true, clocks: clocks)
        drift.currentCount = counts.valueCount
        let rows = counts.rowCount
        drift.nullRatio = rows > 0 ? Double(counts.rows[state.nullBin]) / Double(rows) : nil
        return drift
    }

    func featureDetail(
        _ id: VersionID, _ name: String, _ interest: Interest, at: Timestamp
    ) -> FeatureDetail? {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let index = versionIndex[key],
            let state = versions[index].features.first(where: { $0.name == name }),
            let reference = state.reference
        else { return nil }
        let counts = state.counts(
            at: at, windowMilliseconds: Int64(settings.windowSeconds * 1_000), exact: true,
            clocks: clocks)
        let measure = FeatureMeasure(counts, reference)
        var detail = FeatureDetail(
            id: id, drift: FeatureDrift(name, measure, reference))
        let total = Double(max(1, counts.valueCount))
        let terms = Dictionary(
            measure.drift.parts.map { ($0.content, $0.contribution) }, uniquingKeysWith: +)
        detail.bins = reference.bins.enumerated().map { position, bin in
            FeatureDetail.Bin(
                label: bin.content.label,
                referenceShare: reference.rows.values > 0
                    ? Double(bin.count) / Double(reference.rows.values) : 0,
                currentShare: Double(counts.values[position]) / total,
                contribution: terms[.bin(bin.content)] ?? 0)
        }
        let unseen = counts.values[reference.unseenIndex]
        if unseen > 0 {
            detail.bins.append(
                FeatureDetail.Bin(
                    label: "not in the reference", referenceShare: 0,
                    currentShare: Double(unseen) / total,
                    contribution: terms[.unseen] ?? 0))
        }
        detail.liveFrom = counts.from.map(Moment.init)
        detail.referenceName = versions[index].reference?.location ?? ""
        detail.history = driftHistory(index, state, interest, at: at)
        return detail
    }

    /// Drift as a multiple of the limit: minute by minute over six hours, or hour by hour over the
    /// week when that is known and the trouble is older.
    private func driftHistory(
        _ index: Int, _ state: FeatureState, _ interest: Interest, at: Timestamp
    ) -> ChartSeries? {
        guard state.gauges.registered else { return nil }
        let from = at - 6 * 3_600_000
        let fine = Self.chart(
            "drift", driftRatios(state, after: from, through: at), from: from, to: at,
            points: interest.chartPoints)
        let known = fine.values.compactMap(\.self)
        guard known.allSatisfy({ $0 > 1 }) else { return fine }
        let oldest = rollups.first.map(RollupBook.start) ?? at
        let hour = Rollup.milliseconds
        let count = min(7 * 24, Int((at - oldest + hour - 1) / hour))
        guard count > 12 else { return fine }
        let axis = StripAxis(at: at, points: count, bucketMilliseconds: hour)
        return strip(.drift(state.name), hours(of: index, interest, at: at, axis: axis))
    }
}

extension FeatureDrift {
    init(_ name: String, _ measure: FeatureMeasure, _ reference: FeatureReference) {
        self.init(feature: name, kind: reference.kind == .numeric ? .numeric : .categorical)
        value = measure.drift.value
        threshold = measure.drift.threshold
        drifted = measure.drift.drifted
        referenceCount = Int64(measure.drift.referenceCount)
        currentCount = Int64(measure.drift.currentCount)
        // A column that was never logged is unknown, not null.
        guard measure.rows > 0 else { return }
        nullRatio = measure.nulls.value
        nullLimit = measure.nulls.limit
        unseenRatio = measure.unseen.value
        unseenLimit = measure.unseen.limit
        whatMoved = measure.drift.drifted ? Movement(measure.drift).words : ""
    }
}

extension ReferenceBin.Content {
    /// `< 12.5`, `12.5 … 20`, `> 72`, or the category.
    var label: String {
        switch self {
        case .interval(nil, nil): "any"
        case .interval(let above?, nil): "> \(Words.number(above))"
        case .interval(nil, let through?): "≤ \(Words.number(through))"
        case .interval(let above?, let through?):
            "\(Words.number(above)) … \(Words.number(through))"
        case .category(let text): text
        case .otherCategories: "other"
        case .text: "text"
        }
    }
}
