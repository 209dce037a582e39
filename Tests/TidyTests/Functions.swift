/// Finds functions by indentation: the formatter puts a body's closing brace below its first word.
enum Functions {
    struct Function {
        /// From 1.
        var start: Int
        var lines: Int
    }

    static func all(of lines: [Substring]) -> [Function] {
        var functions: [Function] = []
        for (index, line) in lines.enumerated() where startsFunction(line) {
            let indent = line.prefix { $0 == " " }
            let rest = lines[(index + 1)...]
            let end = rest.firstIndex { $0 == indent + "}" || $0.hasPrefix(indent + "} ") }
            // A declaration on one line ends before the next at the same depth.
            let next = rest.firstIndex { $0.hasPrefix(indent) && startsFunction($0) } ?? .max
            if let end, end < next {
                functions.append(Function(start: index + 1, lines: end - index + 1))
            }
        }
        return functions
    }

    private static func startsFunction(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(where: { $0 == "func" || $0.hasPrefix("init(") })
        else { return false }
        let modifiers: Set<Substring> = [
            "package", "private", "fileprivate", "public", "static", "mutating", "override",
            "nonisolated", "@MainActor", "@discardableResult", "@inline(__always)", "convenience",
        ]
        return words[..<place].allSatisfy { modifiers.contains($0) }
    }
}
