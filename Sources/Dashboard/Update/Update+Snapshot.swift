import Snapshot

/// A new snapshot: what stays selected, what the user did meanwhile, what rings.
extension DashboardModel {
    mutating func receive(_ incoming: SystemSnapshot) -> [Effect] {
        var incoming = incoming
        settleExpected(&incoming)
        let effects = ring(incoming)
        if newest != nil {
            newest = incoming
            return effects
        }
        show(incoming)
        offerLastLook()
        return effects
    }

    /// Makes `next` the picture; a cursor whose row is gone takes the row in its place.
    mutating func show(_ next: SystemSnapshot) {
        let before = Pane.allCases.map { pane in (pane, rows(of: pane)) }
        snapshot = next
        snapshot.keepFinite()
        reorder()
        rescale()
        for (pane, old) in before {
            guard let id = cursors[pane], let index = old.firstIndex(of: id) else { continue }
            let rows = rows(of: pane)
            if !rows.contains(id), !rows.isEmpty {
                cursors[pane] = rows[min(index, rows.count - 1)]
            }
        }
        if !hasOpened { open() }
        if subject.flatMap(version) == nil { subject = subjectOfFocus ?? versionRows.first?.id }
        // Once opened the cursor is pinned to what the other panes are about.
        if hasOpened, cursors[.models] == nil { cursors[.models] = subject?.rowID }
        now = max(now, next.at)
        expire()
    }

    /// Opening: the worst alert that nobody has in hand, or Models.
    ///
    /// It is looked for again until the history behind the alerts is read or a key is pressed.
    private mutating func open() {
        if let worst = shownAlerts.first, worst.needsSomebody {
            focus = .alerts
            cursors[.alerts] = worst.id
            subject = subjectOfFocus ?? subject
        } else if focus == .models, cursors[.models] == nil {
            subject = versionRows.first?.id
        }
        if snapshot.liveness.historyFraction == nil, snapshot.liveness.windowComplete {
            hasOpened = !snapshot.models.isEmpty
        }
    }

    /// What the focused pane's cursor is about.
    var subjectOfFocus: VersionID? {
        switch focus {
        case .alerts:
            cursor(of: .alerts).flatMap(alert).flatMap(version(about:))
        case .models:
            versionRows.first { $0.id.rowID == cursor(of: .models) }?.id
        case .metrics, .workflow, .team:
            subject
        }
    }

    /// The version an alert is about; of a whole model the one that serves.
    func version(about alert: AlertStatus) -> VersionID? {
        guard let id = alert.subject, let model = model(id.model) else { return nil }
        if let exact = model.versions.first(where: { $0.id == id }) { return exact.id }
        return (model.versions.first { $0.isChampion } ?? orderedVersions(of: id.model).first)?.id
    }

    /// The user's changes stay on screen until the journal's answer is in a snapshot, or 3 s.
    private mutating func settleExpected(_ incoming: inout SystemSnapshot) {
        expected.removeAll { change in
            guard let alert = incoming.alerts.first(where: { $0.id == change.alert }) else {
                return true
            }
            return alert.attention == change.attention || now.seconds(since: change.at) > 3
        }
        for change in expected { change.apply(to: &incoming) }
    }

    /// One bell however many alerts are new, and one for each alert.
    private mutating func ring(_ incoming: SystemSnapshot) -> [Effect] {
        let pages = incoming.alerts.filter {
            $0.isPage && $0.attention == .new && $0.condition == .firing
        }.map { "\($0.id)\u{1F}\($0.firedAt?.milliseconds ?? 0)" }
        let isNew = pages.contains { !rung.contains($0) }
        // What was quiet for a while and still fires when that is over rings again.
        let quiet: [AlertStatus.Attention] = [.snoozed, .silenced, .inhibited]
        rung.formIntersection(
            incoming.alerts.filter { !quiet.contains($0.attention) }.map {
                "\($0.id)\u{1F}\($0.firedAt?.milliseconds ?? 0)"
            })
        rung.formUnion(pages)
        return isNew && bellEnabled ? [.bell] : []
    }

    /// Drops a message that has had its time.
    mutating func expire() {
        if let until = notice?.until, now >= until { notice = nil }
    }

    mutating func say(_ text: String, failed: Bool = false) {
        let until = Moment(milliseconds: now.milliseconds + Int64(5_000 * pace))
        notice = Notice(text: text, failed: failed, until: failed ? nil : until)
    }

    mutating func replaceThemes(_ new: [Theme]) {
        themes = new
        if let same = new.first(where: { $0.name == theme.name }) { theme = same }
    }
}

extension SystemSnapshot {
    /// Writes the user's change into a picture that does not know it yet.
    mutating func apply(_ change: ExpectedChange) { change.apply(to: &self) }
}

extension ExpectedChange {
    /// Writes the change into a snapshot that does not know it yet.
    func apply(to snapshot: inout SystemSnapshot) {
        guard let index = snapshot.alerts.firstIndex(where: { $0.id == alert }) else { return }
        snapshot.alerts[index].attention = attention
        switch attention {
        case .acked:
            snapshot.alerts[index].ackedBy = by
            snapshot.alerts[index].ackedAt = at
        case .silenced: snapshot.alerts[index].hush = .init(by: by, until: until)
        case .snoozed:
            snapshot.alerts[index].snoozedUntil = until
            snapshot.alerts[index].snoozedAbove = above
        case .new:
            snapshot.alerts[index].ackedBy = nil
            snapshot.alerts[index].ackedAt = nil
            snapshot.alerts[index].snoozedUntil = nil
            snapshot.alerts[index].snoozedAbove = nil
            snapshot.alerts[index].hush = nil
        case .returned, .inhibited: break
        }
        snapshot.headline.count(snapshot.alerts)
    }
}
