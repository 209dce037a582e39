import Detection
import Telemetry
import Testing

@testable import Operations

/// A whole hour.
private let start = Timestamp(milliseconds: 1_763_640_000_000)
private let minute: Int64 = 60_000

private func predict(_ join: inout LabelJoin, _ id: UInt64, at time: Timestamp) {
    join.predicted(hash: id, version: 0, time: time, prediction: .number(1), score: 0.9)
}

@Test(
    "The delay is NumPy's median, in either order of arrival", arguments: [false, true])
func delay(labelFirst: Bool) throws {
    var join = LabelJoin()
    // numpy.median([60, 120, 180, 600]) == 150.0
    for (id, seconds) in [(1, 60), (2, 600), (3, 120), (4, 180)] {
        let time = start + Int64(id) * 1_000
        let label = { (join: inout LabelJoin) in
            join.labelled(
                hash: UInt64(id), label: .number(1), at: time + Int64(seconds) * 1_000)
        }
        if labelFirst { label(&join) }
        predict(&join, UInt64(id), at: time)
        if !labelFirst { label(&join) }
    }
    let late = try #require(join.delaySeconds(0, at: start + 60 * minute))
    #expect(late.median == 150)
    #expect(late.most == 600)
}

@Test("A label is about every version that answered its request", arguments: [false, true])
func shadow(labelFirst: Bool) throws {
    var join = LabelJoin()
    for id in UInt64(1)...4 {
        let time = start + Int64(id) * 1_000
        if labelFirst { join.labelled(hash: id, label: .number(1), at: time + 60_000) }
        for version in [0, 1, 0] {
            join.predicted(
                hash: id, version: version, time: time, prediction: .number(Double(version)),
                score: .nan)
        }
        if !labelFirst { join.labelled(hash: id, label: .number(1), at: time + 60_000) }
    }
    for version in [0, 1] {
        let found = join.newest(version, at: start + 60 * minute)
        #expect(
            found.map(\.pair.prediction) == Array(repeating: .number(Double(version)), count: 4))
    }
    #expect(join.givenUp == 0)
}

@Test("A label that says whose answer it judges is about that alone", arguments: [false, true])
func named(labelFirst: Bool) throws {
    var join = LabelJoin()
    let subjects = ["a", "b"].map { AnswerOrigin(model: $0, version: "1") }
    func label(_ id: UInt64) {
        for (index, subject) in subjects.enumerated() {
            join.labelled(
                hash: id, about: LabelSubject(model: subject.model), label: .number(Double(index)),
                at: start + 60_000)
        }
    }
    for id in UInt64(1)...4 {
        if labelFirst { label(id) }
        for (version, subject) in subjects.enumerated() {
            join.predicted(
                hash: id, version: version, of: subject, time: start + Int64(id) * 1_000,
                prediction: .number(1), score: .nan)
        }
        if !labelFirst { label(id) }
    }
    for version in [0, 1] {
        let found = join.newest(version, at: start + 60 * minute)
        #expect(found.map(\.pair.label) == Array(repeating: .number(Double(version)), count: 4))
    }
}

@Test("A shadow that is logged after the label came is judged by it too")
func lateShadow() throws {
    var join = LabelJoin()
    for id in UInt64(1)...4 { predict(&join, id, at: start + Int64(id) * 1_000) }
    for id in UInt64(1)...4 { join.labelled(hash: id, label: .number(1), at: start + 60_000) }
    for id in UInt64(1)...4 {
        join.predicted(
            hash: id, version: 1, time: start + Int64(id) * 1_000, prediction: .number(0),
            score: .nan)
    }
    #expect(join.newest(1, at: start + 60 * minute).count == 4)
}

@Test("Of one timestamp the last lines are the newest, whichever way the log is read")
func batch() throws {
    let numbers = { (isEarlier: Bool) -> [LabelledPair.Value] in
        var join = LabelJoin()
        let order = isEarlier ? Array((0..<900).reversed()) : Array(0..<900)
        for number in order {
            let pair = LabelledPair(
                label: .number(Double(number)), prediction: .number(0), score: .nan)
            join.carried(LabelledEvent(time: start, pair: pair), version: 0, isEarlier: isEarlier)
        }
        return join.newest(0, at: start + minute).map(\.pair.label)
    }
    #expect(numbers(false) == numbers(true))
    #expect(numbers(true) == (400..<900).map { .number(Double($0)) })
}

@Test("A label without a time says nothing of its delay")
func timeless() {
    var join = LabelJoin()
    predict(&join, 1, at: start)
    join.labelled(hash: 1, label: .number(1), at: .distantPast)
    #expect(join.delaySeconds(0, at: start + minute) == nil)
    #expect(join.newest(0, at: start + minute).count == 1)
}

@Test("What is due is counted: the newest predictions are not held against the labels")
func coverage() throws {
    var join = LabelJoin()
    // Two hours of one prediction a minute, four of five labelled, half an hour late.
    for number in 0..<120 {
        let time = start + Int64(number) * minute + 1
        predict(&join, UInt64(number + 1), at: time)
        guard number % 5 > 0, number < 90 else { continue }
        join.labelled(hash: UInt64(number + 1), label: .number(1), at: time + 30 * minute)
    }
    // At the end of the second hour only the first is due: 48 of 60.
    #expect(join.coverage(0, at: start + 120 * minute) == 0.8)
    #expect(join.coverage(0, at: start + 20 * minute) == nil)
}

@Test("A label is about the hour of its request, and changes that hour once")
func hours() {
    var join = LabelJoin()
    let hour = RollupBook.grid.slot(of: start + minute)
    let end = start + 60 * minute
    for number in 0..<40 { predict(&join, UInt64(number + 1), at: start + minute) }
    #expect(join.takeChangedHours(0, before: end).isEmpty)
    for number in 0..<40 {
        join.labelled(
            hash: UInt64(number + 1), label: .number(number < 30 ? 1 : 0),
            at: start + 600 * minute)
    }
    #expect(join.takeChangedHours(0, before: end - 1).isEmpty)
    #expect(join.takeChangedHours(0, before: end) == [hour])
    #expect(join.takeChangedHours(0, before: end).isEmpty)
    #expect(join.hour(0, hour).labelled == 40)
    #expect(QualityMeasures.measures(of: join.hour(0, hour).pairs)["accuracy"] == 0.75)
}

@Test("Of a busy hour a fair sample stays, and of old hours only counts")
func bounded() {
    var hours = QualityHours()
    let slot = RollupBook.grid.slot(of: start + 1)
    for number in 0..<5_000 {
        let pair = LabelledPair(
            label: .number(number < 2_500 ? 1 : 0), prediction: .number(1))
        hours.labelled(pair, at: start + 1)
    }
    #expect(hours[slot].labelled == 5_000)
    #expect(hours[slot].pairs.count == 500)
    let ones = hours[slot].pairs.count { $0.label == .number(1) }
    // Five standard deviations of 500 draws at one half: 56.
    #expect(abs(ones - 250) < 56)
    for later in 1...12 {
        for _ in 0..<500 {
            hours.labelled(
                LabelledPair(label: .number(1), prediction: nil),
                at: start + 1 + Int64(later) * 60 * minute)
        }
    }
    #expect(hours[slot].pairs.isEmpty)
    #expect(hours[slot].labelled == 5_000)
}

@Test("The median of an even number is the mean of the middle two")
func median() {
    // numpy.median
    #expect([Double]().median == nil)
    #expect([3.0].median == 3)
    #expect([1.0, 2, 4, 100].median == 3)
}
