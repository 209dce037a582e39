internal import PromQL

/// What a rule watches, told by the series it compares and not by its name: a rule under another
/// name, or with another limit, is spoken of in the same words.
enum Watched: Equatable, Sendable {
    /// A quantile of latency: `0.95`.
    case latency(quantile: String)
    case errors, drift, nulls, unseen, silence, sourceSilence, stageFailure, stageAge
    /// Anything else: spoken of by its metric's name.
    case other

    init(_ comparison: Comparison?, whole: SyntaxNode) {
        guard let comparison, let selector = comparison.left.plainSelector,
            // Of what is chosen the rest is held against the limit, not against its own usual.
            comparison.left.unchosen === comparison.left.unwrapped
        else {
            self = .other
            return
        }
        switch (selector.metric, comparison.breachesBelow) {
        case ("model_latency_seconds", false):
            self = selector["quantile"].map(Watched.latency) ?? .other
        case ("model_error_ratio", false): self = .errors
        case ("model_drift", false): self = .drift
        case ("model_feature_null_ratio", false): self = .nulls
        case ("model_feature_unseen_ratio", false): self = .unseen
        case ("model_silence_seconds", false):
            // Of several places together nobody is silent because one of them is.
            if case .selector = comparison.left.unwrapped.kind {
                self = .silence
            } else {
                self = .other
            }
        case ("source_silence_seconds", false): self = .sourceSilence
        case ("workflow_stage_status", _):
            self = selector["status"] == "failed" ? .stageFailure : .other
        case ("workflow_stage_age_seconds", false): self = .stageAge
        default: self = .other
        }
    }

    /// Whether it is about one feature of a version.
    var isFeature: Bool { self == .drift || self == .nulls || self == .unseen }

    /// Whether it is measured of every version, whatever the rules are.
    var isOfVersion: Bool {
        switch self {
        case .latency, .errors, .drift, .nulls, .unseen, .silence: true
        case .sourceSilence, .stageFailure, .stageAge, .other: false
        }
    }

    /// Whether it is about how requests went.
    var isRequests: Bool {
        switch self {
        case .latency, .errors: true
        default: false
        }
    }

    var isLatency: Bool {
        if case .latency = self { true } else { false }
    }
}
