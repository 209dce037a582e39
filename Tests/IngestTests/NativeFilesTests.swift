import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct NativeFilesTests {
    private let horizon = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    private func source(_ kind: DocumentReader.Kind, _ path: String) -> WholeFileSource {
        WholeFileSource(
            state: SourceState(
                name: URL(fileURLWithPath: path).lastPathComponent, recognisedAs: "",
                kind: .registry, location: path),
            path: path, reader: DocumentReader(kind))
    }

    @Test func readsARegistry() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "registry.yaml",
            """
            models:
              - name: fraud-detector
                owner: risk-ml
                versions:
                  - {version: "8", aliases: [challenger], target: eu-1, role: challenger, run: 4be1, commit: 9f2c1d0, dataset: cards-2026-10, params: {depth: 6}, metrics: {auc: 0.931}}
            """)
        guard
            case .registry(let models)? = source(.registry, path).step(
                now: .distantPast, horizon: horizon)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        let version = models[0].versions[0]
        #expect(models[0].owner == "risk-ml")
        #expect(version.version == "8")
        #expect(version.role == "challenger")
        #expect(version.params == ["depth": "6"])
        #expect(version.trainingMetrics == ["auc": 0.931])
        #expect(version.commit == "9f2c1d0")
    }

    @Test func aFileThatIsRewrittenInPlaceIsReadWhenItIsWhole() throws {
        let directory = try ScratchDirectory()
        let whole = "models:\n- name: a\n  versions: [{version: \"1\"}, {version: \"2\"}]\n"
        let path = try directory.write("registry.yaml", whole)
        let source = source(.registry, path)
        func versions(at milliseconds: Int64) -> [String]? {
            let found = source.step(now: Timestamp(milliseconds: milliseconds), horizon: horizon)
            guard case .registry(let models)? = found?.batch else { return nil }
            return models.flatMap { $0.versions.map(\.version) }
        }
        func overwrite(_ text: String) throws {
            try text.write(toFile: path, atomically: false, encoding: .utf8)
        }
        #expect(versions(at: 0) == ["1", "2"])
        try overwrite("")
        #expect(versions(at: 1_000) == nil && versions(at: 2_000) == nil)
        try overwrite("models:\n- name: a\n")
        #expect(versions(at: 2_100) == nil && versions(at: 2_300) == nil)
        try overwrite(whole.replacing("2", with: "3"))
        #expect(versions(at: 2_400) == nil)
        #expect(versions(at: 2_700) == ["1", "3"])
        // Whoever empties it means it in the end.
        try overwrite("")
        #expect(versions(at: 10_000) == nil)
        #expect(versions(at: 16_000) == [])
    }

    @Test func aFileThatIsMovedOverItIsReadAtOnce() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write("registry.yaml", "models: []\n")
        let source = source(.registry, path)
        #expect(source.step(now: .distantPast, horizon: horizon)?.batch != nil)
        let other = try directory.write("new.yaml", "models:\n- name: a\n")
        #expect(rename(other, path) == 0)
        guard case .registry(let models)? = source.step(now: .distantPast, horizon: horizon)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        #expect(models.map(\.name) == ["a"])
    }

    @Test func readsTeams() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "team.yaml",
            """
            teams:
              - name: Data Science
                on_call: {who: ana, until: 2026-11-24T08:00:00Z, next: kim}
                contact: "#ml-oncall"
                activities: [Create features and train models]
                roles:
                  - {role: data scientist, members: [ana, li], responsibility: Develop, owns: [fraud-detector, "stage: model evaluation"]}
              - name: Product
                on_call: lea
            """)
        guard
            case .teams(let teams)? = source(.team, path).step(
                now: .distantPast, horizon: horizon)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        #expect(teams[0].onCall?.who == "ana")
        #expect(teams[0].onCall?.until == Timestamp(milliseconds: 1_795_507_200_000))
        #expect(teams[0].roles[0].owns == ["fraud-detector", "stage: model evaluation"])
        #expect(teams[1].onCall == TeamFacts.OnCall(who: "lea"))
    }

    @Test func readsAWorkflow() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "workflow.yaml",
            "stages:\n  - {stage: model retraining, model: m, owner: data scientist, expected_every: 7d, max_duration: 4h}\n"
        )
        guard
            case .stagePlans(let plans)? = source(.workflow, path).step(
                now: .distantPast, horizon: horizon)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        #expect(plans[0].stage == .modelRetraining)
        #expect(plans[0].expectedEverySeconds == 604_800)
        #expect(plans[0].maxDurationSeconds == 14_400)
    }

    @Test(arguments: [
        (
            DocumentReader.Kind.registry, "models:\n  - nam: x\n",
            "registry.yaml:2:5: unknown key \"nam\""
        ),
        (
            .registry,
            "models:\n  - name: x\n    versions:\n      - {version: 1, role: chalenger}\n",
            "did you mean \"challenger\"?"
        ),
        (
            .team, "teams:\n  - name: x\n    on_call: {who: a, until: later}\n",
            "team.yaml:3:30: \"later\" is no time"
        ),
        (.workflow, "stages:\n  - stage: model retrainin\n", "did you mean \"model retraining\"?"),
        (
            .workflow, "stages:\n  - {stage: model retraining, max_duration: soon}\n",
            "workflow.yaml:2:"
        ),
    ])
    func saysWhatIsWrongAndWhere(kind: DocumentReader.Kind, text: String, says: String) throws {
        let directory = try ScratchDirectory()
        let name = "\(kind).yaml"
        let path = try directory.write(name, text)
        let source = source(kind, path)
        _ = source.step(now: .distantPast, horizon: horizon)
        guard case .failed(let reason, _) = source.state.condition else {
            Issue.record("accepted")
            return
        }
        #expect(reason.contains(says), "\(reason)")
    }

    @Test func aBrokenEditKeepsTheLastGoodContent() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write("team.yaml", "teams:\n  - name: A\n")
        let source = source(.team, path)
        var now = Timestamp(milliseconds: 0)
        /// The step that reads it: it has looked the same for long enough.
        func settled() -> Delivery? {
            _ = source.step(now: now, horizon: horizon)
            now = now + 300
            return source.step(now: now, horizon: horizon)
        }
        #expect(source.step(now: now, horizon: horizon)?.source.condition == .live)
        try directory.write("team.yaml", "teams:\n  - name: [\n")
        let broken = settled()
        guard case .nothing? = broken?.batch, case .failed? = broken?.source.condition else {
            Issue.record("not failed quietly")
            return
        }
        try directory.write("team.yaml", "teams:\n  - name: AB\n")
        #expect(settled()?.source.condition == .live)
    }

    @Test func readsStageEventsAsTheyAreAppended() throws {
        guard let reader = StageEventReader() else { return }
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "workflow.jsonl",
            """
            {"ts":"2026-11-23T09:00:00Z","model":"m","stage":"model retraining","status":"started","run":"r-17"}
            {"ts":"2026-11-23T09:10:00Z","model":"m","stage":"lunch","status":"started"}
            {"ts":"2026-11-23T09:20:00Z","model":"m","stage":"Model_Retraining","status":"failed","run":"r-17","detail":"tenure"}

            """)
        let state = SourceState(
            name: "workflow.jsonl", recognisedAs: "", kind: .stages, location: path)
        let source = TailedSource(state: state, path: path, reader: reader, start: .beginning)
        let now = Timestamp(milliseconds: 1_795_428_000_000)
        guard
            case .stageEvents(let events, let replace)? = source.step(
                now: now, horizon: horizon)?.batch
        else {
            Issue.record("nothing read")
            return
        }
        #expect(replace)
        #expect(events.map(\.status) == [.started, .failed])
        #expect(events[1].detail == "tenure")
        #expect(source.state.rejected == ["bad_stage": 1])
        while source.step(now: now, horizon: horizon) != nil {}
        try directory.append(
            "workflow.jsonl",
            "{\"ts\":1795427000,\"model\":\"m\",\"stage\":\"data collection\",\"status\":\"waiting\"}\n"
        )
        guard
            case .stageEvents(let more, let again)? = source.step(
                now: now, horizon: horizon)?.batch
        else {
            Issue.record("growth not read")
            return
        }
        #expect(!again)
        #expect(more.map(\.stage) == [.dataCollection])
    }
}
