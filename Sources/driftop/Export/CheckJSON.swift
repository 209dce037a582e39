package import Alerting
package import Snapshot

/// What `check --format json` prints: `driftop/check/1`.
package enum CheckJSON {
    /// - Parameters:
    ///   - faults: as they are printed, one each.
    ///   - span: the moments a backtest covered; nil without one.
    package static func text(
        faults: [String], lints: [RuleLint], backtest: [RuleBacktest],
        span: (from: Moment, to: Moment, lateEvents: Int)?
    ) -> String {
        var json = JSONText()
        json.object { json in
            json.field("format", "driftop/check/1")
            json.field("faults", faults)
            json.array("lints", lints, write)
            guard let span else { return json.null("backtest") }
            json.object("backtest") { json in
                json.field("from", span.from)
                json.field("to", span.to)
                json.field("late_events", Int64(span.lateEvents))
                json.array("rules", backtest, write)
            }
        }
        return json.text + "\n"
    }

    private static func write(_ json: inout JSONText, _ lint: RuleLint) {
        json.object { json in
            json.field("code", lint.code.rawValue)
            json.field("file", lint.file)
            json.field("line", Int64(lint.line))
            json.field("column", Int64(lint.column))
            json.field("rule", lint.rule)
            json.field("message", lint.message)
            json.field("hint", lint.hint)
        }
    }

    private static func write(_ json: inout JSONText, _ rule: RuleBacktest) {
        json.object { json in
            json.field("rule", rule.rule)
            json.field("group", rule.group)
            json.field("severity", rule.severity)
            json.field("from", rule.from)
            json.field("to", rule.to)
            json.field("evaluations", Int64(rule.evaluations))
            json.field("failures", Int64(rule.failures))
            json.field("error", rule.error)
            json.field("notes", rule.notes)
            json.field("fired", Int64(rule.fired))
            json.field("firing_seconds", rule.firingSeconds)
            json.field("pending_only", Int64(rule.pendingOnly))
            json.field("missing", rule.missing)
            json.field("label_sets_omitted", Int64(rule.omittedSets))
            json.array("label_sets", rule.sets, write)
        }
    }

    private static func write(_ json: inout JSONText, _ set: RuleBacktest.LabelSet) {
        json.object { json in
            json.field("labels", set.labels)
            json.field("fired", Int64(set.fired))
            json.field("firing_seconds", set.firingSeconds)
            json.field("longest_seconds", set.longestSeconds)
            json.field("pending_only", Int64(set.pendingOnly))
            json.field("first_fired_at", set.firstFiredAt)
            json.field("last_fired_at", set.lastFiredAt)
            json.field("fires_at_end", set.firesNow)
            json.field("worst", set.worst)
            json.field("worst_at", set.worstAt)
            json.array("firings", set.firings) { json, firing in
                json.object { json in
                    json.field("from", firing.from)
                    json.field("to", firing.to)
                }
            }
        }
    }
}
