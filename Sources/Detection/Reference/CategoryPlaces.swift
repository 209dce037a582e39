/// Which bin a category belongs to.
struct CategoryPlaces: Sendable {
    private var byName: [String: Int] = [:]
    private var byNumber: [Double: Int] = [:]
    // The commonest categories that are numbers, to be found without hashing.
    private var commonNumbers: [Double] = []
    private var commonPlaces: [Int] = []
    // Where an unknown name goes once the reference had more names than are remembered.
    private var overflow: Int?

    // Names remembered of one feature, about a megabyte.
    private static let mostNames = 10_000
    private static let mostCommon = 8

    /// Every name in one bin: text among numbers.
    init(names: [String: Int], allAt place: Int) {
        for name in names.keys.sorted().prefix(Self.mostNames) { byName[name] = place }
        if names.count > Self.mostNames { overflow = place }
    }

    /// One bin a name up to `kept`, the rest together in the bin after.
    init(ranked: [String], kept: Int) {
        for (rank, name) in ranked.prefix(Self.mostNames).enumerated() {
            let place = min(rank, kept)
            byName[name] = place
            guard let number = CategoryName.number(in: name) else { continue }
            byNumber[number] = place
            if commonNumbers.count < Self.mostCommon {
                commonNumbers.append(number)
                commonPlaces.append(place)
            }
        }
        if ranked.count > Self.mostNames { overflow = kept }
        addBooleans(Set(ranked))
    }

    /// A service may say 1 and 0 where the reference says true and false, and the reverse.
    private mutating func addBooleans(_ names: Set<String>) {
        let words = [(CategoryName.yes, "1", 1.0), (CategoryName.no, "0", 0.0)]
        if names.isSubset(of: [CategoryName.yes, CategoryName.no]) {
            for (word, digit, number) in words {
                guard let place = byName[word] else { continue }
                byName[digit] = place
                byNumber[number] = place
                commonNumbers.append(number)
                commonPlaces.append(place)
            }
        } else if names.isSubset(of: ["1", "0"]) {
            for (word, digit, _) in words { byName[word] = byName[digit] }
        }
    }

    func index(of number: Double) -> Int? {
        for (rank, common) in commonNumbers.enumerated() where common == number {
            return commonPlaces[rank]
        }
        return byNumber[number] ?? overflow
    }

    func index(of text: String) -> Int? {
        byName[text] ?? byName[CategoryName.canonical(text)] ?? overflow
    }
}
