package import Snapshot

/// Finding things in the snapshot by identity.
extension DashboardModel {
    /// A model by name.
    package func model(_ name: String) -> ModelStatus? {
        snapshot.models.first { $0.name == name }
    }

    /// A version by identity; nil when it is gone.
    package func version(_ id: VersionID) -> VersionStatus? {
        model(id.model)?.versions.first { $0.id == id }
    }

    /// An alert, or a row of several, by identity; nil when it is over.
    package func alert(_ id: String) -> AlertStatus? {
        snapshot.alerts.first { $0.id == id } ?? shownAlerts.first { $0.id == id }
    }

    /// The stages of a model.
    package func workflow(of model: String) -> ModelWorkflow? {
        snapshot.workflow.first { $0.model == model }
    }

    /// The alerts about this version, or about its model as a whole.
    package func alerts(about id: VersionID) -> [AlertStatus] {
        orderedAlerts.filter { alert in
            guard let subject = alert.subject, subject.model == id.model else { return false }
            return subject.version == nil || subject.version == id.version
        }
    }

    /// The version the subject is compared with: the user's choice, the engine's, the champion.
    package var compared: VersionID? {
        if let comparedWith, comparedWith != subject, version(comparedWith) != nil {
            return comparedWith
        }
        if let detail = snapshot.subject, detail.subject.id == subject {
            if let id = detail.compared?.id { return id }
        }
        guard let subject, let model = model(subject.model) else { return nil }
        let others = model.versions.filter { $0.id != subject && $0.requests != nil }
        return (others.first { $0.isChampion } ?? others.first)?.id
    }
}

extension VersionID {
    /// Identity as a row of a list; the separator cannot be typed into a name.
    package var rowID: String { model + "\u{1F}" + (version ?? "") }
}

extension VersionStatus {
    /// Serves as the accepted version, by role or by alias.
    package var isChampion: Bool {
        role == "champion" || (role == nil && aliases.contains("champion"))
    }

    /// Drift, worst first: beyond the limit, near it, unknown last; names break ties.
    package var orderedDrift: [FeatureDrift] {
        drift.sorted { left, right in
            let (first, second) = (left.timesLimit ?? -1, right.timesLimit ?? -1)
            return first == second ? left.feature < right.feature : first > second
        }
    }
}

extension DashboardModel {
    /// Why no version is on the screen while there is none.
    var absenceOfVersions: String {
        let read = snapshot.sources.filter { $0.records > 0 }.count
        guard snapshot.liveness.windowComplete else { return "no version to show: still reading" }
        guard read > 0 else { return "no version to show: nothing has been read" }
        return "no version to show: no source is an event log or a registry; "
            + "\(keys.key(.sources)) lists them"
    }

    /// What an alert is about, and on which target where its version serves on several.
    func placeWords(_ alert: AlertStatus) -> String? {
        guard let target = alert.labels["target"], let id = alert.subject,
            version(id).map({ $0.targets.count > 1 }) == true
        else { return alert.subjectWords }
        return alert.subjectWords.map { "\($0) on \(target)" }
    }
}

extension AlertStatus {
    /// What it is about: the version, the source, else the labels of its series; nil where it has
    /// none.
    var subjectWords: String? {
        subject?.words ?? labels["source"] ?? (seriesWords.isEmpty ? nil : seriesWords)
    }
}
