internal import DequeModule
internal import Detection
internal import Telemetry

/// A prediction whose truth is known.
struct LabelledEvent: Sendable {
    var time: Timestamp
    var pair: LabelledPair
    /// From the request to its label; nil when the label says no time of its own.
    var delaySeconds: Double?

    /// Which of its version's it was in order of arrival.
    var number: Int64 = 0

    /// When its label came.
    var knownAt: Timestamp { time + Int64((delaySeconds ?? 0) * 1_000) }
}

/// Joins late labels to predictions by request id, in either order of arrival, in bounded memory.
///
/// Of several labels of one request the first that came counts.
struct LabelJoin: Sendable {
    private struct Waiting: Sendable {
        var hash: UInt64
        var version: Int
        var time: Timestamp
        var prediction: LabelledPair.Value?
        var score: Double
        /// Another version's prediction of the same request, by number: a shadow answers too.
        var before: Int?
        var origin: AnswerOrigin
        var isJoined = false
    }
    private struct Arrived: Sendable {
        var label: LabelledPair.Value
        /// The far past when the line says none.
        var time: Timestamp
        /// Versions whose prediction it has been joined with.
        var versions: [Int32] = []
        var hash: UInt64 = 0
        /// Its place among the subjects; -1 when it names nobody.
        var subject: Int32 = -1
        var source: Int32 = -1
    }

    /// Predictions and labels that wait for each other, at most so many each: 200 000 are about 20
    /// MB.
    static let waitingLimit = 200_000
    /// Labels that have met a prediction wait for that of a shadow, which may be logged later.
    static let metLimit = 20_000
    /// Of one version at least, and of all together, 15 MB: quality is of the newest 500; the rest
    /// serves earlier moments.
    static let keptLimit = 1_500
    var keptTotal = 150_000

    /// In order of arrival.
    private var predictions: Deque<Waiting> = []
    /// Predictions that have left the front of the queue: the number of the first still in it.
    private var firstPrediction = 0
    /// Where the prediction of a request stands, by number; nil until the first label comes,
    /// because many logs never see one and an entry here costs more than all else that is kept of
    /// an event.
    private var places: [UInt64: Int]?
    private var labels: [UInt64: Arrived] = [:]
    private var labelOrder: Deque<UInt64> = []
    private var metOrder: Deque<UInt64> = []
    /// Some labels are not about every answer to their request.
    private var hasNamedLabels = false
    /// What labels say whom they are about; more than so many are not told apart.
    private var subjects: [LabelSubject] = []
    private var subjectNumbers: [LabelSubject: Int32] = [:]
    private static let subjectLimit = 10_000
    /// By request: the key of a label that names somebody, for answers that do not say who gave
    /// them.
    private var namedLabels: [UInt64: UInt64] = [:]
    private struct Answerer: Hashable, Sendable {
        var version: Int
        var folder: Int32
    }
    private var knownSalts: (revision: Int, by: [Answerer: [UInt64]]) = (0, [:])
    /// Which logs labels are about that name no model.
    var scopes = LabelScopes()
    /// By version, in time order.
    private var joined: [Int: Deque<LabelledEvent>] = [:]
    private(set) var joinedCount: [Int: Int64] = [:]
    private var hours: [Int: QualityHours] = [:]
    /// By version: whether it answers with classes or with numbers.
    private(set) var kinds: [Int: OutcomeKind] = [:]
    /// By source: labels that were read, and those among them that met a request.
    private(set) var tallies: [Int32: (read: Int64, met: Int64)] = [:]
    /// Predictions given up before their label came, and labels given up before their prediction.
    private(set) var givenUp: Int64 = 0

    /// A prediction that may be labelled later.
    ///
    /// - Parameter isEarlier: read backwards: of one moment it comes before what was read.
    mutating func predicted(
        hash: UInt64, version: Int, of origin: AnswerOrigin = AnswerOrigin(), time: Timestamp,
        prediction: LabelledPair.Value?, score: Double, isEarlier: Bool = false
    ) {
        var waiting = Waiting(
            hash: hash, version: version, time: time, prediction: prediction, score: score,
            origin: origin)
        if let key = label(of: hash, version: version, origin), let arrived = labels[key] {
            hours[version, default: QualityHours()].predicted(at: time)
            if arrived.versions.isEmpty { tallies[arrived.source]?.met += 1 }
            labels[key]?.versions.append(Int32(version))
            join(waiting, arrived, isEarlier: isEarlier)
            return
        }
        if let known = places?[hash], let place = self.place(of: version, from: known) {
            waiting.before = predictions[place - firstPrediction].before
            predictions[place - firstPrediction] = waiting
            return
        }
        waiting.before = places?[hash]
        predictions.append(waiting)
        if places != nil {
            places?[hash] = firstPrediction + predictions.count - 1
            hours[version, default: QualityHours()].predicted(at: time)
        }
        if predictions.count > Self.waitingLimit { forgetPrediction() }
    }

