/// Labels as a person says them.
enum LabelWords {
    /// `eu-1`, but `gpu 1`: a value by itself where it is a name, else with its label's.
    static func word(_ name: String, _ value: String) -> String {
        value.count > 1 && value.contains(where: \.isLetter) ? value : "\(name) \(value)"
    }
}
