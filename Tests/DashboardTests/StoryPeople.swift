import Snapshot

/// Four teams with twelve roles, and the seven stages of five models.
extension Story {
    static let teams: [TeamStatus] = {
        var operations = TeamStatus(team: "MLOps/DevOps", short: "Ops")
        operations.onCall = "sam"
        operations.onCallUntil = time(23, 8, 0)
        operations.onCallNext = "kim"
        operations.contact = "#ml-oncall   +41 44 555 01 02"
        operations.activities = ["Build and run pipelines", "Deploy, watch and roll back models"]
        operations.openPages = 1
        operations.openTickets = 2
        operations.roles = [
            role(
                "MLOps engineer", ["kim"], "builds and runs the pipelines from data to serving",
                ["stage: model deployment", "stage: model monitoring"]),
            role(
                "DevOps engineer", ["sam", "kim"], "provides and automates the infrastructure",
                ["eta"], open: 1),
            role(
                "SRE", ["sam"], "ensures reliability and performance",
                ["fraud-detector", "search-ranker"], open: 2),
        ]
        var science = TeamStatus(team: "Data Science", short: "DS")
        science.onCall = "ana"
        science.activities = ["Create features and train models", "Evaluate versions"]
        science.openTickets = 2
        science.roles = [
            role(
                "data scientist", ["ana"], "develops and evaluates models",
                ["churn", "stage: model evaluation"], open: 1),
            role("ML researcher", ["mei"], "explores methods the next models need", []),
            role(
                "ML engineer", ["li"], "turns models into services and retrains them",
                ["stage: model development", "stage: model retraining"], open: 1),
        ]
        var engineering = TeamStatus(team: "Data Engineering", short: "DE")
        engineering.onCall = "raj"
        engineering.activities = ["Collect, clean and version data"]
        engineering.roles = [
            role(
                "data engineer", ["raj"], "builds and keeps the data pipelines",
                ["stage: data collection", "stage: data preparation"]),
            role("database administrator", ["tom"], "keeps stores fast, safe and recoverable", []),
            role("data architect", ["eva"], "designs how data is stored and shared", []),
        ]
        var product = TeamStatus(team: "Product", short: "PM")
        product.onCall = "lea"
        product.activities = ["Set goals and accept releases"]
        product.roles = [
            role("product manager", ["lea"], "decides what is built and why", []),
            role("business analyst", ["max"], "ties model quality to business outcome", []),
            role("UX designer", ["noa"], "shapes how people meet the predictions", []),
        ]
        return [operations, science, engineering, product]
    }()

    private static func role(
        _ name: String, _ members: [String], _ responsibility: String, _ owns: [String],
        open: Int = 0
    ) -> RoleStatus {
        var role = RoleStatus(role: name, responsibility: responsibility)
        role.members = members
        role.owns = owns
        role.openAlerts = open
        return role
    }

    static let workflow: [ModelWorkflow] = [
        fraudWorkflow, churnWorkflow, etaWorkflow,
        allDone("pricing"), allDone("search-ranker"),
    ]

    static let stageNames = [
        "data collection", "data preparation", "model development", "model evaluation",
        "model deployment", "model monitoring", "model retraining",
    ]
    private static let stageTeams = ["DE", "DE", "DS", "DS", "Ops", "Ops", "DS"]
    private static let stageOwners = [
        "data engineer", "data engineer", "ML engineer", "data scientist", "MLOps engineer",
        "MLOps engineer", "ML engineer",
    ]

    /// Stages from their statuses and the moment each finished, or began when it is running.
    private static func stages(
        _ model: String, _ rows: [(StageStatus.Status, Moment)]
    ) -> ModelWorkflow {
        var flow = ModelWorkflow(model: model)
        flow.stages = rows.enumerated().map { index, row in
            var stage = StageStatus(stage: stageNames[index], status: row.0)
            stage.team = stageTeams[index]
            stage.owner = stageOwners[index]
            stage.source = "workflow.jsonl"
            switch row.0 {
            case .running, .stale, .unknown: stage.startedAt = row.1
            case .succeeded, .failed, .waiting: stage.finishedAt = row.1
            }
            return stage
        }
        return flow
    }

    private static let fraudWorkflow: ModelWorkflow = {
        var flow = stages(
            "fraud-detector",
            [
                (.succeeded, time(23, 2, 31)), (.succeeded, time(23, 2, 34)),
                (.succeeded, time(22, 20, 58)), (.succeeded, time(23, 2, 58, 31)),
                (.running, time(23, 3, 1, 4)), (.succeeded, at), (.waiting, time(15, 3, 0)),
            ])
        flow.stages[4].detail = "10 %"
        flow.stages[5].detail = "live"
        return flow
    }()

    private static let churnWorkflow: ModelWorkflow = {
        var flow = stages(
            "churn",
            [
                (.succeeded, time(23, 1, 0)), (.succeeded, time(20, 18, 32)),
                (.succeeded, october(28, 11, 20)), (.succeeded, october(28, 14, 0)),
                (.succeeded, october(30, 9, 14)), (.succeeded, at), (.failed, time(23, 2, 20)),
            ])
        flow.stages[1].run = "r-311"
        flow.stages[5].detail = "live"
        flow.stages[6].run = "r-317"
        flow.stages[6].attempt = 2
        flow.stages[6].startedAt = time(23, 1, 40)
        flow.stages[6].durationSeconds = 2_400
        flow.stages[6].detail = "tenure 118 > 72"
        return flow
    }()

    private static let etaWorkflow: ModelWorkflow = {
        var flow = stages(
            "eta",
            [
                (.succeeded, time(22, 22, 0)), (.succeeded, time(22, 22, 10)),
                (.succeeded, time(12, 9, 0)), (.succeeded, time(12, 10, 0)),
                (.succeeded, time(12, 12, 0)), (.stale, time(23, 2, 58)),
                (.waiting, time(12, 9, 0)),
            ])
        flow.stages[5].detail = "2 of 5 sites"
        return flow
    }()

    private static func allDone(_ model: String) -> ModelWorkflow {
        stages(model, (0..<7).map { (.succeeded, time(18 + $0 / 2, 4, 0)) })
    }
}
