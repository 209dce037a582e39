import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct ReferenceTests {
    private let horizon = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    private func read(_ path: String, _ format: EventFormat, _ fields: FieldMap = FieldMap())
        -> ReferenceTable?
    {
        let source = WholeFileSource(
            state: SourceState(name: path, recognisedAs: "", kind: .reference, location: path),
            path: path, reader: ReferenceReader(format: format, fields: fields))
        guard case .reference(let table)? = source.step(now: .distantPast, horizon: horizon)?.batch
        else { return nil }
        return table
    }

    @Test func readsTheCarLoanReference() throws {
        guard let url = SharedData.url("data/car-loan/reference.csv") else { return }
        let fields = FieldMap([.label: .column("repaid")])
        let table = read(url.path, .csv(delimiter: UInt8(ascii: ",")), fields)
        #expect(table?.rows == 50_000)
        #expect(
            table?.columns.keys.sorted() == [
                "car_value", "debt_to_income_ratio", "driver_tenure", "loan_length", "prediction",
                "repaid_loan_on_prev_car", "salary_range", "score", "size_of_downpayment", "y_pred",
                "y_pred_proba",
            ])
        #expect(table?.columns["car_value"]?.numbers.count == 50_000)
        #expect(table?.columns["score"]?.numbers == table?.columns["y_pred_proba"]?.numbers)
        // Counted with awk.
        #expect(table?.columns["repaid_loan_on_prev_car"]?.categories["true"] == 27_547)
        #expect(table?.columns["salary_range"]?.categories.count == 4)
    }

    @Test func readsJSONLinesWithNestedFeatures() throws {
        let directory = try ScratchDirectory()
        let path = try directory.write(
            "reference.jsonl",
            """
            {"model":"m","version":3,"features":{"a":1,"c":"x"},"prediction":"1","ts":1}
            {"model":"m","version":3,"features":{"a":null,"c":"y"},"prediction":"0","ts":2}
            broken

            """)
        let table = read(path, .jsonLines)
        #expect(table?.model == "m")
        #expect(table?.version == "3")
        #expect(table?.rows == 2)
        #expect(table?.columns["a"]?.nulls == 1)
        #expect(table?.columns["c"]?.categories == ["x": 1, "y": 1])
        #expect(table?.columns["prediction"]?.numbers == [1, 0])
    }

    @Test func itsColumnsAreFeaturesOfTheLogBesideIt() throws {
        let directory = try ScratchDirectory()
        try directory.write("reference.csv", "car_value,repaid,y_pred_proba,timestamp\n1,0,0.5,1\n")
        try directory.write("loans.csv", "timestamp,car_value,other,y_pred_proba\n5,7,8,0.25\n")
        var workspace = Workspace(arguments: [directory.url.path])
        let found = workspace.scan()
        let factory = SourceFactory(settings: ScanSettings(), found: found)
        #expect(factory.referenceColumns == ["car_value", "repaid"])
        var batches: [EventBatch] = []
        SourceLoop.drain(
            found.map(factory.make), now: Timestamp(milliseconds: 1_000_000), horizon: horizon
        ) { delivery in
            if case .events(let batch) = delivery.batch { batches.append(batch) }
            return horizon
        }
        #expect(batches.count == 1)
        #expect(batches.first?.featureTexts(0) == ["car_value": "7.0"])
        #expect(batches.first?.rows.first?.score == 0.25)
        #expect(
            NewestEvent.time(in: found, factory: factory, now: Timestamp(milliseconds: 1_000_000))
                == Timestamp(milliseconds: 5_000))
    }

    @Test func theNewestEventIsNoLateLabelAndNoFutureOne() throws {
        let directory = try ScratchDirectory()
        try directory.write(
            "a.jsonl",
            """
            {"ts":100,"score":1}
            {"ts":90,"score":1}
            {"ts":500,"request_id":"a","label":1}
            {"ts":90000,"score":1}
            broken

            """)
        var workspace = Workspace(arguments: [directory.url.path])
        let found = workspace.scan()
        let factory = SourceFactory(settings: ScanSettings(), found: found)
        #expect(
            NewestEvent.time(in: found, factory: factory, now: Timestamp(milliseconds: 600_000))
                == Timestamp(milliseconds: 100_000))
    }

    @Test func labelsWithoutAUsualNameAreRead() throws {
        guard let url = SharedData.url("data/car-loan/labels.csv") else { return }
        var workspace = Workspace(arguments: [url.path])
        let found = workspace.scan()
        let factory = SourceFactory(settings: ScanSettings(), found: found)
        var rows: [EventRow] = []
        SourceLoop.drain(
            found.map(factory.make), now: Timestamp(milliseconds: 1_795_428_000_000),
            // Labels are state: read whole although nothing that old is asked for.
            horizon: Horizon(
                window: .distantFuture, history: .distantFuture, wanted: .distantFuture)
        ) { delivery in
            if case .events(let batch) = delivery.batch { rows += batch.rows }
            return Horizon(window: .distantFuture, history: .distantFuture, wanted: .distantFuture)
        }
        #expect(rows.count == 50_000)
        #expect(rows.allSatisfy { $0.kind == .label && $0.time == .distantPast })
        let first = rows.first { $0.requestHash == RequestID.hash("50000") }
        #expect(first?.label == .number(1))
    }
}
