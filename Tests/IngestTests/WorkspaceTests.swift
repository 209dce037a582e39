import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct WorkspaceTests {
    private let event = "{\"ts\":1,\"model\":\"m\",\"latency_ms\":3}\n"

    private func scan(_ directory: ScratchDirectory, _ settings: ScanSettings = ScanSettings())
        -> [String: FoundSource]
    {
        var workspace = Workspace(arguments: [directory.url.path], settings: settings)
        return byName(workspace.scan(), directory)
    }

    private func byName(_ found: [FoundSource], _ directory: ScratchDirectory)
        -> [String: FoundSource]
    {
        Dictionary(
            uniqueKeysWithValues: found.map {
                (String($0.name.dropFirst(directory.url.path.count + 1)), $0)
            })
    }

    @Test func recognisesByNameAndContent() throws {
        let directory = try ScratchDirectory()
        try directory.write("a/fraud.jsonl", event)
        try directory.write("loan.csv", "id;timestamp;y_pred\n1;2026-11-23 10:00:00;1\n")
        try directory.write("labels.csv", "id,repaid\n1,0\n")
        try directory.write("truth.jsonl", "{\"request_id\":\"a\",\"label\":1}\n")
        try directory.write("reference.csv", "a,b\n1,2\n")
        try directory.write("node.prom", "up 1\n")
        try directory.write("scrape.txt", "# TYPE up gauge\nup 1\n")
        try directory.write("registry.yaml", "models: []\n")
        try directory.write("team.yaml", "teams: []\n")
        try directory.write("workflow.yaml", "stages: []\n")
        try directory.write("workflow.jsonl", "")
        let found = scan(directory).mapValues(\.recognisedAs)
        #expect(
            found == [
                "a/fraud.jsonl": "inference events, JSONL", "loan.csv": "inference events, CSV",
                "labels.csv": "late labels, CSV", "truth.jsonl": "late labels, JSONL",
                "reference.csv": "reference, CSV", "node.prom": "metric samples, Prometheus text",
                "scrape.txt": "metric samples, Prometheus text", "registry.yaml": "registry, YAML",
                "team.yaml": "teams, YAML", "workflow.yaml": "workflow plan, YAML",
                "workflow.jsonl": "workflow events, JSONL",
            ])
    }

    @Test(arguments: [
        "ts,comment,latency_ms\n1,\"multi\nline\",3\n2,\"multi\nline\",4\n",
        "ts;\"two\nlines\";latency_ms\n1;a;3\n", "ts,comment,latency_ms\n1,\"multi\nline\",3",
    ])
    func aQuotedLineEndDoesNotHideACSV(text: String) throws {
        let directory = try ScratchDirectory()
        try directory.write("log.csv", text)
        #expect(scan(directory)["log.csv"]?.recognisedAs == "inference events, CSV")
    }

    @Test func aRuleFileIsNoSource() throws {
        let directory = try ScratchDirectory()
        try directory.write("used.yml", "groups: []\n")
        try directory.write("other.yml", "# none of ours\ngroups: []\n")
        let used = ScanSettings(ruleFiles: [directory.url.path + "/used.yml"])
        #expect(
            scan(directory, used).mapValues(\.recognition) == [
                "other.yml": .ignored("a rule file: read when rules: in driftop.yaml names it")
            ])
    }

    @Test func saysWhyItIgnoresTheRest() throws {
        let directory = try ScratchDirectory()
        try directory.write("app.jsonl", "{\"ts\":1,\"message\":\"hello\"}\n")
        try directory.write("doc.json", "{\n  \"a\": 1\n}\n")
        try directory.write("old.log.gz", Data([0x1F, 0x8B, 8, 0]))
        try directory.write("notes.txt", "some prose\nand more of it\n")
        try directory.write("model.pkl", Data([1, 2, 3]))
        try directory.write("image.dat", Data([0x41, 0, 1, 2]))
        try directory.write("rules.yaml", "groups: []\n")
        try directory.write("empty.jsonl", "")
        try directory.write("traces.jsonl", "{\"resourceSpans\":[{\"a\":1}]}\n")
        try directory.write(".hidden.jsonl", event)
        try directory.write("node_modules/x.jsonl", event)
        try directory.write("driftop.yaml", "")
        let found = scan(directory)
        for source in found.values {
            guard case .ignored = source.recognition else {
                Issue.record("\(source.name) is \(source.recognisedAs)")
                continue
            }
        }
        #expect(found.count == 9)
        #expect(found["old.log.gz"]?.recognition == .ignored("compressed with gzip: unpack it"))
        #expect(found["traces.jsonl"]?.recognition == .ignored("OpenTelemetry JSON: not read yet"))
        #expect(found["empty.jsonl"]?.recognition == .ignored("empty so far"))
    }

    @Test func aModelIsNamedAfterItsFile() throws {
        let directory = try ScratchDirectory()
        try directory.write("fraud.jsonl", event)
        try directory.write("fraud.jsonl.1", "{\"ts\":2,\"latency_ms\":3}\n")
        try directory.write("churn.v2.csv", "ts,score\n1,2\n")
        let found = scan(directory)
        var models: [String: String] = [:]
        for (name, source) in found {
            if case .events(let file) = source.recognition { models[name] = file.defaultModel }
        }
        #expect(
            models == [
                "fraud.jsonl": "fraud", "fraud.jsonl.1": "fraud", "churn.v2.csv": "churn.v2",
            ])
        #expect(found["fraud.jsonl.1"]?.recognisedAs == "inference events, JSONL, rotated part")
    }

    @Test func aConfiguredReferenceIsFoundWhereverItLies() throws {
        let directory = try ScratchDirectory()
        try directory.write("logs/a.jsonl", event)
        let path = try directory.write("elsewhere/train.csv", "x,y\n1,2\n")
        let settings = ScanSettings(references: [
            .init(path: path, model: "m", version: "8"), .init(path: directory.path("none.csv")),
        ])
        var workspace = Workspace(arguments: [directory.path("logs")], settings: settings)
        let found = byName(workspace.scan(), directory)
        #expect(
            found["elsewhere/train.csv"]?.recognition
                == .reference(.csv(delimiter: UInt8(ascii: ",")), model: "m", version: "8"))
        #expect(found["none.csv"]?.recognition == .unreadable("no such file or directory"))
    }

    @Test func aReferenceMayHaveASingleColumn() throws {
        let directory = try ScratchDirectory()
        try directory.write("reference-ranker.csv", "qlen\n2.7\n4.2\n")
        try directory.write("words.csv", "hello\nworld\n")
        let found = scan(directory).mapValues(\.recognisedAs)
        #expect(found["reference-ranker.csv"] == "reference, CSV")
        #expect(found["words.csv"] == "nothing known")
    }

    @Test func aLogThatBeginsWithOtherTextIsRecognisedByItsEnd() throws {
        let directory = try ScratchDirectory()
        let banner = String(repeating: "starting up, loading weights\n", count: 5_000)
        try directory.write("out.log", banner + String(repeating: event, count: 5_000))
        #expect(scan(directory)["out.log"]?.recognisedAs == "inference events, JSONL")
    }

    @Test func findsWhatAppearsAndNothingTwice() throws {
        let directory = try ScratchDirectory()
        try directory.write("a.jsonl", event)
        try directory.write("later.jsonl", "")
        var workspace = Workspace(arguments: [directory.url.path])
        #expect(workspace.scan().count == 2)
        #expect(workspace.scan().isEmpty)
        try directory.write("sub/b.jsonl", event + event)
        try directory.write("later.jsonl", event + event + event)
        #expect(Set(byName(workspace.scan(), directory).keys) == ["sub/b.jsonl", "later.jsonl"])
        try FileManager.default.moveItem(
            atPath: directory.path("a.jsonl"), toPath: directory.path("a.jsonl.1"))
        try directory.write("a.jsonl", event)
        let rotated = byName(workspace.scan(), directory)
        #expect(rotated.keys.sorted() == ["a.jsonl.1"])
        guard case .ignored? = rotated["a.jsonl.1"]?.recognition else {
            Issue.record("a rotated part would be counted twice")
            return
        }
    }

    @Test func aLinkToAFileIsTheSameFile() throws {
        let directory = try ScratchDirectory()
        try directory.write("a.jsonl", event)
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("latest.jsonl"), withDestinationPath: directory.path("a.jsonl"))
        let found = scan(directory)
        let first = found["a.jsonl"]?.name ?? ""
        #expect(found["latest.jsonl"]?.recognition == .ignored("the same file as \(first)"))
    }

    @Test func argumentsMayBePatternsFilesOrMissing() throws {
        let directory = try ScratchDirectory()
        try directory.write("a.jsonl", event)
        try directory.write("b.jsonl", event + event)
        try directory.write("c.csv", "ts,score\n1,2\n")
        var workspace = Workspace(arguments: [directory.path("*.jsonl"), directory.path("none")])
        let found = byName(workspace.scan(), directory)
        #expect(found["a.jsonl"]?.recognisedAs == "inference events, JSONL")
        #expect(found["b.jsonl"] != nil)
        #expect(found["c.csv"] == nil)
        #expect(found["none"]?.recognition == .unreadable("no such file or directory"))
        try directory.write("none", event + event + event)
        #expect(byName(workspace.scan(), directory).keys.sorted() == ["none"])
    }

    @Test func anMLflowStoreIsOneSource() throws {
        guard let samples = SharedData.url("samples") else { return }
        var files = Workspace(arguments: [samples.appendingPathComponent("mlflow-filestore").path])
        #expect(files.scan().map(\.recognisedAs) == ["MLflow registry, file store"])
        var database = Workspace(arguments: [samples.appendingPathComponent("mlflow-sqlite").path])
        #expect(database.scan().map(\.recognisedAs) == ["MLflow registry, SQLite"])
    }

    @Test func everySampleIsRecognisedOrIgnoredWithAReason() throws {
        guard let samples = SharedData.url("samples") else { return }
        var workspace = Workspace(arguments: [samples.path])
        let found = workspace.scan()
        var byName: [String: String] = [:]
        for source in found {
            byName[String(source.name.dropFirst(samples.path.count + 1))] = source.recognisedAs
        }
        let metrics = "metric samples, Prometheus text"
        #expect(byName["prometheus/scrape.text"] == metrics)
        #expect(byName["bentoml/metrics.txt"] == metrics)
        #expect(byName["ray-serve/metrics.txt"] == metrics)
        #expect(byName["mlserver/metrics.txt"] == metrics)
        #expect(byName["llm-metrics-synthetic/vllm.prom"] == metrics)
        let bento = "bentoml/monitoring/fraud_prediction/data/data.1.log"
        #expect(byName[bento] == "inference events, JSONL")
        #expect(byName["nginx/access_json.log"] == "inference events, JSONL")
        #expect(byName["mlflow-sqlite/mlflow.db"] == "MLflow registry, SQLite")
        #expect(byName["prefect/prefect.db"] == "nothing known")
        #expect(byName["otlp-json/traces.jsonl"] == "nothing known")
    }
}
