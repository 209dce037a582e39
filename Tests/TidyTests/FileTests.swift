import Testing

/// The house style, as far as a machine can hold anybody to it.
struct FileTests {
    private let house = House()

    @Test func noFileIsLongerThan400Lines() throws {
        for file in try house.swift() {
            #expect(file.lines.count <= 401, "\(file.path) is two files")
        }
    }

    @Test func noLineIsWiderThan100Columns() throws {
        // Tests hold literal frames and lines of logs, as wide as they are.
        for file in try house.files(in: "Sources", "swift") {
            var inLiteral = false
            for (number, line) in file.lines.enumerated() {
                let isFence = line.utf8.count > 2 && line.isFence
                // Counting bytes first: few lines are long, and counting characters is slow.
                guard line.utf8.count > 100 else {
                    if isFence { inLiteral.toggle() }
                    continue
                }
                // A text cannot be broken: a little more.
                let isText = inLiteral || line.drop { $0 == " " || $0 == "+" }.hasPrefix("\"")
                let limit = line.contains("\"") && !line.hasComment ? 130 : 100
                #expect(isText || line.count <= limit, "\(file.path):\(number + 1)")
                if isFence { inLiteral.toggle() }
            }
        }
    }

    @Test func noFunctionIsLongerThan70Lines() throws {
        for file in try house.files(in: "Sources", "swift") {
            for function in Functions.all(of: file.lines) {
                #expect(
                    function.lines <= 70, "\(file.path):\(function.start) has \(function.lines)")
            }
        }
    }

    @Test func nothingIsLeftForLater() throws {
        // Put together, so that this file does not find itself.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for file in try house.swift() {
            for (number, line) in file.lines.enumerated() {
                let found = words.contains { line.contains($0) }
                #expect(!found, "\(file.path):\(number + 1)")
            }
        }
    }

    @Test func whatTheCompilerCannotCheckSaysWhyItHolds() throws {
        let words = [
            "@unchecked Sendable", "nonisolated(unsafe)", "try!", " as! ", "unsafeBitCast",
        ]
        for file in try house.files(in: "Sources", "swift") {
            for (number, line) in file.lines.enumerated()
            where words.contains(where: { line.contains($0) }) && !line.hasComment {
                let near = file.lines[max(0, number - 4)...number]
                let explained = near.contains { $0.lowercased().contains("because") }
                #expect(explained, "\(file.path):\(number + 1) needs a because")
            }
        }
    }

    @Test func onlyTheExecutablePrints() throws {
        for file in try house.files(in: "Sources", "swift") where file.target != "driftop" {
            for (number, line) in file.lines.enumerated() {
                let prints = line.drop { $0 == " " }.hasPrefix("print(")
                #expect(!prints, "\(file.path):\(number + 1)")
            }
        }
    }

    @Test func theTopLevelHoldsOnlyWhatTheDesignNames() throws {
        let known = [
            "LICENSE", "Makefile", "Package.resolved", "Package.swift", "README.md", "Sources",
            "Tests", "themes",
        ]
        for name in try house.topLevel() where !name.hasPrefix(".") {
            #expect(known.contains(name), "\(name) does not belong at the top")
        }
    }
}

extension Substring {
    fileprivate var hasComment: Bool { drop { $0 == " " }.hasPrefix("//") }

    /// Opens or closes a literal of several lines.
    fileprivate var isFence: Bool {
        hasSuffix("\"\"\"") || drop { $0 == " " }.hasPrefix("\"\"\"")
    }
}
