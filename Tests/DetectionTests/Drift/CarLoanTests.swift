import Detection
import Testing

@Suite struct CarLoanTests {
    private static let loans = Result { try CarLoan() }

    @Test func exactlyTheFeaturesThatDriftAreFoundAtTheEnd() throws {
        guard let loans = try Self.loans.get() else { return }
        #expect(loans.drifted(before: 50_000) == CarLoan.drifting)
        #expect(loans.drifted(before: 20_500).isEmpty)
        for column in CarLoan.columns {
            let reference = try #require(loans.references[column])
            let slots = loans.slots(column, before: 50_000)
            #expect(!reference.unseen(in: slots).exceeded, "\(column)")
            #expect(!reference.nulls(in: slots).exceeded, "\(column)")
            #expect(reference.rows.total == 50_000)
        }
    }

    @Test func theUndriftedHalfRaisesNoAlarm() throws {
        guard let loans = try Self.loans.get() else { return }
        for end in stride(from: 500, through: 25_000, by: 500) {
            #expect(loans.drifted(before: end).isEmpty)
        }
    }

    @Test func theDriftedHalfIsFoundInEveryWindow() throws {
        guard let loans = try Self.loans.get() else { return }
        for end in stride(from: 25_500, through: 50_000, by: 500) {
            #expect(loans.drifted(before: end) == CarLoan.drifting)
        }
    }

    @Test(arguments: [
        ("car_value", "above 44.1 k: 52 %, was 20 %"), ("loan_length", "above 20: 25 %, was 11 %"),
        ("repaid_loan_on_prev_car", "true: 81 %, was 55 %"),
        ("salary_range", "60K+ €: 1.4 %, was 10 %"), ("size_of_downpayment", ""),
        ("y_pred_proba", "0.09 to 0.9: 43 %, was 20 %"), ("y_pred", ""),
    ])
    func wordsNameWhatMoved(_ column: String, _ words: String) throws {
        guard let loans = try Self.loans.get() else { return }
        let result = try #require(loans.result(column, before: 50_000))
        #expect(Movement(result).words == words)
    }

    @Test func nothingIsSaidToMoveInTheUndriftedHalf() throws {
        guard let loans = try Self.loans.get() else { return }
        var windows = 0
        var said = 0
        for end in stride(from: 500, through: 25_000, by: 500) {
            for column in CarLoan.columns {
                let result = try #require(loans.result(column, before: end))
                windows += 1
                said += Movement(result).words.isEmpty ? 0 : 1
            }
        }
        #expect(windows == 450)
        #expect(said <= 3)
    }
}