    /// The label that judges an answer and has not yet, by its place.
    private mutating func label(of hash: UInt64, version: Int, _ origin: AnswerOrigin) -> UInt64? {
        func waits(_ key: UInt64) -> Bool {
            labels[key].map { !$0.versions.contains(Int32(version)) } ?? false
        }
        guard hasNamedLabels else { return waits(hash) ? hash : nil }
        for salt in salts(of: version, origin) {
            let key = LabelSubject.key(hash, salt)
            if waits(key) { return key }
        }
        guard let key = namedLabels[hash], waits(key), let subject = labels[key]?.subject,
            subject >= 0, subjects[Int(subject)].includes(origin, scopes)
        else { return nil }
        return key
    }

    /// Kept, since they are asked for with every answer.
    private mutating func salts(of version: Int, _ origin: AnswerOrigin) -> [UInt64] {
        if knownSalts.revision != scopes.revision { knownSalts = (scopes.revision, [:]) }
        let answerer = Answerer(version: version, folder: origin.folder)
        if let known = knownSalts.by[answerer] { return known }
        let salts = origin.salts(scopes)
        knownSalts.by[answerer] = salts
        return salts
    }

    /// Where a version's prediction of a request stands among those of all versions.
    private func place(of version: Int, from newest: Int) -> Int? {
        var next: Int? = newest
        while let place = next, place >= firstPrediction {
            if predictions[place - firstPrediction].version == version { return place }
            next = predictions[place - firstPrediction].before
        }
        return nil
    }

    /// A label that came, perhaps before its prediction was read.
    ///
    /// - Parameters:
    ///   - subject: whose answer it judges, where it says so: of several that got the request.
    ///   - time: the far past when the line says none.
    ///   - source: whose labels are counted together.
    mutating func labelled(
        hash: UInt64, about subject: LabelSubject = LabelSubject(), label: LabelledPair.Value,
        at time: Timestamp = .distantPast, isEarlier: Bool = false, source: Int32 = 0
    ) {
        var arrived = Arrived(label: label, time: time, source: source)
        if places == nil { indexPredictions() }
        if subject != LabelSubject() { hasNamedLabels = true }
        if subject.isNamed { scopes.note(label: subject) }
        let key = LabelSubject.key(hash, subject.salt)
        var next = places?[hash]
        var isLeft = false
        while let place = next, place >= firstPrediction {
            let waiting = predictions[place - firstPrediction]
            next = waiting.before
            guard !waiting.isJoined, subject.includes(waiting.origin, scopes) else {
                isLeft = isLeft || !waiting.isJoined
                continue
            }
            predictions[place - firstPrediction].isJoined = true
            guard !arrived.versions.contains(Int32(waiting.version)) else { continue }
            arrived.versions.append(Int32(waiting.version))
            join(waiting, arrived, isEarlier: isEarlier)
        }
        if !isLeft { places?[hash] = nil }
        let isMet = !arrived.versions.isEmpty
        // Of several labels the first that came counts; read backwards that is the last.
        if let known = labels[key], !isEarlier || !known.versions.isEmpty { return }
        arrived.hash = hash
        if subject.isNamed {
            arrived.subject = number(of: subject)
            namedLabels[hash] = namedLabels[hash] ?? key
        }
        tallies[source, default: (0, 0)].met += isMet ? 1 : 0
        guard labels.updateValue(arrived, forKey: key) == nil else { return }
        tallies[source, default: (0, 0)].read += 1
        if isMet { metOrder.append(key) } else { labelOrder.append(key) }
        if labelOrder.count > Self.waitingLimit { forget(labelOrder.popFirst()) }
        if metOrder.count > Self.metLimit { forget(metOrder.popFirst()) }
    }

