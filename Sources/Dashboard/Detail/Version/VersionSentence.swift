import Snapshot

/// What there is to say about a version, clause by clause, each only when its data says so.
extension VersionView {
    var sentence: [Run] {
        let alert = model.alerts(about: version.id).first {
            $0.isActive && $0.condition != .pending
        }
        let moved = version.orderedDrift.first(where: \.drifted)
        let fallen = worstQuality
        let vitals = vitalClauses
        if moved == nil, fallen == nil, vitals.bad.isEmpty, alert == nil {
            return calm(vitals.good)
        }
        let mark = alert.map { Facts.mark($0) } ?? ("●", .ticket)
        var title: [String] = []
        if moved != nil { title.append("input moved") }
        if fallen != nil { title.append("quality fell") }
        title += vitals.bad.map(\.title)
        var figures: [String] = []
        if let moved {
            let since =
                onset(of: moved).map { " since " + Facts.brief($0, now: now) + orEarlier(moved) }
                ?? ""
            figures.append(
                "\(moved.feature) \(Formatting.multiple(moved.timesLimit)) × limit" + since)
        }
        if let fallen {
            figures.append(
                "\(fallen.name) \(Formatting.quality(fallen.live)), in training "
                    + Formatting.quality(fallen.training))
        }
        figures += vitals.bad.map(\.figure)
        if title.isEmpty, let alert {
            title.append("\(alert.rule)")
            figures.append(alert.what)
        }
        var text = Self.capital(title.joined(separator: " and "))
        text += ": " + figures.joined(separator: "; ") + "."
        if !vitals.good.isEmpty {
            text += " " + Self.capital(vitals.good.joined(separator: " and ")) + " as usual."
        }
        return [Run("\(mark.0) ", mark.1), Run(text, mark.1 == .page ? .page : .text)]
    }

    private func calm(_ good: [String]) -> [Run] {
        guard !good.isEmpty else {
            return [
                Run("— ", .muted),
                Run(
                    "Nothing is known of it beyond what the registry says: no request yet.", .muted),
            ]
        }
        var text = Self.capital(good.joined(separator: " and ")) + " as usual."
        if let worst = version.orderedDrift.first, let times = worst.timesLimit {
            text += " Nearest to its limit: \(worst.feature) \(Formatting.multiple(times)) × limit."
        }
        return [Run("✓ ", .good), Run(text, .text)]
    }

    /// The measures of speed and errors that moved, and the names of those that did not.
    private var vitalClauses: (bad: [(title: String, figure: String)], good: [String]) {
        var bad: [(String, String)] = []
        var good: [String] = []
        if let times = version.timesUsual, let p95 = version.latency?.p95 {
            if times > 1.5 {
                let usual = version.baselineOf.flatMap { $0 == "own" ? nil : "version " + $0 }
                bad.append(
                    (
                        "it is slow",
                        "p95 \(Formatting.milliseconds(p95)) ms, \(Formatting.multiple(times)) × "
                            + (usual ?? "usual")
                    ))
            } else {
                good.append("speed")
            }
        }
        if let ratio = version.errorRatio {
            if ratio > 0.02 {
                bad.append(("errors are high", "\(Formatting.percent(ratio)) % of requests fail"))
            } else {
                good.append("errors")
            }
        }
        return (bad, good)
    }

    /// The metric that lost most of its training value, beyond a twentieth of it.
    var worstQuality: (name: String, live: Double, training: Double)? {
        let falls = Facts.ordered(version.quality.keys).compactMap { name in
            version.quality[name].flatMap { live in
                Facts.value(name, in: version.trainingMetrics).map { (name, live, $0) }
            }
        }.filter { name, live, training in
            guard training != 0 else { return false }
            let change = (live - training) / abs(training)
            return (Facts.isLowerBetter(name) ? change : -change) > 0.05
        }
        return falls.first.map { (name: $0.0, live: $0.1, training: $0.2) }
    }

    /// Nobody has looked further back than its onset.
    private func orEarlier(_ drift: FeatureDrift) -> String {
        let alert = model.snapshot.alerts.first {
            $0.labels["feature"] == drift.feature && $0.subject == version.id && $0.isActive
        }
        return alert?.activeAtOrEarlier == true ? " or earlier" : ""
    }

    /// When a feature left its limit: its alert's onset, else the event that says so.
    func onset(of drift: FeatureDrift) -> Moment? {
        let alert = model.snapshot.alerts.first {
            $0.labels["feature"] == drift.feature && $0.subject == version.id && $0.isActive
        }
        if let alert { return alert.onsetAt ?? alert.activeAt }
        return detail?.events.last { $0.kind == .drift && $0.title.hasPrefix(drift.feature) }?.at
    }

    private static func capital(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
