/// How surely the last word of a nested key names a field: by how much the word says alone, and by
/// what the objects around it are about.
enum NestedName {
    /// Ranks from here on are guesses: what a reference says of the key comes first, and they do
    /// not make a line an event.
    static let guessRank: UInt8 = 220

    /// Short words: `user.id`, `http.version`, `error.code` and `output.label` are no fields.
    private static let shortWords: Set<String> = [
        "id", "version", "model", "target", "host", "instance", "code", "error", "label", "output",
    ]
    /// Objects that are about the request, its answer, or who serves it.
    private static let envelopes: Set<String> = [
        "attributes", "attrs", "body", "context", "ctx", "data", "event", "extra", "fields",
        "inference", "info", "json", "message", "meta", "metadata", "payload", "prediction",
        "properties", "record", "reply", "req", "request", "resp", "response", "result", "serving",
        "tags",
    ]
    private static let answers: Set<String> = ["reply", "resp", "response", "result"]
    /// Objects about something else that has a model, a version or a host of its own.
    private static let others: Set<String> = [
        "account", "agent", "api", "app", "application", "aws", "browser", "build", "car", "client",
        "cloud", "container", "customer", "database", "dataset", "db", "device", "error",
        "exception", "features", "gcp", "git", "host", "http", "inputs", "item", "k8s", "kafka",
        "kubernetes", "library", "log", "logger", "net", "network", "node", "os", "output",
        "outputs", "package", "phone", "pod", "process", "product", "proxy", "python", "redis",
        "runtime", "schema", "sdk", "server", "service", "session", "telemetry", "tls", "upstream",
        "url", "user", "user_agent", "vehicle",
    ]

    /// The rank of a nested key as a name of `field`, the lower the surer; nil when it is none.
    ///
    /// - Parameter parts: the keys from the outermost on, lowercase, at least two.
    static func rank(of parts: [String], as field: EventField) -> Int? {
        guard let last = parts.last, let index = field.names.firstIndex(of: last) else {
            return nil
        }
        guard shortWords.contains(last) else { return 100 + index }
        let around = parts.dropLast()
        guard let parent = around.last, !around.contains(where: others.contains) else { return nil }
        switch field {
        case .model, .version, .target:
            return envelopes.contains(parent) ? 200 + index : Int(guessRank) + index
        case .id: return envelopes.contains(parent) ? 200 + index : nil
        // `code`, `output`.
        case .outcome, .prediction:
            return last != "error" && answers.contains(parent) ? 200 + index : nil
        case .time, .latency, .score, .label, .features: return nil
        }
    }
}
