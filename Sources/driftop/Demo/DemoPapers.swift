import Snapshot

/// The files beside the demo's logs: registry, teams, workflow, configuration.
struct DemoPapers: Sendable {
    /// Milliseconds since 1970.
    var start: Int64

    /// Name and text of every file.
    var files: [(name: String, text: String)] {
        [
            ("driftop.yaml", configuration), ("registry.yaml", registry), ("team.yaml", team),
            ("workflow.yaml", plan), ("workflow.jsonl", events),
        ]
    }

    private func time(_ seconds: Double) -> String {
        CivilTime.text(Moment(milliseconds: start + Int64(seconds * 1_000)))
    }

    private var configuration: String {
        let references = DemoStory.references.map {
            "  - {model: \($0.model), path: reference-\($0.model).csv}"
        }
        return "references:\n" + references.joined(separator: "\n") + "\n"
    }

    private var registry: String {
        """
        models:
          - name: fraud-detector
            owner: data scientist
            description: scores a card payment while it happens
            versions:
              - {version: "7", aliases: [champion], target: eu-1, role: champion, run: 3fa0,
                 commit: 71d0c2e, dataset: cards-2026-10, flavor: xgboost, author: li,
                 params: {trees: 300, depth: 6, rate: 0.1}, metrics: {auc: 0.931}}
              - {version: "8", aliases: [challenger], target: eu-1, role: canary, run: 4be1,
                 commit: 9f2c1d0, dataset: cards-2026-10, flavor: xgboost, author: ana,
                 params: {trees: 900, depth: 12, rate: 0.1}, metrics: {auc: 0.938}}
          - name: churn
            owner: data scientist
            description: who leaves within the month
            versions:
              - {version: "3", aliases: [champion], target: eu-1, role: champion, run: 7d1a,
                 commit: 51c0e77, dataset: telco-2026-10, flavor: xgboost, author: ana,
                 params: {trees: 300, depth: 6}, metrics: {f1: 0.78, roc_auc: 0.861}}
          - name: eta
            owner: ML engineer
            description: minutes to the door
            versions:
              - {version: "41", aliases: [champion], role: champion, run: 90c4, commit: 0aa41fe,
                 dataset: trips-2026-09, flavor: lightgbm, author: kim, metrics: {mae: 2.1}}
          - name: pricing
            owner: data scientist
            versions:
              - {version: "5", aliases: [champion], target: eu-1, role: champion, run: 12ce,
                 commit: c81b9d4, dataset: offers-2026-10, flavor: sklearn, author: li,
                 metrics: {mape: 0.04}}
          - name: search-ranker
            owner: ML engineer
            versions:
              - {version: "12", aliases: [champion], target: eu-1, role: champion, run: a771,
                 commit: 44e0b21, dataset: clicks-2026-40, metrics: {ndcg: 0.61}}
              - {version: "13", aliases: [challenger], target: eu-1, role: shadow, run: b012,
                 commit: 5d7f3a8, dataset: clicks-2026-44, metrics: {ndcg: 0.62}}

        """
    }

    private var plan: String {
        """
        stages:
          - {stage: model retraining, model: churn, owner: ML engineer, expected_every: 30d,
             max_duration: 4h}
          - {stage: model deployment, owner: MLOps engineer}
          - {stage: data preparation, owner: data engineer, expected_every: 1d}

        """
    }

    private var events: String {
        DemoWorkflow.events.sorted { $0.seconds < $1.seconds }.map { event in
            var json = JSONText()
            json.object { json in
                json.field("ts", time(event.seconds))
                json.field("model", event.model)
                json.field("stage", event.stage)
                json.field("status", event.status)
                json.field("run", event.run)
                if let detail = event.detail { json.field("detail", detail) }
            }
            return json.text + "\n"
        }.joined()
    }

    private var team: String {
        """
        teams:
          - name: MLOps/DevOps
            on_call: {who: sam, until: "\(time(DemoStory.shiftEnds))", next: kim}
            contact: "#ml-oncall"
            activities: [Deploy models, Keep them serving]
            roles:
              - {role: MLOps engineer, members: [kim], responsibility: Bring models into service,
                 owns: ["stage: model deployment"]}
              - {role: DevOps engineer, members: [joe], responsibility: Build and release,
                 owns: [eta]}
              - {role: SRE, members: [sam, kim],
                 responsibility: Ensure reliability and performance,
                 owns: [fraud-detector, search-ranker]}
          - name: Data Science
            on_call: ana
            contact: "#data-science"
            activities: [Create features and train models]
            roles:
              - {role: data scientist, members: [ana, li],
                 responsibility: Develop and evaluate models,
                 owns: [churn, pricing, "stage: model evaluation"]}
              - {role: ML researcher, members: [noa], responsibility: Find better methods}
              - {role: ML engineer, members: [li], responsibility: Make training repeatable,
                 owns: ["stage: model retraining"]}
          - name: Data Engineering
            on_call: raj
            contact: "#data-eng"
            activities: [Collect and prepare data]
            roles:
              - {role: data engineer, members: [raj], responsibility: Run the data pipelines,
                 owns: ["stage: data collection", "stage: data preparation"]}
              - {role: database administrator, members: [mia], responsibility: Keep stores healthy}
              - {role: data architect, members: [tom], responsibility: Design the data model}
          - name: Product
            on_call: lea
            contact: "#product"
            activities: [Decide what a model is for]
            roles:
              - {role: product manager, members: [lea], responsibility: Own the outcome}
              - {role: business analyst, members: [max], responsibility: Measure the value}
              - {role: UX designer, members: [zoe], responsibility: Design how people meet it}

        """
    }
}
