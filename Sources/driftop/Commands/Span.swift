import ArgumentParser

/// A length of time as people write it: `15m`, `1h30m`, `90s`, `2d`, `250ms`.
package struct Span: Hashable, Sendable {
    package var seconds: Double
    package init(seconds: Double) { self.seconds = seconds }

    /// Reads Prometheus's form: units falling from `y` to `ms`, each at most once; nil otherwise.
    package init?(_ text: some StringProtocol) {
        let units: [(name: String, seconds: Double)] = [
            ("y", 31_536_000), ("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
            ("ms", 0.001),
        ]
        if text == "0" {
            self.init(seconds: 0)
            return
        }
        var rest = text[...]
        var total = 0.0
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Double(String(digits)), digits.count <= 12 else { return nil }
            rest = rest.dropFirst(digits.count)
            let name = String(rest.prefix { $0.isASCII && $0.isLetter })
            rest = rest.dropFirst(name.count)
            guard let place = units.indices.first(where: { units[$0].name == name }),
                place >= nextUnit
            else { return nil }
            nextUnit = place + 1
            total += count * units[place].seconds
        }
        guard !text.isEmpty else { return nil }
        self.init(seconds: total)
    }
}

extension Span: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
