internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

extension Engine {
    /// What the rule compares, for every label set it is there for: the alert's own first, then
    /// those beyond their limit, then those that share most labels with it.
    ///
    /// Values are in the expression's own unit.
    func siblings(_ alert: AlertStatus, at: Timestamp) -> Siblings {
        guard let reading = reading(alert) else { return Siblings() }
        let node = (reading.comparison?.left ?? reading.expression.root).unchosen
        let vantage = vantage(of: alert, at: at)
        guard node.type == .instantVector, let part = reading.part(node),
            let found = try? part.evaluate(at: vantage.at, in: vantage.view),
            let elements = found.value.elements
        else { return Siblings() }
        let own = book.records.first { $0.id == alert.id }?.instance.series ?? .empty
        let demands = LabelDemands(reading.expression.root, labels: own)
        let near = elements.filter { !$0.value.isNaN }
            .map { element in
                Sibling(
                    labels: element.labels.removing([Labels.metricName]), value: element.value,
                    isSubject: demands.accepts(element.labels, of: node),
                    shared: element.labels.pairs.count { own[$0.name] == $0.value })
            }
            .sorted { $0.precedes($1) }
        var places = Array(near.prefix(Siblings.most))
        let passing = Self.passing(reading, own, vantage)
        for index in places.indices { judge(&places[index], reading, alert, passing, vantage) }
        places.sort { $0.precedes($1) }
        let varying = Self.varying(places.map(\.labels))
        return Siblings(
            measured: varying.isSubset(of: Self.placeLabels)
                ? places.compactMap { $0.measured(alert) } : [],
            targets: varying == ["target"] && alert.subject == nil
                ? places.filter { $0.place(alert, varying).moved == true }
                    .compactMap { $0.labels["target"] } : [],
            places: places.prefix(Self.mostPlaces).map { $0.place(alert, varying) },
            beyond: places.count { $0.isSubject ? !alert.isOver : $0.isBeyond == true },
            total: places.contains { $0.isBeyond == nil } ? 0 : places.count)
    }

    /// Labels that say which version it is, and where.
    private static let placeLabels: Set<String> = ["model", "version", "target"]

    /// The label sets of what a rule compares.
    struct Siblings {
        /// More are not looked at.
        static let most = 200
        /// Of versions in their places, where nothing else tells the label sets apart.
        var measured: [MeasuredPlace] = []
        /// Targets beyond their limit, where only the target tells the label sets apart.
        var targets: [String] = []
        var places: [AlertDetail.Place] = []
        /// How many are beyond their limit, of how many; 0 of 0 when nobody can tell.
        var beyond = 0
        var total = 0
    }

    /// The label sets that a rule with guards has in its result; nil where it has none, or where
    /// its result has other labels than what it compares.
    private static func passing(
        _ reading: RuleReading, _ own: Labels, _ vantage: Vantage
    ) -> Set<Labels>? {
        guard reading.hasGuard, reading.isComparisonsValue,
            let found = try? reading.expression.evaluate(at: vantage.at, in: vantage.view),
            let elements = found.value.elements
        else { return nil }
        let passing = Set(elements.map { $0.labels.removing([Labels.metricName]) })
        return passing.contains(own) ? passing : nil
    }

    /// The limit for this label set, whether it is beyond it, and since when.
    ///
    /// - Parameter passing: what the rule's guards let through: nobody can say of another that is
    ///   beyond its limit that it is in trouble.
    private func judge(
        _ sibling: inout Sibling, _ reading: RuleReading, _ alert: AlertStatus,
        _ passing: Set<Labels>?, _ vantage: Vantage
    ) {
        if let comparison = reading.comparison {
            sibling.limit =
                comparison.constant
                ?? Sight(reading, labels: sibling.labels, from: vantage).value(of: comparison.right)
            sibling.isBeyond = sibling.limit.map {
                comparison.operation.holds(sibling.value, $0)
            }
            if sibling.isBeyond == true, let passing, !passing.contains(sibling.labels) {
                sibling.isBeyond = nil
            }
            sibling.isCount = comparison.operation == .equal || comparison.operation == .notEqual
        }
        guard !sibling.isSubject else { return }
        let same = book.records.first {
            $0.rule == alert.rule && $0.instance.isActive && $0.instance.series == sibling.labels
        }
        sibling.since = same.map { Moment($0.instance.activeAt) }
    }

    /// Labels that not all have alike.
    private static func varying(_ sets: [Labels]) -> Set<String> {
        guard let first = sets.first else { return [] }
        let names = Set(sets.flatMap { $0.pairs.map(\.name) })
        return names.filter { name in sets.contains { $0[name] != first[name] } }
    }
}

/// One label set of what a rule compares.
private struct Sibling {
    let labels: Labels
    let value: Double
    let isSubject: Bool
    /// How many labels it shares with the alert.
    let shared: Int
    var limit: Double?
    var isBeyond: Bool?
    /// It is asked for one value only: no multiple of it means anything.
    var isCount = false
    var since: Moment?

    private var rank: (Int, Int) { (isSubject ? 0 : isBeyond == true ? 1 : 2, -shared) }

    func precedes(_ other: Sibling) -> Bool {
        rank == other.rank
            ? AlertMachine.precedes(labels, other.labels) : rank < other.rank
    }

    /// nil for a label set that names no model.
    func measured(_ alert: AlertStatus) -> MeasuredPlace? {
        guard let model = labels["model"] else { return nil }
        var place = MeasuredPlace(
            id: VersionID(model: model, version: labels["version"]), target: labels["target"])
        place.value = value
        place.moved = isSubject && !alert.isOver ? true : isBeyond
        return place
    }

    /// Model and version as everywhere, else the first label that tells it from the others.
    func place(_ alert: AlertStatus, _ varying: Set<String>) -> AlertDetail.Place {
        var name = ["model", "version"].compactMap { labels[$0] }
        var rest = labels.pairs.filter {
            varying.contains($0.name) && !["model", "version"].contains($0.name)
        }.map { LabelWords.word($0.name, $0.value) }
        if name.isEmpty {
            let first = labels.pairs.prefix(1).map { LabelWords.word($0.name, $0.value) }
            name = rest.isEmpty ? first : [rest.removeFirst()]
        }
        var place = AlertDetail.Place(
            name: name.isEmpty ? "its one result" : name.joined(separator: " "),
            detail: rest.joined(separator: " "))
        place.value = value
        place.usual = limit
        if !isCount, let limit, limit > 0 { place.ratio = value / limit }
        place.moved = isSubject && !alert.isOver ? true : isBeyond
        place.since = isSubject ? (alert.isOver ? nil : alert.onsetAt ?? alert.activeAt) : since
        return place
    }
}
