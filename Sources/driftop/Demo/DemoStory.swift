/// The incident the demo tells, at a tenth of a real shop's traffic.
///
/// `fraud-detector 8` takes 10 % as a canary a minute before the start and is slow from twelve
/// seconds after it. `churn 3` has drifted since before anybody looked, and its retraining failed.
/// Two of five edge sites of `eta 41` are silent. `search-ranker 12` had errors for a while and
/// recovered. `pricing 5` begins to lose a feature.
struct DemoStory: Sendable {
    /// One log file and who writes into it.
    struct Log: Sendable {
        var file: String
        var deployments: [DemoDeployment]
    }
    static let canaryFrom = -60.0
    static let slowFrom = 12.0
    static let sitesSilentFrom = -1_500.0
    /// Until then sam is on call.
    static let shiftEnds = 17_300.0

    static var logs: [Log] {
        [
            Log(file: "fraud-detector.jsonl", deployments: [fraudDetector7, fraudDetector8]),
            Log(file: "churn.jsonl", deployments: [churn3]),
            Log(file: "eta.jsonl", deployments: (1...5).map(eta41)),
            Log(file: "pricing.jsonl", deployments: [pricing5]),
            Log(file: "search-ranker.jsonl", deployments: [searchRanker12, searchRanker13]),
        ]
    }

    /// The deployment whose training data makes a model's reference file.
    static var references: [DemoDeployment] {
        [fraudDetector7, churn3, eta41(site: 1), pricing5, searchRanker12]
    }

    private static var fraudFeatures: [DemoFeature] {
        [
            DemoFeature(
                "amount", .lognormal(mean: 4, deviation: 1),
                live: .lognormal(mean: 4.22, deviation: 1)),
            DemoFeature(
                "country",
                DemoFeature.shares(["DE": 0.4, "FR": 0.25, "US": 0.2, "BR": 0.1, "NG": 0.05]),
                live: DemoFeature.shares(
                    ["DE": 0.36, "FR": 0.24, "US": 0.22, "BR": 0.12, "NG": 0.06])),
            DemoFeature("age", .normal(mean: 44, deviation: 12), decimals: 0),
            DemoFeature("items", .lognormal(mean: 1.2, deviation: 0.6), decimals: 0),
        ]
    }

    private static var fraudDetector7: DemoDeployment {
        var seven = DemoDeployment(
            model: "fraud-detector", version: "7", target: "eu-1", requestsPerSecond: 37.1,
            medianMilliseconds: 52)
        seven.features = fraudFeatures
        seven.answer = .binary(share: 0.03, hit: 0.62, miss: 0.004)
        seven.labelDelay = 1_800
        seven.labelShare = 0.2
        seven.errorRatio = { _ in 0.002 }
        return seven
    }

    private static var fraudDetector8: DemoDeployment {
        var eight = fraudDetector7
        eight.version = "8"
        eight.requestsPerSecond = 4.12
        eight.from = canaryFrom
        // Its labels come 31 h late, so there are none yet.
        eight.labelDelay = nil
        eight.errorRatio = { _ in 0.003 }
        eight.slowness = { seconds in
            seconds < slowFrom ? 1 : 2.3 + 0.3 * min(1, (seconds - slowFrom) / 600)
        }
        return eight
    }

    private static var churn3: DemoDeployment {
        var churn = DemoDeployment(
            model: "churn", version: "3", target: "eu-1", requestsPerSecond: 1.29,
            medianMilliseconds: 8.4)
        churn.quietAtNight = false
        churn.features = [
            DemoFeature(
                "tenure", .capped(at: 72, share: 0.03, top: 118),
                live: .capped(at: 72, share: 0.24, top: 118), decimals: 0),
            DemoFeature(
                "plan",
                DemoFeature.shares(["basic": 0.4, "plus": 0.3, "family": 0.2, "pro": 0.1]),
                live: DemoFeature.shares(
                    ["basic": 0.2, "plus": 0.35, "family": 0.27, "pro": 0.177, "flex-24": 0.003])
            ),
            DemoFeature("monthly_fee", .normal(mean: 39, deviation: 11)),
            DemoFeature("support_calls", .lognormal(mean: 0.5, deviation: 0.8), decimals: 0),
        ]
        churn.answer = .binary(share: 0.174, hit: 0.655, miss: 0.04)
        churn.labelDelay = 1_200
        churn.labelShare = 0.8
        return churn
    }

    private static func eta41(site: Int) -> DemoDeployment {
        var eta = DemoDeployment(
            model: "eta", version: "41", target: "edge-\(site)", requestsPerSecond: 0.034,
            medianMilliseconds: 23)
        eta.quietAtNight = false
        eta.deviation = 0.3
        eta.features = [
            DemoFeature("route", .lognormal(mean: 2.2, deviation: 0.7), decimals: 1),
            DemoFeature("hour", .uniform(from: 0, to: 24), decimals: 0),
        ]
        eta.answer = .number(median: 24, deviation: 0.4, error: 0.09, decimals: 1)
        eta.labelDelay = 1_500
        if site > 3 { eta.until = sitesSilentFrom - Double(site) }
        return eta
    }

    private static var pricing5: DemoDeployment {
        var pricing = DemoDeployment(
            model: "pricing", version: "5", target: "eu-1", requestsPerSecond: 6.4,
            medianMilliseconds: 18)
        pricing.deviation = 0.33
        var region = DemoFeature(
            "region", DemoFeature.shares(["north": 0.3, "south": 0.3, "east": 0.25, "west": 0.15]),
            live: DemoFeature.shares(["north": 0.25, "south": 0.29, "east": 0.27, "west": 0.19]))
        region.nulls = { $0 < -200 ? 0 : 0.12 }
        pricing.features = [
            region,
            DemoFeature("stock", .lognormal(mean: 3, deviation: 0.9), decimals: 0),
            DemoFeature("weight", .normal(mean: 8, deviation: 2)),
        ]
        pricing.answer = .number(median: 60, deviation: 0.5, error: 0.05, decimals: 2)
        pricing.labelDelay = 900
        pricing.labelShare = 0.2
        return pricing
    }

    private static var searchRanker12: DemoDeployment {
        var ranker = DemoDeployment(
            model: "search-ranker", version: "12", target: "eu-1", requestsPerSecond: 20.6,
            medianMilliseconds: 44)
        ranker.deviation = 0.34
        ranker.features = [
            DemoFeature(
                "qlen", .lognormal(mean: 1.4, deviation: 0.5),
                live: .lognormal(mean: 1.5, deviation: 0.5), decimals: 1)
        ]
        ranker.errorRatio = { (-3_000 ... -2_520).contains($0) ? 0.041 : 0.001 }
        return ranker
    }

    private static var searchRanker13: DemoDeployment {
        var shadow = searchRanker12
        shadow.version = "13"
        shadow.medianMilliseconds = 47
        shadow.errorRatio = { _ in 0.001 }
        return shadow
    }
}
