internal import Snapshot
internal import Telemetry

/// Where a trouble shows, from most to least contained.
enum Scope: Sendable {
    /// Some of the targets that the version serves in; the others are as usual.
    case targets([String], of: Int)
    /// One version on some of its targets, while what else serves there is as usual.
    ///
    /// Named where the alert does not say which.
    case versionThere(named: String?, [String], of: Int)
    /// Some versions of the model; the others that serve are as usual.
    case versions(Int, of: Int)
    /// One version, named where the alert does not say which; whether another one on its target is
    /// measured and as usual.
    case version(named: String?, sparesMachine: Bool)
    /// The alert names a model and no version; other models are as usual.
    case oneModel
    case model, target, everything, unknown
    /// Some of the label sets that a rule compares.
    case sets(Int, of: Int)
}

extension Engine {
    /// Whether the same measure moved at the same version elsewhere, at other versions of the
    /// model, at other models of the target.
    ///
    /// Told by what was measured there, whoever the rule is about.
    func scope(_ alert: AlertStatus, at: Timestamp) -> Scope {
        // A stage is a model's: no version and no machine has it alone.
        guard alert.labels["stage"] == nil else { return .unknown }
        guard watched(alert).isOfVersion, alert.subject != nil else {
            // What several label sets of one rule have is no scope of one of them.
            guard alert.members.isEmpty else { return .unknown }
            let found = siblings(alert, at: at)
            if let subject = alert.subject, found.measured.count > 1 {
                return scope(alert, subject, [subject], found.measured)
            }
            if !found.targets.isEmpty, found.targets.count < found.total {
                return .targets(found.targets.sorted(), of: found.total)
            }
            return found.total > 1 ? .sets(found.beyond, of: found.total) : .unknown
        }
        guard let subject = alert.subject else { return .unknown }
        let leader = alert.members.first ?? alert
        let own = alert.members.isEmpty ? [subject] : Set(alert.members.compactMap(\.subject))
        return scope(alert, subject, own, measured(leader, at: vantage(of: leader, at: at).at))
    }

    /// The same, told by what is known of each place.
    private func scope(
        _ alert: AlertStatus, _ subject: VersionID, _ given: Set<VersionID>,
        _ places: [MeasuredPlace]
    ) -> Scope {
        var own = given
        if subject.version == nil {
            // An alert about a model is about those of its versions that moved.
            let versions = places.filter {
                $0.id.model == subject.model && $0.id.version != nil && $0.moved == true
            }
            if !versions.isEmpty { own = Set(versions.map(\.id)) }
        }
        var moved: [VersionID: Bool] = [:]
        for place in places where !own.contains(place.id) {
            guard let isMoved = place.moved else { continue }
            moved[place.id] = moved[place.id] == true || isMoved
        }
        if let wider = beyondModel(subject, moved, places, target: alert.labels["target"]) {
            return wider
        }
        let sisters = moved.filter { $0.key.model == subject.model }
        let count = sisters.values.count(where: \.self)
        if count == 0 {
            if alert.members.isEmpty, own.count == 1, let some = someTargets(own, places) {
                return some
            }
            return alone(subject, own, rest: Array(moved.keys), places)
        }
        let all = sisters.count + own.count
        return count + own.count < all ? .versions(count + own.count, of: all) : .model
    }

    /// Whether it is other models' trouble as well: nil when too few of them moved.
    ///
    /// Of hundreds of places some are beyond any limit, by chance or for reasons of their own: only
    /// one in ten, anywhere or on the target, says that they share something.
    private func beyondModel(
        _ subject: VersionID, _ moved: [VersionID: Bool], _ places: [MeasuredPlace],
        target: String?
    ) -> Scope? {
        func areMany(_ places: [Bool]) -> Bool {
            let count = places.count(where: \.self)
            return count > 0 && count * 10 >= places.count
        }
        let foreign = moved.filter { $0.key.model != subject.model }
        let there = places.filter { $0.id.model != subject.model && $0.target == target }
        let isThere = target != nil && areMany(there.compactMap(\.moved))
        guard areMany(Array(foreign.values)) else { return isThere ? .target : nil }
        let isOnlyThere = places.allSatisfy { $0.moved != true || $0.target == target }
        return isThere && isOnlyThere ? .target : .everything
    }

