import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct CSVEventReaderTests {
    private let framing = LineBuffer.Framing.csv(delimiter: UInt8(ascii: ","))

    @Test func aLastRecordOfSeveralLinesNeedsNoLineEnd() {
        let reader = csvReader()
        let batch = read(
            "ts,note,latency_s\n1,a,2\n2,\"two\nlines\",3", into: reader,
            framing: .csv(delimiter: UInt8(ascii: ",")))
        #expect(batch.rows.map(\.latencySeconds) == [2, 3])
        #expect(reader.rejections.total == 0)
    }

    @Test func readsColumnsInAnyOrderWithQuotesAndLineEndsInsideThem() {
        let batch = read(
            "score,\"model\",timestamp,feature_note,feature_flag\r\n"
                + "0.5,\"a,\"\"b\"\"\",2026-11-23 10:00:00Z,\"two\nlines\",True\r\n"
                + ",c,1795428000,17,FALSE\n", into: csvReader(), framing: framing)
        #expect(batch.rows.map { batch[$0.model] } == ["a,\"b\"", "c"])
        #expect(batch.rows.map(\.time.milliseconds) == [1_795_428_000_000, 1_795_428_000_000])
        #expect(batch.rows[0].score == 0.5)
        #expect(batch.rows[1].score.isNaN)
        #expect(batch.featureTexts(0) == ["note": "'two\nlines'", "flag": "'true'"])
        #expect(batch.featureTexts(1) == ["note": "17.0", "flag": "'false'"])
    }

    @Test func rejectsRowsWithAWrongNumberOfColumnsAndStrayQuotes() {
        let reader = csvReader()
        let batch = read(
            """
            ts,model,score
            1,a,0.1
            2,b
            3,c,0.1,9
            4,"d"x,0.1
            5,e"e,0.1
            6,"never closed,0.1
            7,g,0.1

            """, into: reader, framing: framing)
        #expect(batch.rows.map(\.time.milliseconds) == [1_000, 5_000, 7_000])
        #expect(reader.rejections.counts == ["bad_csv": 4])
    }

    @Test func aQuoteLeftOpenTakesNoMoreThanItsLine() {
        let reader = csvReader()
        var text = "ts,model\n1,\"open\n"
        for index in 2..<20_000 { text += "\(index),a\n" }
        let batch = read(text, into: reader, framing: framing)
        #expect(batch.rows.count == 19_998)
        #expect(reader.rejections.counts == ["bad_csv": 1])
    }

    @Test func emptyCellsAndWordsForNothingAreNull() {
        let batch = read(
            "ts,feature_a,feature_b,feature_c,feature_d,feature_e\n1,,NaN,null,NA,x\n",
            into: csvReader(), framing: framing)
        #expect(
            batch.featureTexts(0)
                == ["a": "null", "b": "null", "c": "null", "d": "'NA'", "e": "'x'"])
    }

    @Test func aRepeatedHeaderIsNoRow() {
        let reader = csvReader()
        let batch = read(
            "ts,model\n1,a\nts,model\n2,b\n", into: reader, framing: framing)
        #expect(batch.rows.count == 2)
        #expect(reader.rejections.total == 0)
    }

    @Test func randomChunksGiveTheSameRecords() {
        var random = SeededGenerator(seed: 5)
        var text = "ts,feature_a,feature_b\n"
        for index in 0..<300 {
            text += "\(index),\"l\(index)\n\"\"x\"\"\",\(index)\r\n"
            if index % 50 == 7 { text += "\(index),\"cut\n" }
        }
        let whole = csvReader()
        let expected = read(text, into: whole, framing: framing)
        for _ in 0..<20 {
            let reader = csvReader()
            let batch = read(
                Array(text.utf8), into: reader, framing: framing,
                chunks: { _ in Int.random(in: 1...200, using: &random) })
            #expect(batch.rows.map(\.line) == expected.rows.map(\.line))
            #expect(reader.rejections == whole.rejections)
        }
    }

    @Test func readsTheCarLoanRows() throws {
        guard let url = SharedData.url("data/car-loan/analysis.csv") else { return }
        let reader = csvReader(model: "car-loan") {
            $0.referenceColumns = ["car_value", "salary_range", "repaid_loan_on_prev_car"]
        }
        let text = try String(contentsOf: url, encoding: .utf8)
        let batch = read(text, into: reader, framing: framing)
        #expect(batch.rows.count == 50_000)
        #expect(reader.rejections.total == 0)
        #expect(
            batch.featureTexts(0) == [
                "car_value": "12638.0", "salary_range": "'0 - 20K €'",
                "repaid_loan_on_prev_car": "'false'",
            ])
        #expect(batch.rows[0].score == 0.99)
        #expect(batch.rows[0].prediction == .number(1))
        #expect(batch.rows[0].requestHash == RequestID.hash("50000"))
    }
}
