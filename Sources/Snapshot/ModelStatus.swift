/// One model and its versions, worst first is the view's business.
package struct ModelStatus: Equatable, Sendable {
    package var name: String
    package var owner: String?
    package var description: String?
    package var versions: [VersionStatus] = []
    /// 0 … 3, and what the next level lacks; nil until something computes it.
    package var maturityLevel: Int?
    package var maturityMissing: [String] = []
    package init(name: String) { self.name = name }
}

/// Identity of a version on screen: selection follows this, never a row.
package struct VersionID: Hashable, Sendable {
    package var model: String
    /// nil when the log names none.
    package var version: String?
    package init(model: String, version: String?) {
        self.model = model
        self.version = version
    }

    /// `churn 3`, or the model alone.
    package var words: String { version.map { model + " " + $0 } ?? model }
}

/// One version of one model, over all its targets.
package struct VersionStatus: Equatable, Sendable {
    package var id: VersionID
    // Registry facts.
    package var aliases: [String] = []
    package var stage: String?
    package var role: String?
    /// nil when there are none or several; see `targets`.
    package var target: String?
    package var targets: [TargetStatus] = []
    package var run: String?
    package var commit: String?
    package var dataset: String?
    package var artifact: String?
    package var flavor: String?
    package var description: String?
    package var createdAt: Moment?
    package var author: String?
    package var tags: [String: String] = [:]
    package var params: [String: String] = [:]
    package var trainingMetrics: [String: Double] = [:]
    // The window.
    package var requests: Int64?
    package var requestsPerSecond: Double?
    package var errors: Int64?
    package var errorRatio: Double?
    package var trafficShare: Double?
    package var latency: LatencyQuantiles?
    /// p95 against this.
    package var baselineSeconds: Double?
    /// `own`, or the champion's version when this one is younger than two hours.
    package var baselineOf: String?
    package var timesUsual: Double? {
        guard let p95 = latency?.p95, let base = baselineSeconds, base > 0 else { return nil }
        return p95 / base
    }
    package var firstSeenAt: Moment?
    package var lastSeenAt: Moment?
    /// Silent beyond its usual gap.
    package var silent = false
    /// Mean p95 of the last hour in 10 buckets, oldest first; nil where nothing was measured.
    package var latencySparkline: [Double?] = []
    package var drift: [FeatureDrift] = []
    package var quality: [String: Double] = [:]
    package var qualityEstimated: [String: Double] = [:]
    package var labels: Int64 = 0
    /// Share of predictions per class in the window, when the prediction is a class.
    package var predictionRatios: [String: Double] = [:]
    // Of the subject of the interest only, down to `referenceWords`.
    /// The same shares in the reference.
    package var referencePredictionRatios: [String: Double] = [:]
    /// Median delay from a request to its label, and the share of labels due that have come.
    package var labelDelaySeconds: Double?
    package var labelCoverage: Double?
    /// When it took its present role, and what served before and after it: `2, until 31 d ago`.
    package var servingSince: Moment?
    /// Nobody has looked further back: it may have served before `servingSince`.
    package var servingSinceOrEarlier = false
    package var servedBefore: String?
    package var servedAfter: String?
    /// What it is measured against: `50 000 rows of telco-2026-10`.
    package var referenceWords: String?
    /// The worst alert condition on it.
    package var worst: AlertGrade = .none
    /// Why drift is unknown, as an instruction: `no reference: name one in driftop.yaml`.
    package var driftUnknownReason: String?
    package init(id: VersionID) { self.id = id }
}

/// One version in one target.
package struct TargetStatus: Equatable, Sendable {
    package var target: String
    package var requests: Int64 = 0
    package var requestsPerSecond: Double = 0
    package var errors: Int64 = 0
    package var errorRatio: Double?
    package var trafficShare: Double?
    package var latency: LatencyQuantiles?
    package var baselineSeconds: Double?
    package var lastSeenAt: Moment?
    package var silent = false
    package init(target: String) { self.target = target }
}

/// Seconds; the order statistic ⌈q·n⌉ within 1 %, `max` exact.
package struct LatencyQuantiles: Equatable, Sendable {
    package var p50: Double
    package var p95: Double
    package var p99: Double
    package var max: Double
    package init(p50: Double, p95: Double, p99: Double, max: Double) {
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.max = max
    }
}

/// How far one feature (or `score`, or `prediction`) is from the reference.
package struct FeatureDrift: Equatable, Sendable {
    package enum Kind: String, Sendable { case numeric, categorical }
    package var feature: String
    package var kind: Kind
    package var method = "psi"
    /// nil below 100 values: unknown.
    package var value: Double?
    package var threshold: Double?
    /// Beyond its limit, on at least 500 values.
    package var drifted = false
    package var referenceCount: Int64 = 0
    package var currentCount: Int64 = 0
    package var nullRatio: Double?
    package var nullLimit: Double?
    package var unseenRatio: Double?
    package var unseenLimit: Double?
    /// `above 72: 21 %, was 3 %`; empty when nothing moved beyond chance.
    package var whatMoved = ""
    /// Importance of the feature to the model, 0 … 1, when the registry says so; of the subject.
    package var weight: Double?
    /// Multiples of its limit per bucket of the subject's strips, oldest first; nil is unknown.
    package var history: [Double?] = []
    package var timesLimit: Double? {
        guard let value, let threshold, threshold > 0 else { return nil }
        return value / threshold
    }
    package init(feature: String, kind: Kind) {
        self.feature = feature
        self.kind = kind
    }
}
