internal import Telemetry

/// Who there is, what they own, and so who gets an alert.
struct TeamBook: Sendable {
    private var bySource: [String: [TeamFacts]] = [:]

    /// Where an alert goes.
    struct Owner: Hashable, Sendable {
        var role: String?
        var team: String?
    }

    mutating func update(_ facts: [TeamFacts], from source: String) { bySource[source] = facts }

    var teams: [TeamFacts] { bySource.keys.sorted().flatMap { bySource[$0] ?? [] } }

    /// The role that lists `item` (a model's name, or `stage: NAME`) under `owns`.
    func role(owning item: String) -> (team: TeamFacts, role: TeamFacts.Role)? {
        for team in teams {
            for role in team.roles where role.owns.contains(where: { Self.same($0, item) }) {
                return (team, role)
            }
        }
        return nil
    }

    /// `stage:model evaluation` and `stage: Model evaluation` are the same thing.
    private static func same(_ left: String, _ right: String) -> Bool {
        func fold(_ text: String) -> String {
            text.lowercased().filter { !$0.isWhitespace }
        }
        return fold(left) == fold(right)
    }

    /// Owner of an alert: the role that owns its stage, else its model, else the rule's route.
    func owner(model: String?, stage: String?, stageOwner: String?, route: String?) -> Owner {
        if let stage {
            if let owning = role(owning: "stage: " + stage) { return owner(owning) }
            if let stageOwner { return owner(ofRole: stageOwner) }
            if let model, let owning = role(owning: model) { return owner(owning) }
            return owner(ofRole: TeamCatalog.owner(ofStage: stage))
        }
        if let model, let owning = role(owning: model) { return owner(owning) }
        guard let route else { return Owner() }
        return owner(ofRole: route)
    }

    private func owner(_ owning: (team: TeamFacts, role: TeamFacts.Role)) -> Owner {
        Owner(role: owning.role.role, team: owning.team.name)
    }

    /// The team that has a role: by the file, else by the catalogue.
    func owner(ofRole name: String) -> Owner {
        for team in teams {
            if let role = team.roles.first(where: { $0.role.lowercased() == name.lowercased() }) {
                return owner((team, role))
            }
        }
        guard let known = TeamCatalog.team(ofRole: name) else { return Owner(role: name) }
        return Owner(role: name, team: known.name)
    }
}
