package import Documents
package import Telemetry

/// `team.yaml`: who owns what, and who is on call.
package enum TeamDocument {
    package static func teams(_ document: Document) throws(DocumentError) -> [TeamFacts] {
        let top = try document.root.mapping(of: "team.yaml", keys: ["teams"])
        var teams: [TeamFacts] = []
        for node in try top.sequence("teams") {
            let fields = try node.mapping(
                of: "a team", keys: ["name", "on_call", "contact", "activities", "roles"])
            var team = TeamFacts(name: try fields.required("name").string("a name"))
            guard !teams.contains(where: { $0.name == team.name }) else {
                throw node.error(
                    "team \"\(team.name)\" stands here twice", hint: "join their roles")
            }
            team.onCall = try fields["on_call"].map(onCall)
            team.contact = try fields.string("contact")
            team.activities = try fields.strings("activities")
            for role in try fields.sequence("roles") { team.roles.append(try self.role(role)) }
            teams.append(team)
        }
        return teams
    }

    private static func onCall(_ node: DocumentNode) throws(DocumentError) -> TeamFacts.OnCall {
        if case .scalar(let who, _) = node.content { return TeamFacts.OnCall(who: who) }
        let fields = try node.mapping(of: "on_call", keys: ["who", "until", "next"])
        return TeamFacts.OnCall(
            who: try fields.required("who").string("a name"),
            until: try fields["until"]?.timestamp(), next: try fields.string("next"))
    }

    private static func role(_ node: DocumentNode) throws(DocumentError) -> TeamFacts.Role {
        let fields = try node.mapping(
            of: "a role", keys: ["role", "members", "responsibility", "activities", "owns"])
        var role = TeamFacts.Role(role: try fields.required("role").string("a role"))
        role.members = try fields.strings("members")
        role.responsibility = try fields.string("responsibility")
        role.activities = try fields.strings("activities")
        role.owns = try fields.strings("owns")
        return role
    }
}
