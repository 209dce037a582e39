import Journal
import Telemetry
import Testing

/// What moved in registries, told to whoever comes later.
struct RegistryMoveTests {
    private func version(
        _ version: String, _ aliases: [String] = [], stage: String? = nil, model: String = "fraud"
    ) -> VersionFacts {
        var facts = VersionFacts(model: model, version: version)
        facts.aliases = aliases
        facts.stage = stage
        return facts
    }

    private func words(_ moves: [RegistryMove]) -> [String] {
        moves.map { "\($0.version) \($0.words)" }
    }

    @Test("An alias that moves, there and back, is told each time, and to other processes")
    func alias() throws {
        let bench = Bench()
        let journal = try bench.open()
        func look(_ champion: String, at minute: Double) throws -> [String] {
            let registry = ["7", "8"].map { version($0, $0 == champion ? ["champion"] : []) }
            return words(try journal.record(registry: registry, at: minutes(minute)))
        }
        #expect(try look("7", at: 1) == [])
        #expect(try look("7", at: 2) == [])
        #expect(try look("8", at: 3) == ["8 alias champion"])
        #expect(try look("8", at: 4) == [])
        #expect(try look("7", at: 5) == ["7 alias champion"])
        let later = try bench.open(.readOnly).registryMoves(since: minutes(0))
        #expect(words(later) == ["8 alias champion", "7 alias champion"])
        #expect(later.map(\.at) == [minutes(3), minutes(5)])
        #expect(try bench.open(workspace: "/other").registryMoves(since: minutes(0)).isEmpty)
    }

    @Test("Promoted and rolled back with its role, again and again: each move is told")
    func rollbacks() throws {
        let journal = try Bench().open()
        func look(_ champion: String, at minute: Double) throws -> [String] {
            let registry = ["2", "1"].map { name in
                var facts = version(name, name == champion ? ["champion"] : [])
                facts.role = name == champion ? "champion" : "challenger"
                return facts
            }
            return words(try journal.record(registry: registry, at: minutes(minute))).sorted()
        }
        _ = try look("2", at: 0)
        for (minute, champion) in [(1.0, "1"), (2, "2"), (3, "1"), (4, "2")] {
            let other = champion == "1" ? "2" : "1"
            #expect(
                try look(champion, at: minute)
                    == [
                        "\(champion) alias champion", "\(champion) role champion",
                        "\(other) role challenger",
                    ].sorted())
        }
    }

    @Test("Who only looks is told what moved since, and leaves it to be told again")
    func looking() throws {
        let bench = Bench()
        _ = try bench.open().record(registry: [version("7", ["champion"])], at: minutes(1))
        let now = [version("7"), version("8", ["champion"])]
        for _ in 0..<2 {
            let found = try bench.open(.readOnly).movesSince(now, at: minutes(5))
            #expect(words(found) == ["8 registered", "8 alias champion"])
        }
        #expect(try bench.open().record(registry: now, at: minutes(6)).count == 2)
    }

    @Test("What moved while nobody watched lies between the last evaluation and now")
    func unwatched() throws {
        let bench = Bench()
        _ = try bench.open().record(registry: [version("7")], at: minutes(1))
        try bench.open().record(evaluation([fired(at: 10)], at: 10))
        let found = try bench.open().record(
            registry: [version("7", stage: "Production"), version("8", ["champion"])],
            at: minutes(90))
        #expect(words(found) == ["7 stage Production", "8 registered", "8 alias champion"])
        #expect(found.allSatisfy { $0.after == minutes(10) && $0.at == minutes(90) })
        #expect(found.allSatisfy { !$0.isExact })
    }

    @Test("A registry that could not be read whole has moved nothing")
    func partial() throws {
        let bench = Bench()
        let whole = [version("7", ["champion"], stage: "Production"), version("8")]
        let journal = try bench.open()
        _ = try journal.record(registry: whole, at: minutes(1))
        for registry in [[version("7")], [], whole, [version("1", model: "new")]] {
            #expect(try journal.record(registry: registry, at: minutes(2)).isEmpty)
        }
    }
}
