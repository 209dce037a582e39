/// Series in memory, found by an index: what test scripts and rule tests load.
package struct SeriesTable: FollowedSource, Sendable {
    package private(set) var index = LabelIndex()
    package private(set) var lineage = Lineage()
    /// By number, oldest first.
    private var samples: [[Sample]] = []
    private var courses: [SeriesCourse] = []

    package init() {}

    /// Adds samples to a series; of two at one time the one that was added later counts.
    ///
    /// - Parameter added: oldest first, times strictly rising.
    package mutating func add(_ added: [Sample], to labels: Labels) {
        if !isKnownUniquelyReferenced(&lineage) { lineage = Lineage() }
        let number = index.insert(labels)
        if number == samples.count {
            samples.append([])
            courses.append(SeriesCourse())
        }
        guard let last = samples[number].last, let first = added.first, first.time <= last.time
        else {
            samples[number] += added
            courses[number].count += added.count
            return
        }
        for sample in added { insert(sample, into: number) }
        courses[number].rewrites += 1
    }

    private mutating func insert(_ sample: Sample, into number: Int) {
        let place = samples[number].firstIndex(after: sample.time)
        if place > 0, samples[number][place - 1].time == sample.time {
            samples[number][place - 1] = sample
        } else {
            samples[number].insert(sample, at: place)
            courses[number].count += 1
        }
    }

    /// Everything known of one series.
    package subscript(_ labels: Labels) -> [Sample] {
        index.number(of: labels).map { samples[$0] } ?? []
    }

    package func course(of number: UInt32) -> SeriesCourse? { courses[Int(number)] }

    package func samples(of number: UInt32, after: Timestamp, through: Timestamp) -> [Sample] {
        let all = samples[Int(number)]
        let lower = all.firstIndex(after: after)
        return Array(all[lower..<max(lower, all.firstIndex(after: through))])
    }

    package func count(of number: UInt32, through: Timestamp) -> Int {
        samples[Int(number)].firstIndex(after: through)
    }

    package func samples(of number: UInt32, behind count: Int, through: Timestamp) -> [Sample] {
        let all = samples[Int(number)]
        return Array(all[count..<max(count, all.firstIndex(after: through))])
    }

    package func newest(of number: UInt32, after: Timestamp, through: Timestamp) -> Sample? {
        let all = samples[Int(number)]
        let place = all.firstIndex(after: through) - 1
        return place >= 0 && all[place].time > after ? all[place] : nil
    }
}