    private mutating func number(of subject: LabelSubject) -> Int32 {
        if let known = subjectNumbers[subject] { return known }
        guard subjects.count < Self.subjectLimit else { return -1 }
        subjects.append(subject)
        subjectNumbers[subject] = Int32(subjects.count - 1)
        return Int32(subjects.count - 1)
    }

    /// An event that carries its label itself.
    mutating func carried(_ event: LabelledEvent, version: Int, isEarlier: Bool = false) {
        hours[version, default: QualityHours()].predicted(at: event.time)
        add(event, version: version, isEarlier: isEarlier)
    }

    private mutating func join(_ waiting: Waiting, _ arrived: Arrived, isEarlier: Bool) {
        let pair = LabelledPair(
            label: arrived.label, prediction: waiting.prediction, score: waiting.score)
        let delay =
            arrived.time > .distantPast ? Double(arrived.time - waiting.time) / 1_000 : nil
        add(
            LabelledEvent(
                time: waiting.time, pair: pair, delaySeconds: delay.flatMap { $0 < 0 ? nil : $0 }),
            version: waiting.version, isEarlier: isEarlier)
    }

    private mutating func add(_ event: LabelledEvent, version: Int, isEarlier: Bool) {
        joinedCount[version, default: 0] += 1
        kinds[version, default: OutcomeKind()].add(event.pair)
        hours[version, default: QualityHours()].labelled(event.pair, at: event.time)
        var event = event
        event.number = joinedCount[version] ?? 0
        let limit = max(Self.keptLimit, keptTotal / (joined.count + 1))
        var list = joined[version] ?? []
        if list.count >= limit, let oldest = list.first, event.time < oldest.time { return }
        joined[version] = nil
        // History comes newest first, and what has one time in the order of its lines.
        let isFirst = list.first.map {
            event.time < $0.time || isEarlier && event.time == $0.time
        }
        if isFirst == true {
            list.prepend(event)
        } else {
            var position = list.count
            while position > 0,
                list[position - 1].time > event.time
                    || isEarlier && list[position - 1].time == event.time
            { position -= 1 }
            list.insert(event, at: position)
        }
        if list.count > limit + 256 { list.removeFirst(list.count - limit) }
        joined[version] = list
    }

    /// The newest 500 events of a version whose labels had come by `at`.
    func newest(_ version: Int, at: Timestamp) -> [LabelledEvent] {
        newest(version) { $0.knownAt <= at }
    }

    private func newest(
        _ version: Int, where isWanted: (LabelledEvent) -> Bool
    ) -> [LabelledEvent] {
        var newest: [LabelledEvent] = []
        for event in (joined[version] ?? []).reversed() where isWanted(event) {
            newest.append(event)
            if newest.count == 500 { break }
        }
        return newest.reversed()
    }

    /// Whether older events of a version were dropped, so that an earlier moment may lack some.
    func isCut(_ version: Int) -> Bool {
        (joinedCount[version] ?? 0) > Int64(joined[version]?.count ?? 0)
    }

    private mutating func indexPredictions() {
        var places: [UInt64: Int] = [:]
        places.reserveCapacity(predictions.count)
        for position in predictions.indices {
            let waiting = predictions[position]
            predictions[position].before = places[waiting.hash]
            places[waiting.hash] = firstPrediction + position
            hours[waiting.version, default: QualityHours()].predicted(at: waiting.time)
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
        // One that was labelled is no longer in question.
        guard !waiting.isJoined, let newest = places?[waiting.hash] else { return }
        if newest == firstPrediction { places?[waiting.hash] = nil }
        givenUp += 1
        // Nobody can tell any more whether its label came.
        hours[waiting.version]?.predicted(at: waiting.time, by: -1)
    }

    private mutating func forget(_ key: UInt64?) {
        guard let key, let label = labels.removeValue(forKey: key) else { return }
        if namedLabels[label.hash] == key { namedLabels[label.hash] = nil }
        if label.versions.isEmpty { givenUp += 1 }
    }
}

extension LabelJoin {
    /// How late labels are: the median, and what 19 of 20 come within; of the newest 500 requests
    /// that have one by now.
    func delaySeconds(_ version: Int, at: Timestamp) -> (median: Double, most: Double)? {
        let delays = newest(version) { $0.time <= at }.compactMap(\.delaySeconds).sorted()
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
