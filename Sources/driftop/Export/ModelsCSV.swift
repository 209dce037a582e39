import Canvas
package import Snapshot

/// The models table as CSV (RFC 4180): one line a version, an empty cell for what is unknown.
package enum ModelsCSV {
    private struct Column {
        var name: String
        var cell: (VersionStatus) -> String?
    }

    /// Column names, in order.
    package static var header: [String] { columns.map(\.name) }

    package static func text(_ snapshot: SystemSnapshot) -> String {
        var lines = [header.joined(separator: ",")]
        for version in snapshot.models.flatMap(\.versions) {
            lines.append(columns.map { quoted($0.cell(version) ?? "") }.joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static var columns: [Column] {
        [
            Column(name: "model") { $0.id.model },
            Column(name: "version") { $0.id.version },
            Column(name: "role") { $0.role },
            Column(name: "target") { $0.target },
            Column(name: "traffic_share") { $0.trafficShare.map(JSONText.number) },
            Column(name: "requests") { $0.requests.map { String($0) } },
            Column(name: "requests_per_second") { $0.requestsPerSecond.map(JSONText.number) },
            Column(name: "errors") { $0.errors.map { String($0) } },
            Column(name: "error_ratio") { $0.errorRatio.map(JSONText.number) },
            Column(name: "p50_seconds") { $0.latency.map { JSONText.number($0.p50) } },
            Column(name: "p95_seconds") { $0.latency.map { JSONText.number($0.p95) } },
            Column(name: "p99_seconds") { $0.latency.map { JSONText.number($0.p99) } },
            Column(name: "max_seconds") { $0.latency.map { JSONText.number($0.max) } },
            Column(name: "times_usual") { $0.timesUsual.map(JSONText.number) },
            Column(name: "worst_drift_feature") { worstDrift($0)?.feature },
            Column(name: "worst_drift_times_limit") {
                worstDrift($0)?.timesLimit.map(JSONText.number)
            },
            Column(name: "drifted_features") {
                $0.drift.isEmpty ? nil : String($0.drift.count(where: \.drifted))
            },
            Column(name: "labels") { String($0.labels) },
            Column(name: "last_seen_at") { $0.lastSeenAt.map(CivilTime.text) },
        ]
    }

    private static func worstDrift(_ version: VersionStatus) -> FeatureDrift? {
        version.drift.filter { $0.timesLimit != nil }
            .max { ($0.timesLimit ?? 0) < ($1.timesLimit ?? 0) }
    }

    private static func quoted(_ cell: String) -> String {
        let isPlain = cell.unicodeScalars.allSatisfy {
            $0 != "," && $0 != "\"" && $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
        }
        if isPlain { return cell }
        // A model's name must not drive the reader's terminal.
        let safe = TextSafety.plain(cell)
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
