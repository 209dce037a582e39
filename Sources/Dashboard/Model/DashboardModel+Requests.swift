import Snapshot

/// One request as a row of the requests view: which of the two lists it stands in, and which it is.
struct RequestRow {
    enum Kind: String { case slowest, failed }
    var kind: Kind
    var request: RequestList.Request

    /// Identity: one request can stand in both lists.
    var id: String {
        let place = request.place
        return [kind.rawValue, place.source, "\(place.file)", "\(place.offset)"]
            .joined(separator: "\u{1F}")
    }

    var filterText: String {
        [
            request.id, request.failed ? "failed" : "ok", request.outcome, request.features,
            request.text,
        ].joined(separator: " ")
    }
}

/// The requests that the view shows.
extension DashboardModel {
    /// The version whose requests lie behind an alert: its own, or of a model's versions the one
    /// that fails or lags most.
    func requestSubject(_ alert: AlertStatus) -> VersionID? {
        guard let subject = alert.subject else { return nil }
        if subject.version != nil || version(subject) != nil { return subject }
        let all: [VersionStatus] = model(subject.model)?.versions ?? []
        let versions = all.filter { ($0.requests ?? 0) > 0 }
        let isFailing = isAboutFailures(alert)
        func badness(_ version: VersionStatus) -> Double {
            isFailing ? Double(version.errors ?? 0) : version.latency?.p95 ?? 0
        }
        return versions.max { badness($0) < badness($1) }?.id
    }

    /// The cursor is on an alert, rather than on something that an alert is about.
    var isOnAlert: Bool {
        switch place {
        case .why, .zoom(.alerts): true
        case .main: focus == .alerts
        default: false
        }
    }

    /// Whether the failed requests say more about an alert than the slow ones.
    func isAboutFailures(_ alert: AlertStatus) -> Bool {
        snapshot.why?.id == alert.id && snapshot.why?.evidence == .failed
    }

    /// The list for the version on screen; nil until the engine has answered.
    var requestList: RequestList? {
        guard case .requests(let id, let target) = place, let list = snapshot.requests,
            list.id == id, list.target == target
        else { return nil }
        return list
    }

    /// What the filter leaves of both lists, the slowest first.
    var requestRows: [RequestRow] {
        guard let list = requestList else { return [] }
        let filter = Filter(layer.filter)
        let all =
            list.slowest.map { RequestRow(kind: .slowest, request: $0) }
            + list.failed.map { RequestRow(kind: .failed, request: $0) }
        return filter.isEmpty ? all : all.filter { filter.matches($0.filterText) }
    }

    /// The row under the cursor.
    var requestInHand: RequestRow? {
        let rows = requestRows
        return rows.first { $0.id == layer.cursor } ?? rows.first
    }

    /// What is copied of it: its id, or all of its line.
    func requestText(wholeLine: Bool) -> String? {
        guard let request = requestInHand?.request else { return nil }
        let text = wholeLine || request.id.isEmpty ? request.text : request.id
        return text.isEmpty ? nil : text
    }
}
