package import Documents
package import Telemetry

/// `workflow.yaml`: how often each stage is expected to run, how long it may take, who owns it.
package enum WorkflowDocument {
    package static func plans(_ document: Document) throws(DocumentError) -> [StagePlan] {
        let top = try document.root.mapping(of: "workflow.yaml", keys: ["stages"])
        var plans: [StagePlan] = []
        for node in try top.sequence("stages") {
            let fields = try node.mapping(
                of: "a stage", keys: ["stage", "model", "owner", "expected_every", "max_duration"])
            let name = try fields.required("stage")
            let stage = try stage(name)
            var plan = StagePlan(stage: stage)
            plan.model = try fields.string("model")
            plan.owner = try fields.string("owner")
            plan.expectedEverySeconds = try fields.duration("expected_every")
            plan.maxDurationSeconds = try fields.duration("max_duration")
            guard !plans.contains(where: { $0.stage == stage && $0.model == plan.model }) else {
                throw node.error(
                    "\(stage.rawValue) of \(plan.model ?? "every model") stands here twice",
                    hint: "keep one of them")
            }
            plans.append(plan)
        }
        return plans
    }

    private static func stage(_ node: DocumentNode) throws(DocumentError) -> Stage {
        if let stage = Stage(written: try node.string("a stage")) { return stage }
        return try node.choice("stage", Stage.self)
    }
}
