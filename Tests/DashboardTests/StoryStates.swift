import Snapshot

/// The same deployment at other moments: calm, empty, reading, with a dead source, swamped.
extension Story {
    /// Nothing fires; the screen says what is nearest to a limit.
    static let calm: SystemSnapshot = {
        var snapshot = incident
        snapshot.alerts = []
        snapshot.why = nil
        snapshot.headline = Headline()
        snapshot.headline.level = .calm
        snapshot.headline.text =
            "All quiet for 2 d 4 h. 7 versions serve 697 req/s. "
            + "Nearest to a limit: churn 3 roc auc, 80 % of the way."
        snapshot.headline.shortText = "All quiet for 2 d 4 h. Nearest: churn 3 roc auc, 80 %."
        snapshot.headline.onCall = "sam on call to 08:00"
        snapshot.quietSince = time(20, 23, 12)
        snapshot.nearest = [
            NearLimit(name: "churn 3", words: "roc auc .812, limit .800", fraction: 0.80),
            NearLimit(
                name: "search-ranker 13", words: "p95 1.1 × usual, limit 1.5", fraction: 0.20),
        ]
        for model in snapshot.models.indices {
            for version in snapshot.models[model].versions.indices {
                snapshot.models[model].versions[version].worst = .none
                snapshot.models[model].versions[version].silent = false
            }
        }
        for rule in snapshot.rules.indices {
            snapshot.rules[rule].firing = 0
            snapshot.rules[rule].pending = 0
        }
        for team in snapshot.teams.indices {
            snapshot.teams[team].openPages = 0
            snapshot.teams[team].openTickets = 0
        }
        return snapshot
    }()

    /// A directory in which nothing was recognised.
    static let empty: SystemSnapshot = {
        var snapshot = SystemSnapshot(at: at, windowSeconds: 300)
        snapshot.scope = "/srv/ml"
        snapshot.headline.level = .unknown
        return snapshot
    }()

    /// Just opened: the window is read, two thirds of the past are not yet, no alert is known.
    static let reading: SystemSnapshot = {
        var snapshot = incident
        snapshot.alerts = []
        snapshot.why = nil
        snapshot.liveness.historyFraction = 0.34
        snapshot.headline = Headline()
        for source in snapshot.sources.indices where snapshot.sources[source].lagSeconds != nil {
            snapshot.sources[source].historyFraction = 0.34
        }
        for model in snapshot.models.indices {
            for version in snapshot.models[model].versions.indices {
                snapshot.models[model].versions[version].drift = []
                snapshot.models[model].versions[version].driftUnknownReason =
                    "reading history, 34 %"
                snapshot.models[model].versions[version].latencySparkline = []
                snapshot.models[model].versions[version].baselineSeconds = nil
                snapshot.models[model].versions[version].worst = .none
            }
        }
        return snapshot
    }()

    /// The main log cannot be read any more; its numbers are old.
    static let staleSource: SystemSnapshot = {
        var snapshot = incident
        snapshot.sources[0].state = .failed
        snapshot.sources[0].reason = "permission denied, next try in 30 s"
        snapshot.sources[0].lagSeconds = 912
        snapshot.sources[1].state = .stale
        snapshot.sources[1].reason = "no line for 14 m, usually one every 80 ms"
        snapshot.liveness.lagSeconds = 840
        snapshot.liveness.warnings = ["journal not writable: read-only file system"]
        return snapshot
    }()

    /// Two hundred alerts: more than any pane holds.
    static let manyAlerts: SystemSnapshot = {
        var snapshot = incident
        let seeds = snapshot.alerts
        snapshot.alerts = (0..<200).map { index in
            var alert = seeds[index % seeds.count]
            alert.id += "#\(index)"
            alert.activeAt = Moment(
                milliseconds: alert.activeAt.milliseconds - Int64(index) * 60_000)
            return alert
        }
        snapshot.headline.needYou = snapshot.alerts.count { $0.needsSomebody }
        snapshot.headline.inHand = snapshot.alerts.count {
            $0.attention == .acked || $0.attention == .snoozed
        }
        snapshot.headline.pending = snapshot.alerts.count { $0.condition == .pending }
        return snapshot
    }()
}
