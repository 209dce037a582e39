/// How long something lasted, in its two largest units: `8 m 15 s`, `2 d 3 h`.
package enum Lasting {
    package static func words(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds.rounded()))
        let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")]
        guard let first = units.firstIndex(where: { whole >= $0.0 }) else { return "0 s" }
        let (size, name) = units[first]
        guard first + 1 < units.count else { return "\(whole) s" }
        let rest = whole % size / units[first + 1].0
        return "\(whole / size) \(name)" + (rest > 0 ? " \(rest) \(units[first + 1].1)" : "")
    }
}
