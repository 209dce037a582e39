internal import Telemetry

/// Silences, and how those end that were to end with what they quiet.
extension AlertBook {
    /// The silences as they stand now.
    ///
    /// What is active when somebody silences it is what the silence was made for, also when it is
    /// gone by the next evaluation.
    package mutating func adopt(silences: [Silence]) {
        let known = Set(self.silences.map(\.id))
        let latest = states.compactMap(\.lastInstant).max() ?? .distantPast
        for silence in silences
        where silence.endsWhenUnmatched && !known.contains(silence.id)
            && silence.startsAt <= latest + Self.justNowMilliseconds
            && instances(matching: silence).contains(where: \.isActive)
        {
            matchedSilences.insert(silence.id)
        }
        self.silences = silences
    }

    /// What begins no later behind the last evaluation begins now.
    private static let justNowMilliseconds: Int64 = 60_000

    private func instances(matching silence: Silence) -> some Sequence<AlertInstance> {
        states.lazy.flatMap(\.rules).flatMap(\.machine.instances.values).filter {
            silence.selector.accepts($0.labels)
        }
    }

    /// Silences that were to end with what they quiet.
    mutating func endSilences(at time: Timestamp, into evaluation: inout RuleEvaluation) {
        for index in silences.indices {
            let silence = silences[index]
            guard silence.endsWhenUnmatched, silence.state(at: time) == .active else { continue }
            let matching = instances(matching: silence)
            let matches = matching.contains(where: \.isActive)
            // What was over by the first look at it is what it was made for.
            let isMet = matching.contains { $0.resolvedAt.map { $0 >= silence.startsAt } ?? false }
            if matches || isMet { matchedSilences.insert(silence.id) }
            // One that was made for what is to come waits for it.
            guard !matches, matchedSilences.remove(silence.id) != nil else { continue }
            silences[index].endsAt = time - 1
            evaluation.endedSilences.append(silences[index])
        }
    }
}
