internal import Snapshot

/// The field's four teams and twelve roles, for workspaces without a `team.yaml`, and for the words
/// such a file leaves out.
enum TeamCatalog {
    struct Team: Sendable {
        let name: String
        let short: String
        let activities: [String]
        let roles: [Role]
    }
    struct Role: Sendable {
        let name: String
        let responsibility: String
        let activities: [String]
    }

    static let teams: [Team] = [
        Team(
            name: "Product", short: "PM",
            activities: ["Set goals and accept results", "Decide on releases with the business"],
            roles: [
                Role(
                    name: "product manager",
                    responsibility: "Sets goals, priorities and acceptance for each model",
                    activities: ["Keep the roadmap", "Approve releases", "Weigh cost and benefit"]),
                Role(
                    name: "business analyst",
                    responsibility: "Turns business questions into measurable requirements",
                    activities: ["Define success metrics", "Analyse impact", "Report results"]),
                Role(
                    name: "UX designer",
                    responsibility: "Shapes how people meet and correct predictions",
                    activities: ["Design feedback paths", "Test with users", "Word explanations"]),
            ]),
        Team(
            name: "Data Science", short: "DS",
            activities: ["Create features and train models", "Evaluate models and explain drift"],
            roles: [
                Role(
                    name: "data scientist",
                    responsibility: "Develops and evaluates models",
                    activities: ["Explore data", "Create features", "Evaluate and explain drift"]),
                Role(
                    name: "ML researcher",
                    responsibility: "Finds better methods and proves them",
                    activities: ["Study methods", "Run experiments", "Publish comparisons"]),
                Role(
                    name: "ML engineer",
                    responsibility: "Turns models into services that train and serve by themselves",
                    activities: [
                        "Build training pipelines", "Optimise serving", "Automate retraining",
                    ]
                ),
            ]),
        Team(
            name: "Data Engineering", short: "DE",
            activities: ["Collect and prepare data", "Keep schemas and quality checks"],
            roles: [
                Role(
                    name: "data engineer",
                    responsibility: "Collects and prepares the data that models depend on",
                    activities: ["Build data pipelines", "Check data quality", "Version data sets"]),
                Role(
                    name: "database administrator",
                    responsibility: "Keeps stores available, fast and safe",
                    activities: ["Tune queries", "Back up and restore", "Manage access"]),
                Role(
                    name: "data architect",
                    responsibility: "Designs schemas and the flow of data",
                    activities: ["Model data", "Set contracts", "Plan retention"]),
            ]),
        Team(
            name: "MLOps/DevOps", short: "Ops",
            activities: ["Deploy and watch models", "Keep pipelines and platforms running"],
            roles: [
                Role(
                    name: "MLOps engineer",
                    responsibility: "Deploys, monitors and retrains models",
                    activities: ["Automate delivery", "Watch drift and quality", "Run rollbacks"]),
                Role(
                    name: "DevOps engineer",
                    responsibility: "Builds and runs the platform under the models",
                    activities: ["Run CI and CD", "Manage infrastructure", "Harden the platform"]),
                Role(
                    name: "SRE",
                    responsibility: "Ensures reliability and performance",
                    activities: ["Answer pages", "Keep service levels", "Lead incident reviews"]),
            ]),
    ]

    /// The team a role belongs to, by the catalogue.
    static func team(ofRole role: String) -> Team? {
        teams.first { $0.roles.contains { $0.name.lowercased() == role.lowercased() } }
    }

    /// Who looks after a stage when nobody is named.
    static func owner(ofStage stage: String) -> String {
        switch stage {
        case "data collection", "data preparation": "data engineer"
        case "model development", "model evaluation": "data scientist"
        case "model retraining": "ML engineer"
        default: "MLOps engineer"
        }
    }

    /// The short name of a team: the catalogue's, else its initials.
    static func short(_ team: String) -> String {
        let lowered = team.lowercased()
        if let known = teams.first(where: { $0.name.lowercased() == lowered }) {
            return known.short
        }
        if lowered.contains("ops") { return "Ops" }
        let initials = team.split(separator: " ").prefix(3).compactMap(\.first)
        return initials.count > 1 ? String(initials).uppercased() : String(team.prefix(3))
    }
}
