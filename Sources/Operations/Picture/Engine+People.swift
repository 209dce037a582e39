internal import Snapshot
internal import Telemetry

extension Engine {
    /// The four teams with their roles: the catalogue, overlaid with what team files say.
    func teamStatuses(alerts: [AlertStatus], at: Timestamp) -> [TeamStatus] {
        var rows: [TeamStatus] = []
        let facts = teams.teams
        for team in facts { rows.append(status(of: team, at: at)) }
        for known in TeamCatalog.teams
        where !facts.contains(where: { $0.name.lowercased() == known.name.lowercased() }) {
            var row = TeamStatus(team: known.name, short: known.short)
            row.activities = known.activities
            row.roles = known.roles.map { role in
                var status = RoleStatus(role: role.name, responsibility: role.responsibility)
                status.activities = role.activities
                return status
            }
            rows.append(row)
        }
        for index in rows.indices { count(alerts, in: &rows[index]) }
        return rows
    }

    private func status(of team: TeamFacts, at: Timestamp) -> TeamStatus {
        var row = TeamStatus(team: team.name, short: TeamCatalog.short(team.name))
        let known = TeamCatalog.teams.first { $0.name.lowercased() == team.name.lowercased() }
        Self.addDuty(team.onCall, at: at, to: &row)
        row.contact = team.contact
        row.activities = team.activities.isEmpty ? known?.activities ?? [] : team.activities
        row.roles = team.roles.map { role in
            let listed = known?.roles.first { $0.name.lowercased() == role.role.lowercased() }
            var status = RoleStatus(
                role: role.role,
                responsibility: role.responsibility ?? listed?.responsibility ?? "")
            status.members = role.members
            status.activities = role.activities.isEmpty ? listed?.activities ?? [] : role.activities
            status.owns = role.owns
            return status
        }
        for listed in known?.roles ?? []
        where !row.roles.contains(where: { $0.role.lowercased() == listed.name.lowercased() }) {
            var status = RoleStatus(role: listed.name, responsibility: listed.responsibility)
            status.activities = listed.activities
            row.roles.append(status)
        }
        return row
    }

    /// Who is on call now: a watch that has ended is its follower's.
    private static func addDuty(
        _ duty: TeamFacts.OnCall?, at: Timestamp, to row: inout TeamStatus
    ) {
        guard let duty else { return }
        guard let until = duty.until, until <= at else {
            row.onCall = duty.who
            row.onCallUntil = duty.until.map(Moment.init)
            row.onCallNext = duty.next
            return
        }
        row.onCallSince = Moment(until)
        row.onCall = duty.next
        row.onCallBefore = duty.next == nil ? duty.who : nil
    }

    private func count(_ alerts: [AlertStatus], in team: inout TeamStatus) {
        for alert in alerts
        where alert.team?.lowercased() == team.team.lowercased() && alert.isOpen {
            if alert.isPage { team.openPages += 1 } else { team.openTickets += 1 }
            let owner = alert.owner?.lowercased()
            for index in team.roles.indices where team.roles[index].role.lowercased() == owner {
                team.roles[index].openAlerts += 1
            }
        }
    }
}

extension AlertStatus {
    /// Firing in any form, or over and unseen: somebody's business.
    var isOpen: Bool {
        attention == .returned || (condition != .pending && condition != .resolved)
    }
}
