internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    static let mostPlaces = 12

    /// The same measure at this version, target by target when it serves in several, at other
    /// versions of the model, at other models of the target.
    ///
    /// Values are in the alert's own unit: seconds, ratios, PSI.
    func places(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> [AlertDetail.Place] {
        let at = Timestamp(snapshot.at)
        guard watched(alert).isOfVersion, let subject = alert.subject else {
            return siblings(alert, at: at).places
        }
        let instant = vantage(of: alert, at: at).at
        let target = alert.labels["target"]
        let active = ActivePlaces(of: alert, in: book)
        // What the scope counts is shown, wherever it is.
        let moved = Set(measured(alert, at: instant).filter { $0.moved == true }.map(\.id))
        let serving = versions.filter { version in
            let own = version.deployments.map { deployments[$0].key.target }
            guard version.deployments.contains(where: { serves($0, at: instant) }) else {
                return Self.id(version) == subject
            }
            return version.model == subject.model || target == nil || own.contains(target)
                || moved.contains(Self.id(version))
        }
        let sorted = serving.sorted { left, right in
            func rank(_ id: VersionID) -> (Int, String) {
                let place = (id.model == subject.model ? 1 : 3) + (moved.contains(id) ? 0 : 1)
                return (id == subject ? 0 : place, id.model)
            }
            let (first, second) = (Self.id(left), Self.id(right))
            return rank(first) == rank(second)
                ? Self.versionOrder(first.version, second.version) : rank(first) < rank(second)
        }
        let places = sorted.prefix(Self.mostPlaces).flatMap { version -> [AlertDetail.Place] in
            let id = Self.id(version)
            let named = version.deployments.filter { deployments[$0].key.target != nil }
            let isOwn =
                id == subject || subject.version == nil && version.model == subject.model
            if !isOwn, named.count > 1,
                let there = named.first(where: { deployments[$0].key.target == target })
            {
                // What else it serves elsewhere says nothing of the alert's own target.
                let measured = measured(id, target, [there], alert, active, at: instant)
                return [place(measured, detail: target ?? "")]
            }
            // A rule over all its targets is met in some of them; a feature is counted over all.
            guard isOwn, named.count > 1, target != nil || !watched(alert).isFeature else {
                let measured = measured(
                    id, nil, version.deployments, alert, active, at: instant)
                return [place(measured, detail: share(of: id, snapshot))]
            }
            return named.sorted {
                let (first, second) = (deployments[$0].key.target, deployments[$1].key.target)
                if (first == target) != (second == target) { return first == target }
                return (first ?? "") < (second ?? "")
            }.map { index in
                measured(id, deployments[index].key.target, [index], alert, active, at: instant)
            }.sorted { $0.moved == true && $1.moved != true }
                .map { place($0, detail: $0.target ?? "") }
        }
        return Array(places.prefix(Self.mostPlaces))
    }

    private static func id(_ version: VersionState) -> VersionID {
        VersionID(model: version.model, version: version.version)
    }

    /// `eu-1 90 %`: where a version serves, and its part of the traffic.
    private func share(of id: VersionID, _ snapshot: SystemSnapshot) -> String {
        let status = snapshot.models.first { $0.name == id.model }?.versions.first { $0.id == id }
        return [status?.target, status?.trafficShare.map(Words.percent)].compactMap(\.self)
            .joined(separator: " ")
    }

    private func place(_ measured: MeasuredPlace, detail: String) -> AlertDetail.Place {
        var place = AlertDetail.Place(name: measured.id.words, detail: detail)
        place.value = measured.value
        place.usual = measured.usual
        place.usualBorrowed = measured.usualBorrowed
        if let value = place.value, let usual = place.usual, usual > 0 {
            place.ratio = value / usual
        }
        place.moved = measured.moved
        place.since = measured.since
        return place
    }

    /// The least share of failed requests that a rule calls too many; the built-in rule's without
    /// one.
    var errorLimit: Double {
        readings.all.filter { $0.watched == .errors }.compactMap(\.comparison?.constant).min()
            ?? 0.02
    }

    /// How far apart what two versions get to eat is, as multiples of a feature's limit.
    struct InputGap: Sendable {
        var other: VersionID
        /// By feature, the widest first; never empty.
        var gaps: [(feature: String, times: Double)]

        /// Features that differ by more than their limit.
        var apart: [String] { gaps.filter { $0.times >= 1 }.map(\.feature) }
    }

    /// Whether both versions get the same to eat; nil when nobody can tell.
    func inputGap(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> InputGap? {
        guard !watched(alert).isFeature, let subject = alert.subject, subject.version != nil,
            let other = compared(with: subject, asked: nil)
        else { return nil }
        func features(of id: VersionID) -> [FeatureState] {
            versionIndex[DeploymentKey(model: id.model, version: id.version, target: nil)]
                .map { versions[$0].features } ?? []
        }
        let theirs = features(of: other)
        let at = Timestamp(snapshot.at)
        let window = Int64(settings.windowSeconds * 1_000)
        let gaps = features(of: subject).compactMap { mine -> (feature: String, times: Double)? in
            // What a version answers is not what it is given; other bins count something else.
            guard !["score", "prediction"].contains(mine.name), let reference = mine.reference,
                let beside = theirs.first(where: { $0.name == mine.name }),
                beside.reference?.bins.map(\.content) == reference.bins.map(\.content)
            else { return nil }
            let counts = [mine, beside].map {
                $0.counts(at: at, windowMilliseconds: window, exact: true, clocks: clocks).values
            }
            return PopulationStability.distance(counts[0].dropLast(), counts[1].dropLast())
                .map { (mine.name, $0.value / $0.threshold) }
        }
        guard !gaps.isEmpty else { return nil }
        return InputGap(other: other, gaps: gaps.sorted { $0.times > $1.times })
    }

    /// `input of 8 and of 7: at most 0.1 × limit apart (amount)`.
    func inputNote(_ alert: AlertStatus, _ gap: InputGap?) -> String? {
        guard watched(alert).isRequests, let subject = alert.subject, let gap,
            let widest = gap.gaps.first
        else { return nil }
        return
            "input of \(subject.version ?? subject.model) and of"
            + " \(gap.other.version ?? gap.other.model):"
            + " at most \(Words.times(widest.times)) × limit apart (\(widest.feature))"
    }
}
