/// What a registry knows of one version of one model; absent facts are nil, never empty text.
package struct VersionFacts: Hashable, Sendable {
    package var model: String
    package var version: String
    package var aliases: [String] = []
    /// MLflow's stage (`Production` …); nil when unstaged.
    package var stage: String?
    /// `champion`, `challenger`, `canary`, `shadow` or one of `retiredWords`, when the registry
    /// says so.
    package var role: String?
    package var target: String?
    package var run: String?
    package var commit: String?
    /// Name or digest of the data it was trained on.
    package var dataset: String?
    package var artifact: String?
    package var flavor: String?
    package var description: String?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?
    package var author: String?
    /// The registry's word for its state, such as `READY`.
    package var status: String?
    package var tags: [String: String] = [:]
    package var params: [String: String] = [:]
    package var trainingMetrics: [String: Double] = [:]

    package init(model: String, version: String) {
        self.model = model
        self.version = version
    }

    /// What registries call a version that no longer serves.
    package static let retiredWords = ["retired", "archived", "rolled back"]

    /// Whether it no longer serves, by its stage, role, aliases or a tag `status`.
    package var isRetired: Bool {
        ([stage, role, tags["status"], tags["role"]].compactMap(\.self) + aliases).contains {
            let word = $0.lowercased().map { "-_".contains($0) ? " " : $0 }
            return Self.retiredWords.contains(String(word))
        }
    }
}

/// What a registry knows of one model.
package struct ModelFacts: Hashable, Sendable {
    package var name: String
    package var owner: String?
    package var description: String?
    package var tags: [String: String] = [:]
    package var versions: [VersionFacts] = []
    package init(name: String) { self.name = name }
}

/// The seven stages, in workflow order; the last leads back to data preparation.
package enum Stage: String, CaseIterable, Hashable, Sendable {
    case dataCollection = "data collection"
    case dataPreparation = "data preparation"
    case modelDevelopment = "model development"
    case modelEvaluation = "model evaluation"
    case modelDeployment = "model deployment"
    case modelMonitoring = "model monitoring"
    case modelRetraining = "model retraining"
}

/// One line of `workflow.jsonl`, or one run of a pipeline tool.
package struct StageEvent: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case started, succeeded, failed, waiting
    }
    package var time: Timestamp
    package var model: String
    package var stage: Stage
    package var status: Status
    package var run: String?
    package var detail: String?
    package init(time: Timestamp, model: String, stage: Stage, status: Status) {
        self.time = time
        self.model = model
        self.stage = stage
        self.status = status
    }
}

/// What `workflow.yaml` expects of a stage; `model` nil means every model.
package struct StagePlan: Hashable, Sendable {
    package var stage: Stage
    package var model: String?
    package var owner: String?
    package var expectedEverySeconds: Double?
    package var maxDurationSeconds: Double?
    package init(stage: Stage) { self.stage = stage }
}

/// One team of `team.yaml`.
package struct TeamFacts: Hashable, Sendable {
    package struct OnCall: Hashable, Sendable {
        package var who: String
        package var until: Timestamp?
        package var next: String?
        package init(who: String, until: Timestamp? = nil, next: String? = nil) {
            self.who = who
            self.until = until
            self.next = next
        }
    }
    package struct Role: Hashable, Sendable {
        package var role: String
        package var members: [String] = []
        package var responsibility: String?
        /// Key activities of the role.
        package var activities: [String] = []
        /// Model names and `stage: NAME` entries.
        package var owns: [String] = []
        package init(role: String) { self.role = role }
    }
    package var name: String
    package var onCall: OnCall?
    package var contact: String?
    package var activities: [String] = []
    package var roles: [Role] = []
    package init(name: String) { self.name = name }
}

/// The columns of a reference file, or of any table read whole.
package struct ReferenceTable: Sendable {
    package struct Column: Sendable {
        package var numbers: [Double] = []
        /// Text of every row that is not a number: `counts` per category.
        package var categories: [String: Int] = [:]
        /// Null, empty or NaN rows.
        package var nulls = 0
        package init() {}
        package var count: Int { numbers.count + categories.values.reduce(0, +) + nulls }
    }
    package var location: String
    /// nil when the file names none and the configuration neither: then it applies to every version
    /// that has logged at least half of its columns.
    package var model: String?
    package var version: String?
    /// By column name as in the file, the recognised time, id and label columns left out; the
    /// prediction and the score stand under `predictionKey` and `scoreKey` too.
    package var columns: [String: Column] = [:]
    package var rows = 0
    /// The file's own name of the column under `predictionKey` and `scoreKey`.
    package var columnNames: [String: String] = [:]
    package static let predictionKey = "prediction"
    package static let scoreKey = "score"
    package init(location: String) { self.location = location }
}
