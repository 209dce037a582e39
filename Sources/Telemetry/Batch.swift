/// What one source delivers at once.
package enum Batch: Sendable {
    case events(EventBatch)
    /// Metric samples; one entry a series.
    case samples([SeriesSamples])
    /// The whole registry as it stands now: replaces what this source said before.
    case registry([ModelFacts])
    case teams([TeamFacts])
    case stagePlans([StagePlan])
    /// Appended stage events; `replace` when the file was read anew.
    case stageEvents([StageEvent], replace: Bool)
    case reference(ReferenceTable)
    /// Nothing but a change of the source's state.
    case nothing
}

/// A batch, where it came from, and how its source stands after it.
package struct Delivery: Sendable {
    package var batch: Batch
    package var source: SourceState
    package init(batch: Batch, source: SourceState) {
        self.batch = batch
        self.source = source
    }
}

/// How a source stands: what is shown in Sources and exported as `source_*` series.
package struct SourceState: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case events, metrics, registry, team, workflow, stages, reference, labels, ignored
    }
    package enum Condition: Hashable, Sendable {
        case live
        /// Read whole and not expected to grow, or not growing although it used to.
        case stale
        case failed(reason: String, retryAt: Timestamp?)
        case ignored(reason: String)
    }
    /// How far the past has been read.
    package enum Reach: Hashable, Sendable {
        /// Still covering the window; numbers are not final.
        case opening
        /// The window is covered; older history is being read, `fraction` of it done.
        case readingHistory(fraction: Double)
        /// As far back as was asked, or the start of the file.
        case complete
    }

    /// Unique within a workspace and stable over restarts: the path as the user would write it.
    package var name: String
    /// What it was recognised as, in words such as `inference events, JSONL`.
    package var recognisedAs: String
    package var kind: Kind
    /// Absolute path or URL.
    package var location: String
    package var condition: Condition
    package var reach: Reach
    package var newestSample: Timestamp?
    /// Oldest event time read so far.
    package var oldestSample: Timestamp?
    /// Wall-clock time of the last growth seen.
    package var lastGrowth: Timestamp?
    package var bytes: Int64
    package var records: Int64
    package var rejected: [String: Int64]
    /// The first rejected line of each reason, for `info` and Sources: `line 812, column 14: …`.
    package var examples: [String: String]
    /// What a metrics file says its series are, by name.
    package var metricTypes: [String: MetricType] = [:]

    package init(
        name: String, recognisedAs: String, kind: Kind, location: String,
        condition: Condition = .live, reach: Reach = .opening
    ) {
        self.name = name
        self.recognisedAs = recognisedAs
        self.kind = kind
        self.location = location
        self.condition = condition
        self.reach = reach
        bytes = 0
        records = 0
        rejected = [:]
        examples = [:]
    }

    package var rejectedTotal: Int64 { rejected.values.reduce(0, +) }
}

/// What the Prometheus text format and OpenMetrics call the kinds of series whose values say
/// something about each other.
package enum MetricType: String, Hashable, Sendable {
    case counter, gauge, histogram, summary
}

/// How far back a source should read, answered to every delivery.
package struct Horizon: Hashable, Sendable {
    /// The screen's window starts here: read back to it first.
    package var window: Timestamp
    /// Rules need everything after this.
    package var history: Timestamp
    /// Something (a drift window short of values) wants more, up to this time or 64 MB past
    /// `history`, whichever comes first.
    package var wanted: Timestamp
    package init(window: Timestamp, history: Timestamp, wanted: Timestamp) {
        self.window = window
        self.history = history
        self.wanted = wanted
    }
}
