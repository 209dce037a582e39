internal import DequeModule
internal import Detection
internal import Telemetry

/// A prediction whose truth is known.
struct LabelledEvent: Sendable {
    var time: Timestamp
    var pair: LabelledPair
}

/// Joins late labels to predictions by request id, in either order of arrival, in bounded memory.
struct LabelJoin: Sendable {
    private struct Waiting: Sendable {
        var hash: UInt64
        var version: Int
        var time: Timestamp
        var prediction: LabelledPair.Value?
        var score: Double
    }

    /// Predictions and labels that wait for each other, at most so many each: 200 000 are about 20 MB.
    static let waitingLimit = 200_000
    /// Quality is of the newest 500; the rest serves moments a little earlier.
    static let keptLimit = 1_500

    /// In order of arrival.
    private var predictions: Deque<Waiting> = []
    /// Predictions that have left the front of the queue: the number of the first still in it.
    private var firstPrediction = 0
    /// Where the prediction of a request stands, by number; nil until the first label comes, because
    /// many logs never see one and an entry here costs more than all else that is kept of an event.
    private var places: [UInt64: Int]?
    private var labels: [UInt64: LabelledPair.Value] = [:]
    private var labelOrder: Deque<UInt64> = []
    /// By version, in time order.
    private var joined: [Int: [LabelledEvent]] = [:]
    private(set) var joinedCount: [Int: Int64] = [:]
    /// Predictions given up before their label came, and labels given up before their prediction.
    private(set) var givenUp: Int64 = 0

    /// A prediction that may be labelled later.
    mutating func predicted(
        hash: UInt64, version: Int, time: Timestamp, prediction: LabelledPair.Value?, score: Double
    ) {
        if let label = labels.removeValue(forKey: hash) {
            let pair = LabelledPair(label: label, prediction: prediction, score: score)
            add(LabelledEvent(time: time, pair: pair), version: version)
            return
        }
        let waiting = Waiting(
            hash: hash, version: version, time: time, prediction: prediction, score: score)
        if let place = places?[hash] {
            predictions[place - firstPrediction] = waiting
            return
        }
        predictions.append(waiting)
        places?[hash] = firstPrediction + predictions.count - 1
        if predictions.count > Self.waitingLimit { forgetPrediction() }
    }

    /// A label that came, perhaps before its prediction was read.
    mutating func labelled(hash: UInt64, label: LabelledPair.Value) {
        if places == nil { indexPredictions() }
        if let place = places?.removeValue(forKey: hash) {
            let waiting = predictions[place - firstPrediction]
            let pair = LabelledPair(
                label: label, prediction: waiting.prediction, score: waiting.score)
            add(LabelledEvent(time: waiting.time, pair: pair), version: waiting.version)
            return
        }
        if labels.updateValue(label, forKey: hash) == nil {
            labelOrder.append(hash)
            if labelOrder.count > Self.waitingLimit { forgetLabel() }
        }
    }

    /// An event that carries its label itself.
    mutating func add(_ event: LabelledEvent, version: Int) {
        joinedCount[version, default: 0] += 1
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

    private mutating func indexPredictions() {
        var places: [UInt64: Int] = [:]
        places.reserveCapacity(predictions.count)
        for (position, waiting) in predictions.enumerated() {
            places[waiting.hash] = firstPrediction + position
        }
        self.places = places
    }

    private mutating func forgetPrediction() {
        let waiting = predictions.removeFirst()
        defer { firstPrediction += 1 }
        guard places != nil else {
            givenUp += 1
            return
        }
        // One that was labelled, or sent again, is no longer in question.
        guard places?[waiting.hash] == firstPrediction else { return }
        places?[waiting.hash] = nil
        givenUp += 1
    }

    private mutating func forgetLabel() {
        if let hash = labelOrder.popFirst(), labels.removeValue(forKey: hash) != nil {
            givenUp += 1
        }
    }
}
