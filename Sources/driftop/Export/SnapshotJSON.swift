package import Snapshot

/// The contract `driftop/snapshot/1`.
///
/// It is what `snapshot --format json` and `alerts --format json` print. Fields may be added; none
/// changes its name, place or meaning.
package enum SnapshotJSON {
    package static let format = "driftop/snapshot/1"

    package static func text(_ snapshot: SystemSnapshot) -> String {
        var json = JSONText()
        json.object { json in
            json.field("format", format)
            json.field("at", snapshot.at)
            json.field("window_seconds", snapshot.windowSeconds)
            json.array("sources", snapshot.sources, write)
            json.array("models", snapshot.models, write)
            json.array("workflow", snapshot.workflow, write)
            json.array("teams", snapshot.teams, write)
            json.field("headline", snapshot.headline.text)
            json.array("alerts", snapshot.alerts, write)
            json.field("rules_evaluation_seconds", snapshot.judgingSeconds)
            json.array("rules", snapshot.rules, write)
        }
        return json.text + "\n"
    }

    /// The array of alerts alone.
    package static func alertsText(_ snapshot: SystemSnapshot) -> String {
        var json = JSONText()
        json.array(nil, snapshot.alerts, write)
        return json.text + "\n"
    }

    /// One alert alone, as it stands in the array.
    package static func text(of alert: AlertStatus) -> String {
        var json = JSONText()
        write(&json, alert)
        return json.text + "\n"
    }

    private static func write(_ json: inout JSONText, _ source: SourceStatus) {
        json.object { json in
            json.field("name", source.name)
            json.field("kind", source.kind)
            json.field("location", source.location)
            json.field("state", source.state.rawValue)
            json.field("last_sample_at", source.lastSampleAt)
            json.field("lag_seconds", source.lagSeconds)
            json.field("bytes", source.bytes)
            json.field("records", source.records)
            json.field("rejected", source.rejected)
            json.field("rejected_reasons", source.rejectedReasons)
            json.field("reason", source.reason)
        }
    }

    private static func write(_ json: inout JSONText, _ model: ModelStatus) {
        json.object { json in
            json.field("name", model.name)
            json.field("owner", model.owner)
            // Levels of maturity are computed by a later release.
            json.null("maturity")
            json.array("versions", model.versions, write)
        }
    }

    private static func write(_ json: inout JSONText, _ version: VersionStatus) {
        json.object { json in
            json.field("version", version.id.version)
            json.field("aliases", version.aliases)
            json.field("stage", version.stage)
            json.field("role", version.role)
            json.field("target", version.target)
            json.field("run", version.run)
            json.field("commit", version.commit)
            json.field("dataset", version.dataset)
            json.field("params", version.params)
            json.field("training_metrics", version.trainingMetrics)
            json.field("traffic_share", version.trafficShare)
            json.field("requests", version.requests)
            json.field("requests_per_second", version.requestsPerSecond)
            json.field("errors", version.errors)
            json.field("error_ratio", version.errorRatio)
            if let latency = version.latency {
                json.object("latency_seconds") { json in
                    json.field("p50", latency.p50)
                    json.field("p95", latency.p95)
                    json.field("p99", latency.p99)
                    json.field("max", latency.max)
                }
            } else {
                json.null("latency_seconds")
            }
            json.field("last_seen_at", version.lastSeenAt)
            json.array("drift", version.drift, write)
            json.field("quality", version.quality)
            json.field("quality_estimated", version.qualityEstimated)
            json.field("labels", version.labels)
        }
    }

    private static func write(_ json: inout JSONText, _ drift: FeatureDrift) {
        json.object { json in
            json.field("feature", drift.feature)
            json.field("method", drift.method)
            json.field("value", drift.value)
            json.field("threshold", drift.threshold)
            json.field("drifted", drift.drifted)
            json.field("n_reference", drift.referenceCount)
            json.field("n_current", drift.currentCount)
            json.field("null_ratio", drift.nullRatio)
            json.field("unseen_ratio", drift.unseenRatio)
        }
    }

    private static func write(_ json: inout JSONText, _ workflow: ModelWorkflow) {
        json.object { json in
            json.field("model", workflow.model)
            json.array("stages", workflow.stages) { json, stage in
                json.object { json in
                    json.field("stage", stage.stage)
                    json.field("status", stage.status.rawValue)
                    json.field("started_at", stage.startedAt)
                    json.field("finished_at", stage.finishedAt)
                    json.field("duration_seconds", stage.durationSeconds)
                    json.field("owner", stage.owner)
                    json.field("source", stage.source)
                }
            }
        }
    }

    private static func write(_ json: inout JSONText, _ team: TeamStatus) {
        json.object { json in
            json.field("team", team.team)
            json.field("on_call", team.onCall)
            json.array("roles", team.roles) { json, role in
                json.object { json in
                    json.field("role", role.role)
                    json.field("members", role.members)
                    json.field("responsibility", role.responsibility)
                    json.field("open_alerts", Int64(role.openAlerts))
                }
            }
        }
    }

    static func write(_ json: inout JSONText, _ alert: AlertStatus) {
        json.object { json in
            json.field("id", alert.id)
            json.field("rule", alert.rule)
            json.field("onset_at", alert.onsetAt)
            json.field("condition", alert.condition.rawValue)
            json.field("attention", alert.attention.rawValue)
            json.field("severity", alert.severity)
            json.field("owner", alert.owner)
            json.field("labels", alert.labels)
            json.field("annotations", alert.annotations)
            json.field("value", alert.value)
            json.field("active_at", alert.activeAt)
            json.field("fired_at", alert.firedAt)
            json.field("resolved_at", alert.resolvedAt)
            json.field("acked_by", alert.ackedBy)
            json.field("acked_at", alert.ackedAt)
            json.field("comment", alert.comment)
            json.field("snoozed_until", alert.snoozedUntil)
            let isSilenced = alert.attention == .silenced
            json.field("silenced_by", isSilenced ? alert.hush?.by : nil)
            json.field("silenced_until", isSilenced ? alert.hush?.until : nil)
            json.field("inhibited_by", isSilenced ? nil : alert.hush?.by)
            json.field("active_at_or_earlier", alert.activeAtOrEarlier)
            json.field("no_data_since", alert.dataLostAt)
            json.field("flap_count", alert.flapping.map { Int64($0.count) })
            json.field("flapping_since", alert.flapping?.since)
            json.field(
                "group", alert.group.map { $0.split(separator: "\u{1F}").joined(separator: "/") })
        }
    }

    private static func write(_ json: inout JSONText, _ rule: RuleStatus) {
        json.object { json in
            json.field("name", rule.name)
            json.field("group", rule.group)
            json.field("expression", rule.expression)
            json.field("severity", rule.severity)
            json.field("health", rule.health)
            json.field("last_error", rule.lastError)
            json.field("last_evaluation_at", rule.lastEvaluationAt)
            json.field("evaluation_seconds", rule.evaluationSeconds)
            json.field("firing", Int64(rule.firing))
            json.field("pending", Int64(rule.pending))
            json.field("notes", rule.notes)
        }
    }
}

extension JSONText {
    /// RFC 3339 in UTC with milliseconds.
    package mutating func field(_ name: String, _ value: Moment?) {
        field(name, value.map(CivilTime.text))
    }
}
