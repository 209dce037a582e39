import Snapshot

extension DashboardModel {
    /// A role with its members and who of its team is on call.
    func people(of owner: String) -> String {
        for team in snapshot.teams {
            guard
                let role = team.roles.first(where: { $0.role.lowercased() == owner.lowercased() })
            else { continue }
            let members = role.members.joined(separator: ", ")
            let name = members.isEmpty ? owner : "\(owner): \(members)"
            guard let onCall = team.onCall else { return name }
            return role.members.contains(onCall)
                ? name + ", on call now" : name + "; \(onCall) is on call for \(team.team)"
        }
        return owner
    }
}