    /// No version but its own moved.
    private func alone(
        _ subject: VersionID, _ own: Set<VersionID>, rest: [VersionID], _ places: [MeasuredPlace]
    ) -> Scope {
        let sisters = rest.count { $0.model == subject.model }
        if own.count > 1 {
            return sisters > 0 ? .versions(own.count, of: own.count + sisters) : .model
        }
        guard !rest.isEmpty else { return .unknown }
        guard own.first?.version != nil else { return .oneModel }
        let targets = Set(places.filter { own.contains($0.id) }.compactMap(\.target))
        return .version(
            named: own.first == subject ? nil : own.first?.version,
            sparesMachine: places.contains {
                !own.contains($0.id) && $0.moved == false && $0.target.map(targets.contains) == true
            })
    }

    /// Where one version serves in several places: those that moved, unless all did.
    private func someTargets(_ ids: Set<VersionID>, _ places: [MeasuredPlace]) -> Scope? {
        let own = places.filter { ids.contains($0.id) && $0.target != nil }
        guard own.count > 1 else { return nil }
        let moved = own.filter { $0.moved == true }.compactMap(\.target)
        guard !moved.isEmpty, moved.count < own.count else { return nil }
        let neighbours = places.filter { place in
            !ids.contains(place.id) && place.moved != nil
                && place.target.map(moved.contains) == true
        }
        if !neighbours.isEmpty, neighbours.allSatisfy({ $0.moved == false }) {
            return .versionThere(named: ids.first?.version, moved.sorted(), of: own.count)
        }
        return .targets(moved.sorted(), of: own.count)
    }

    /// The scope as a short sentence behind the problem; empty when nobody can tell.
    func scopeWords(_ scope: Scope, _ alert: AlertStatus, short: Bool) -> String {
        switch scope {
        case .targets(let some, let count), .versionThere(_, let some, let count):
            short || some.count > 3
                ? "Only \(some.count) of \(count) targets."
                : "Only \(some.joined(separator: ", ")) of \(count) targets."
        case .version(let name, _):
            short
                ? "Only \(name ?? alert.subject?.version ?? "this")."
                : name.map { "Only version \($0)." } ?? "Only this version."
        case .oneModel: short ? "Only it." : "Only this model."
        case .versions(let some, let count):
            short ? "\(some) of \(count)." : "\(some) of the model's \(count) versions."
        case .model: short ? "All of it." : "Every version of this model."
        case .target: "Other models on \(alert.labels["target"] ?? "this target") too."
        case .everything: short ? "Others too." : "Other models too."
        case .sets(1, let count): short ? "1 of \(count)." : "Only this one of \(count)."
        case .sets(let some, let count):
            some == count ? "\(all(count))." : some > 1 ? "\(some) of \(count)." : ""
        case .unknown: ""
        }
    }

    private func all(_ count: Int) -> String { count == 2 ? "Both" : "All \(count)" }

    /// The scope as a verdict: what it clears, and where to look.
    ///
    /// The input is spoken of only where it was compared.
    func scopeSentence(_ scope: Scope, _ alert: AlertStatus, input: InputGap?) -> String {
        switch scope {
        case .targets(let some, let count):
            if alert.subject == nil {
                return "\(some.count) of \(count) targets: look at "
                    + (some.count > 3
                        ? "what only they share." : some.joined(separator: ", ") + ".")
            }
            return "\(some.count) of its \(count) targets: not the version; look at "
                + (some.count > 3 ? "those machines." : some.joined(separator: ", ") + ".")
        case .versionThere(let name, let some, let count):
            let versionWords = name.map { "Version \($0)" } ?? "This model"
            let there =
                some.count > 3 ? "\(some.count) of \(count) targets" : some.joined(separator: ", ")
            return "\(versionWords) on \(there) only: not the machine,"
                + " its neighbours there are as usual."
        case .version(_, let sparesMachine):
            if let apart = input?.apart, !apart.isEmpty {
                let more = apart.count > 3 ? " and \(apart.count - 3) more" : ""
                return "One version, and its input differs: "
                    + apart.prefix(3).joined(separator: ", ") + more + "."
            }
            let not =
                (sparesMachine ? ["not its machine"] : []) + (input == nil ? [] : ["not its data"])
            return not.isEmpty
                ? "One version: the others are as usual."
                : "One version: \(not.joined(separator: ", "))."
        case .oneModel: return "One model: the others are as usual."
        case .versions(let some, let count):
            return "\(some) of \(count) versions: look at what only they share."
        case .model: return "Every version of the model: look at what they share, the input."
        case .target: return "Several models on one target: look at the machine."
        case .everything: return "Several models: look at what they share."
        case .sets(1, let count): return "One of \(count): look at what only it has."
        case .sets(let some, let count):
            if some == count { return "\(all(count)): look at what they share." }
            return some > 1 ? "\(some) of \(count): look at what only they share." : ""
        case .unknown: return ""
        }
    }
}
