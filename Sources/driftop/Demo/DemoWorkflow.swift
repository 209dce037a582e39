/// What the demo's pipelines did, in seconds from its start.
struct DemoWorkflow: Sendable {
    var seconds: Double
    var model: String
    var stage: String
    var status: String
    var run: String
    var detail: String?

    static var events: [DemoWorkflow] { incident + quiet }

    private static func run(
        _ model: String, _ stage: String, _ run: String, from: Double, to: Double?,
        ended: String = "succeeded", detail: String? = nil
    ) -> [DemoWorkflow] {
        let started = DemoWorkflow(
            seconds: from, model: model, stage: stage, status: "started", run: run,
            detail: to == nil ? detail : nil)
        guard let to else { return [started] }
        return [
            started,
            DemoWorkflow(
                seconds: to, model: model, stage: stage, status: ended, run: run, detail: detail),
        ]
    }

    /// When the second try of churn's retraining failed, in seconds after the demo's start.
    static let lastFailure = -3_120.0

    private static var incident: [DemoWorkflow] {
        let day = 86_400.0
        let fraud =
            run("fraud-detector", "data collection", "r-401", from: -2_820, to: -2_460)
            + run("fraud-detector", "data preparation", "r-402", from: -2_450, to: -2_280)
            + run("fraud-detector", "model development", "r-398", from: -28_000, to: -21_600)
            + run("fraud-detector", "model evaluation", "r-403", from: -420, to: -213)
            + run(
                "fraud-detector", "model deployment", "r-404", from: DemoStory.canaryFrom, to: nil,
                detail: "10 %")
            + run(
                "fraud-detector", "model monitoring", "m-1", from: -8 * day, to: -2,
                detail: "live")
            + [
                DemoWorkflow(
                    seconds: -8 * day, model: "fraud-detector", stage: "model retraining",
                    status: "waiting", run: "r-000")
            ]
        let churn =
            run("churn", "data collection", "r-310", from: -3.4 * day, to: -3.38 * day)
            + run(
                "churn", "data preparation", "r-311", from: -3.36 * day, to: -3.35 * day,
                detail: "77ab03e \"remove cap\"")
            + run("churn", "data preparation", "r-320", from: -30_000, to: -29_400)
            + run("churn", "model development", "r-240", from: -26.2 * day, to: -26.1 * day)
            + run("churn", "model evaluation", "r-241", from: -25.9 * day, to: -25.88 * day)
            + run("churn", "model deployment", "r-242", from: -24.1 * day, to: -24 * day)
            + run("churn", "model monitoring", "m-2", from: -24 * day, to: -2, detail: "live")
            + run("churn", "model retraining", "r-250", from: -26.05 * day, to: -26 * day)
            + run(
                "churn", "model retraining", "r-316", from: -9_000, to: -6_600, ended: "failed",
                detail: "schema check: tenure max 72, found 117")
            + run(
                "churn", "model retraining", "r-317", from: -5_520, to: lastFailure,
                ended: "failed",
                detail: "schema check: tenure max 72, found 118")
        return fraud + churn
    }

    /// Three models whose pipelines are as they should be.
    private static var quiet: [DemoWorkflow] {
        let day = 86_400.0
        let stages = [
            "data collection", "data preparation", "model development", "model evaluation",
            "model deployment", "model monitoring", "model retraining",
        ]
        return ["eta", "pricing", "search-ranker"].enumerated().flatMap { index, model in
            stages.enumerated().flatMap { step, stage in
                let isDaily = stage.hasPrefix("data")
                let from = isDaily ? -20_000.0 - Double(index * 900) : -Double(9 - step) * day
                return run(
                    model, stage, "r-\(500 + 10 * index + step)", from: from,
                    to: stage == "model monitoring" ? -2 : from + 1_500,
                    detail: stage == "model monitoring" ? "live" : nil)
            }
        }
    }
}
