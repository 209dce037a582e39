internal import Telemetry

/// A look at the past: what people had in hand then.
extension AlertBook {
    /// What people had in hand at a moment of the past that is about to be judged.
    ///
    /// When an incident was over is not known before that: what is not active at the first
    /// evaluation behind an acknowledgement was over before.
    package mutating func recall(attention records: [AttentionRecord]) {
        adopt(attention: records)
        recalled = Set(records.map(\.id))
    }

    mutating func endRecalled(at time: Timestamp) {
        for id in recalled {
            guard var record = attention[id], time > record.followed,
                let state = states.first(where: { state in
                    state.rules.contains { $0.rule.name == record.rule }
                }), let last = state.lastInstant, last > record.followed
            else { continue }
            recalled.remove(id)
            guard alert(id: id)?.instance.isActive != true else { continue }
            switch record.attention {
            case .acked(let acknowledgement):
                record.attention = .closed(acknowledgement, at: last, returnedAt: nil)
            case .snoozed(let snooze) where snooze.endsWithIncident: record.attention = .new
            default: continue
            }
            attention[id] = record
        }
    }
}
