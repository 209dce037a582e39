import Snapshot

/// The one invented incident of the four screens, as plain values, at one moment.
///
/// `fraud-detector 8` took 10 % as a canary at 03:01:04 and is slow since 03:03; `churn 3` has
/// drifted since Friday; two of five edge sites of `eta 41` are silent; `search-ranker 12` fired
/// and cleared unseen at 21:00. All figures agree with each other on every screen.
enum Story {
    /// Monday 2026-11-23 03:12:07Z.
    static let at = time(23, 3, 12, 7)

    static let canary = VersionID(model: "fraud-detector", version: "8")
    static let champion = VersionID(model: "fraud-detector", version: "7")
    static let churn3 = VersionID(model: "churn", version: "3")

    /// Screens A, B and D: the subject is the canary, the why is its latency alert.
    static let incident: SystemSnapshot = {
        var snapshot = base
        snapshot.subject = canaryDetail(points: 120)
        snapshot.why = latencyWhy(points: 120)
        snapshot.requests = slowRequests
        return snapshot
    }()

    /// Screen C and the feature screen: the subject is `churn 3`, the feature `tenure`.
    static let churn: SystemSnapshot = {
        var snapshot = base
        snapshot.subject = churnDetail(points: 120)
        snapshot.feature = tenure
        return snapshot
    }()

    /// Everything that no `Interest` asks for.
    static let base: SystemSnapshot = {
        var snapshot = SystemSnapshot(at: at, windowSeconds: 300)
        snapshot.scope = "/srv/ml"
        snapshot.liveness.lagSeconds = 0.2
        snapshot.headline.level = .page
        snapshot.headline.text =
            "fraud-detector 8 canary is slow: p95 214 ms, 2.3 × version 7, for 7 m. "
            + "Only this version."
        snapshot.headline.shortText =
            "fraud-detector 8 canary is slow: p95 214 ms, 2.3 × 7, for 7 m. Only 8."
        snapshot.headline.onCall = "sam on call to 08:00"
        snapshot.headline.needYou = 3
        snapshot.headline.inHand = 2
        snapshot.headline.pending = 1
        snapshot.headline.returned = 1
        snapshot.sources = sources
        snapshot.models = models
        snapshot.workflow = workflow
        snapshot.teams = teams
        snapshot.alerts = alerts
        snapshot.rules = rules
        snapshot.unwatched = ["search-ranker 13: no labels, quality unknown"]
        return snapshot
    }()

    /// A moment of November 2026, UTC.
    static func time(_ day: Int, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Moment {
        // 2026-11-01T00:00:00Z is day 20 758 since 1970.
        let days = Int64(20_758 + day - 1)
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return Moment(milliseconds: seconds * 1_000)
    }

    /// A moment of October 2026, UTC.
    static func october(_ day: Int, _ hour: Int, _ minute: Int) -> Moment {
        Moment(milliseconds: time(day, hour, minute).milliseconds - 31 * 86_400_000)
    }
}
