import Detection
import Telemetry

/// NannyML's car-loan set: 50 000 reference rows, 50 000 later ones that drift from half-way on.
struct CarLoan {
    let references: [String: FeatureReference]
    /// Slot of every later row, by column.
    let places: [String: [Int]]

    static let drifting: Set = [
        "car_value", "salary_range", "loan_length", "repaid_loan_on_prev_car", "y_pred_proba",
    ]
    static let columns = drifting.union([
        "y_pred", "debt_to_income_ratio", "size_of_downpayment", "driver_tenure",
    ])

    init?() throws {
        guard let reference = try Shared.bytes("data/car-loan/reference.csv"),
            let later = try Shared.bytes("data/car-loan/analysis.csv")
        else { return nil }
        var columns: [String: ReferenceTable.Column] = [:]
        Self.read(reference) { name, field in
            if let number = Double(field) {
                columns[name, default: .init()].numbers.append(number)
            } else if field.isEmpty {
                columns[name, default: .init()].nulls += 1
            } else {
                columns[name, default: .init()].categories[field, default: 0] += 1
            }
        }
        let references = columns.mapValues { FeatureReference($0) }
        var places: [String: [Int]] = [:]
        Self.read(later) { name, field in
            guard let reference = references[name] else { return }
            let place: Int
            if let number = Double(field) {
                place = reference.binIndex(of: number)
            } else if field.isEmpty {
                place = reference.nullIndex
            } else {
                place = reference.binIndex(ofCategory: field)
            }
            places[name, default: []].append(place)
        }
        self.references = references
        self.places = places
    }

    /// The columns that drift in the 500 rows before `end`.
    func drifted(before end: Int, rows: Int = 500) -> Set<String> {
        Set(Self.columns.filter { result($0, before: end, rows: rows)?.drifted == true })
    }

    func slots(_ column: String, before end: Int, rows: Int = 500) -> [Int] {
        guard let reference = references[column], let places = places[column] else { return [] }
        var slots = Array(repeating: 0, count: reference.slotCount)
        for place in places[max(0, end - rows)..<end] { slots[place] += 1 }
        return slots
    }

    func result(_ column: String, before end: Int, rows: Int = 500) -> DriftResult? {
        references[column].map {
            PopulationStability.drift(of: slots(column, before: end, rows: rows), from: $0)
        }
    }

    /// Calls with every field of the wanted columns, row by row; the set has no quoted fields.
    private static func read(_ bytes: [UInt8], _ body: (_ column: String, _ field: String) -> Void)
    {
        var names: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard !names.isEmpty else {
                names = fields.map { String(decoding: $0, as: UTF8.self) }
                continue
            }
            for (name, field) in zip(names, fields) where columns.contains(name) {
                body(name, String(decoding: field, as: UTF8.self))
            }
        }
    }
}
