import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct MLflowTests {
    @Test func readsTheDatabase() throws {
        guard let url = SharedData.url("samples/mlflow-sqlite/mlflow.db") else { return }
        let models = try MLflowDatabase(path: url.path).models()
        // By the sqlite3 command line: four models, one of them a prompt; one version deleted.
        #expect(models.map(\.name) == ["churn-xgb", "fraud-detector", "search-ranker 検索"])
        let fraud = models[1]
        #expect(fraud.owner == "alice@example.com")
        #expect(
            fraud.tags == ["team": "risk-ml", "owner": "alice@example.com", "tier": "critical"])
        #expect(fraud.description == "Card fraud scorer.\nMulti-line description: see wiki.")
        #expect(fraud.versions.map(\.version) == ["2", "3", "4"])
        #expect(fraud.versions.map(\.stage) == ["Archived", "Production", "Staging"])
        #expect(fraud.versions.map(\.aliases) == [[], ["champion"], ["challenger"]])
        #expect(fraud.versions.map(\.role) == [nil, "champion", "challenger"])
        let third = fraud.versions[1]
        #expect(third.run == "8c8f81229c2a49ad97e16b7a8dd75bc3")
        #expect(third.params == ["lr": "0.03", "depth": "5", "note": "a b: c"])
        #expect(third.trainingMetrics["val/auc"] == 0.889_000_000_000_000_1)
        #expect(third.trainingMetrics["inf_metric"] == .infinity)
        #expect(third.trainingMetrics["nan_metric"] == nil)
        #expect(third.trainingMetrics.count == 5)
        #expect(third.commit == "deadbee3")
        #expect(third.status == "READY")
        #expect(third.artifact == "models:/m-22ea252e52bf475e89f1d64e721e2e0c")
        #expect(models[0].versions.map(\.stage) == [nil, nil])
        #expect(models[0].versions[1].aliases == ["production"])
    }

    @Test func readsTheFileStoreToTheSameFacts() throws {
        guard let store = SharedData.url("samples/mlflow-filestore/mlruns"),
            let database = SharedData.url("samples/mlflow-sqlite/mlflow.db")
        else { return }
        let files = try MLflowFileStore(root: store.path).models()
        let rows = try MLflowDatabase(path: database.path).models()
        #expect(files.map(\.name) == rows.map(\.name))
        for (file, row) in zip(files, rows) {
            #expect(file.description == row.description)
            #expect(file.tags == row.tags)
            #expect(file.versions.map(\.version) == row.versions.map(\.version))
            #expect(file.versions.map(\.stage) == row.versions.map(\.stage))
            #expect(file.versions.map(\.aliases) == row.versions.map(\.aliases))
            #expect(file.versions.map(\.tags) == row.versions.map(\.tags))
            #expect(file.versions.map(\.params) == row.versions.map(\.params))
            for (one, other) in zip(file.versions, row.versions) {
                #expect(Set(one.trainingMetrics.keys) == Set(other.trainingMetrics.keys))
            }
        }
        #expect(files[1].versions[1].trainingMetrics["inf_metric"] == .infinity)
    }

    @Test func takesTheMetricOfTheHighestStep() throws {
        let directory = try ScratchDirectory()
        try directory.write("models/m/meta.yaml", "name: m\n")
        try directory.write("models/m/version-1/meta.yaml", "version: 1\nrun_id: abc\n")
        try directory.write("models/m/aliases/champion", "1")
        try directory.write("0/meta.yaml", "experiment_id: '0'\n")
        try directory.write("0/abc/metrics/val/auc", "5 0.9 2\n9 0.1 1\n6 0.8 2 data digest\n")
        try directory.write("0/abc/metrics/old", "5 0.5\n")
        try directory.write("0/abc/metrics/bad", "5 nan 0\n")
        let facts = try MLflowFileStore(root: directory.url.path).models()[0].versions[0]
        #expect(facts.trainingMetrics == ["val/auc": 0.8, "old": 0.5])
        #expect(facts.aliases == ["champion"])
    }

    private let horizon = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    @Test func neverCreatesOrChangesAFile() throws {
        guard let url = SharedData.url("samples/mlflow-sqlite/mlflow.db") else { return }
        let directory = try ScratchDirectory()
        let bytes = try Data(contentsOf: url)
        let path = try directory.write("mlflow.db", bytes)
        let source = MLflowDatabaseSource(
            state: SourceState(name: "", recognisedAs: "", kind: .registry, location: path),
            path: path)
        guard
            case .registry(let models)? = source.step(
                now: Timestamp(milliseconds: 0), horizon: horizon)?.batch
        else {
            Issue.record("nothing read: \(source.state.condition)")
            return
        }
        #expect(models.count == 3)
        #expect(source.step(now: Timestamp(milliseconds: 5_000), horizon: horizon) == nil)
        let missing = MLflowDatabaseSource(
            state: source.state, path: directory.path("none.db"))
        _ = missing.step(now: Timestamp(milliseconds: 0), horizon: horizon)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["mlflow.db"]
        )
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func aDatabaseLeftInWriteAheadModeIsReadWithoutTouchingIt() throws {
        guard let url = SharedData.url("samples/mlflow-sqlite/mlflow.db") else { return }
        let directory = try ScratchDirectory()
        var bytes = try Data(contentsOf: url)
        bytes[18] = 2
        bytes[19] = 2
        let path = try directory.write("mlflow.db", bytes)
        let source = MLflowDatabaseSource(
            state: SourceState(name: "", recognisedAs: "", kind: .registry, location: path),
            path: path)
        let delivery = source.step(now: Timestamp(milliseconds: 0), horizon: horizon)
        #expect(source.state.condition == .live)
        #expect(delivery?.source.records == 6)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["mlflow.db"]
        )
    }

    @Test func aDatabaseIsRecognisedWithoutBeingOpened() throws {
        guard let registry = SharedData.url("samples/mlflow-sqlite/mlflow.db"),
            let other = SharedData.url("samples/prefect/prefect.db")
        else { return }
        let directory = try ScratchDirectory()
        for suffix in ["", "-wal", "-shm"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: other.path + suffix))
            try directory.write("other.db" + suffix, bytes)
        }
        try directory.write("renamed.db", try Data(contentsOf: registry))
        let before = FileStatus(path: directory.path("other.db-shm"))
        var workspace = Workspace(arguments: [directory.url.path])
        #expect(
            workspace.scan().map(\.recognisedAs) == ["nothing known", "MLflow registry, SQLite"])
        #expect(FileStatus(path: directory.path("other.db-shm")) == before)
    }

    @Test func aFileThatIsNoRegistryFailsWithWords() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write("x.db", "hello")
        let source = MLflowDatabaseSource(
            state: SourceState(name: "", recognisedAs: "", kind: .registry, location: path),
            path: path)
        _ = source.step(now: Timestamp(milliseconds: 0), horizon: horizon)
        guard case .failed(let reason, let retryAt) = source.state.condition else {
            Issue.record("not failed")
            return
        }
        #expect(reason.contains("SQLite"))
        #expect(retryAt == Timestamp(milliseconds: 1_000))
    }
}
