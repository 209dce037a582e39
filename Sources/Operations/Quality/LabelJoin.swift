internal import DequeModule
internal import Detection
internal import Telemetry

/// A prediction whose truth is known.
struct LabelledEvent: Sendable {
    var time: Timestamp
    var pair: LabelledPair
    /// From the request to its label; nil when the label says no time of its own.
    var delaySeconds: Double?
}

/// Joins late labels to predictions by request id, in either order of arrival, in bounded memory.
struct LabelJoin: Sendable {
    private struct Waiting: Sendable {
        var version: Int
        var time: Timestamp
        var prediction: LabelledPair.Value?
        var score: Double
    }
    private struct Arrived: Sendable {
        var label: LabelledPair.Value
        /// The far past when the line says none.
        var time: Timestamp
    }

    /// Predictions and labels that wait for each other, at most so many each: 200 000 are about 20 MB.
    static let waitingLimit = 200_000
    /// Quality is of the newest 500; the rest serves moments a little earlier.
    static let keptLimit = 1_500

    private var predictions: [UInt64: Waiting] = [:]
    private var predictionOrder: Deque<UInt64> = []
    private var labels: [UInt64: Arrived] = [:]
    private var labelOrder: Deque<UInt64> = []
    /// By version, in time order.
    private var joined: [Int: [LabelledEvent]] = [:]
    private(set) var joinedCount: [Int: Int64] = [:]
    private var hours: [Int: QualityHours] = [:]
    /// Predictions given up before their label came, and labels given up before their prediction.
    private(set) var givenUp: Int64 = 0

    /// A prediction that may be labelled later.
    mutating func predicted(
        hash: UInt64, version: Int, time: Timestamp, prediction: LabelledPair.Value?, score: Double
    ) {
        let waiting = Waiting(version: version, time: time, prediction: prediction, score: score)
        if let arrived = labels.removeValue(forKey: hash) {
            hours[version, default: QualityHours()].predicted(at: time)
            join(waiting, arrived)
            return
        }
        if predictions.updateValue(waiting, forKey: hash) == nil {
            predictionOrder.append(hash)
            hours[version, default: QualityHours()].predicted(at: time)
            if predictionOrder.count > Self.waitingLimit { forgetPrediction() }
        }
    }

    /// A label that came, perhaps before its prediction was read.
    mutating func labelled(hash: UInt64, label: LabelledPair.Value, at time: Timestamp) {
        let arrived = Arrived(label: label, time: time)
        if let waiting = predictions.removeValue(forKey: hash) {
            join(waiting, arrived)
            return
        }
        if labels.updateValue(arrived, forKey: hash) == nil {
            labelOrder.append(hash)
            if labelOrder.count > Self.waitingLimit { forgetLabel() }
        }
    }

    /// An event that carries its label itself.
    mutating func carried(_ event: LabelledEvent, version: Int) {
        hours[version, default: QualityHours()].predicted(at: event.time)
        add(event, version: version)
    }

    private mutating func join(_ waiting: Waiting, _ arrived: Arrived) {
        let pair = LabelledPair(
            label: arrived.label, prediction: waiting.prediction, score: waiting.score)
        let delay =
            arrived.time > .distantPast ? Double(arrived.time - waiting.time) / 1_000 : nil
        add(
            LabelledEvent(
                time: waiting.time, pair: pair, delaySeconds: delay.flatMap { $0 < 0 ? nil : $0 }),
            version: waiting.version)
    }

    private mutating func add(_ event: LabelledEvent, version: Int) {
        joinedCount[version, default: 0] += 1
        hours[version, default: QualityHours()].labelled(event.pair, at: event.time)
        var list = joined[version] ?? []
        if list.count >= Self.keptLimit, let oldest = list.first, event.time < oldest.time {
            return
        }
        joined[version] = nil
        var position = list.count
        while position > 0, list[position - 1].time > event.time { position -= 1 }
        list.insert(event, at: position)
        if list.count > Self.keptLimit + 256 { list.removeFirst(256) }
        joined[version] = list
    }

    /// The newest 500 labelled events of a version up to `at`.
    func newest(_ version: Int, at: Timestamp) -> ArraySlice<LabelledEvent> {
        guard let list = joined[version] else { return [] }
        let end = list.lastIndex { $0.time <= at }.map { $0 + 1 } ?? 0
        return list[max(0, end - 500)..<end]
    }

    private mutating func forgetPrediction() {
        if let hash = predictionOrder.popFirst(), let lost = predictions.removeValue(forKey: hash) {
            givenUp += 1
            // Nobody can tell any more whether its label came.
            hours[lost.version]?.predicted(at: lost.time, by: -1)
        }
    }

    private mutating func forgetLabel() {
        if let hash = labelOrder.popFirst(), labels.removeValue(forKey: hash) != nil {
            givenUp += 1
        }
    }
}

extension LabelJoin {
    /// How late labels are: the median, and what 19 of 20 come within; of the newest 500.
    func delaySeconds(_ version: Int, at: Timestamp) -> (median: Double, most: Double)? {
        let delays = newest(version, at: at).compactMap(\.delaySeconds).sorted()
        guard let median = delays.median else { return nil }
        return (median, delays[(delays.count * 19 + 19) / 20 - 1])
    }

    /// Share of the predictions that are old enough to be labelled whose label came.
    func coverage(_ version: Int, at: Timestamp) -> Double? {
        guard let hours = hours[version] else { return nil }
        let due = delaySeconds(version, at: at).map { at - Int64($0.most * 1_000) }
        return (due ?? hours.lastLabelled).flatMap(hours.coverage)
    }

    /// What is known of the predictions made in one hour.
    func hour(_ version: Int, _ slot: Int64) -> QualityHours.Hour {
        hours[version]?[slot] ?? QualityHours.Hour()
    }

    /// Hours that got labels since they were last taken.
    func changedHours(_ version: Int, in slots: ClosedRange<Int64>) -> [Int64] {
        hours[version]?.changed(in: slots) ?? []
    }

    /// Hours that ended by `time` and got labels since the last call.
    mutating func takeChangedHours(_ version: Int, before time: Timestamp) -> [Int64] {
        hours[version]?.takeChanged(before: time) ?? []
    }
}
