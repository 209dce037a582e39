/// What a field of an event means; the raw value is its key under `fields:` in the configuration.
package enum EventField: String, CaseIterable, Hashable, Sendable {
    case time, model, version, target, latency, outcome, prediction, score, label, id, features

    /// Names recognised without configuration; the first that a row has wins.
    var names: [String] {
        switch self {
        case .time: ["ts", "timestamp", "time", "@timestamp", "event_time", "datetime"]
        case .model: ["model", "model_name", "model_id"]
        case .version: ["version", "model_version"]
        case .target: ["target", "deployment", "endpoint", "instance", "host"]
        case .latency:
            [
                "latency_ms", "latency_s", "latency_seconds", "duration_ms", "duration_s",
                "duration_seconds", "response_time_ms", "latency", "duration",
            ]
        case .outcome: ["status", "status_code", "code", "http_status", "error", "outcome"]
        case .prediction: ["prediction", "pred", "y_pred", "output"]
        case .score: ["score", "probability", "y_pred_proba", "confidence"]
        case .label: ["label", "target_label", "ground_truth", "y_true", "actual"]
        case .id: ["request_id", "id", "trace_id"]
        case .features: ["features", "inputs"]
        }
    }
}

/// Where the fields of a log are, when their names are not the usual ones.
package struct FieldMap: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// A column, or a path joined with dots.
        case column(String)
        /// The same for every row.
        case value(String)
    }
    package enum LatencyUnit: String, CaseIterable, Hashable, Sendable {
        case seconds = "s"
        case milliseconds = "ms"
        case microseconds = "us"
        case nanoseconds = "ns"

        var seconds: Double {
            switch self {
            case .seconds: 1
            case .milliseconds: 1e-3
            case .microseconds: 1e-6
            case .nanoseconds: 1e-9
            }
        }
    }

    package var places: [EventField: Place]
    /// Unit of a latency whose name has no suffix; nil means seconds.
    package var latencyUnit: LatencyUnit?

    package init(_ places: [EventField: Place] = [:], latencyUnit: LatencyUnit? = nil) {
        self.places = places
        self.latencyUnit = latencyUnit
    }
}
