import Canvas
package import Snapshot

/// What the engine should compute for the picture on screen.
extension DashboardModel {
    /// The wish that `Effect.look` carries.
    package var interest: Interest {
        var interest = Interest()
        interest.windowSeconds = windowSeconds
        interest.subject = subject
        interest.comparedWith = comparedWith
        interest.chartSeconds = chartSeconds
        interest.chartPoints = chartPoints
        interest.shiftSince = awaitedShift
        switch place {
        case .why(let id):
            interest.alert = id
            interest.chartPoints = 2 * max(8, size.width - 8)
            guard let alert = alert(id), let subject = requestSubject(alert) ?? alert.subject
            else { break }
            // What lies behind it is shown with it.
            interest.subject = subject
            interest.feature = alert.labels["feature"]
            interest.wantsRequests = interest.feature == nil
            interest.target = alert.labels["target"]
        case .feature(let id, let feature):
            interest.subject = id
            interest.feature = feature
        case .version(let id):
            interest.subject = id
            interest.feature = cursor
        case .compare(let id, let other):
            interest.subject = id
            interest.comparedWith = other
        case .requests(let id, let target):
            interest.subject = id
            interest.target = target
            interest.wantsRequests = true
        case .rule(let group, let name, let ordinal):
            interest.rulePreview = RulePreview(
                group: group, rule: name, ordinal: ordinal, threshold: layer.triedLimit)
        case .handoff(let since): interest.shiftSince = since
        case .main, .zoom, .versions, .sources, .rules, .help:
            // The alert under the cursor explains itself below the rows.
            interest.alert = focusedAlert
        }
        return interest
    }

    /// Of a row of several the first, which needs somebody most.
    private var focusedAlert: String? {
        switch place {
        case .main, .zoom(.alerts):
            cursor(of: .alerts).flatMap(alert).map { $0.members.first?.id ?? $0.id }
        default: nil
        }
    }

    /// Two points a column of the widest chart on the main screen.
    private var chartPoints: Int {
        let layout = Layout(size)
        let columns =
            switch (place, layout.form) {
            case (.zoom(.metrics), _): size.width - 10
            case (_, .wide): Layout.chartColumns(metricsWidth: layout.metrics.width)
            default: size.width - 9
            }
        return max(16, 2 * columns)
    }
}
