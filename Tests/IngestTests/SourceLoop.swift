import Ingest
import Telemetry

/// Reads sources on the caller's thread until nothing is left.
enum SourceLoop {
    /// One step of each source in turn, so that every window is covered early.
    ///
    /// - Parameter deliver: answers how far back is wanted.
    static func drain(
        _ sources: [any Source], now: Timestamp, horizon: Horizon,
        deliver: (Delivery) -> Horizon
    ) {
        var horizon = horizon
        var working = sources
        while !working.isEmpty {
            working = working.filter { source in
                guard let delivery = source.step(now: now, horizon: horizon) else { return false }
                horizon = deliver(delivery)
                return true
            }
        }
    }
}
