import Foundation

/// Debian's promtool: the oracle for rules and their tests.
enum Promtool {
    static let path = "/usr/bin/promtool"

    /// False, and said so, where it is not installed.
    static var isInstalled: Bool {
        if FileManager.default.isExecutableFile(atPath: path) { return true }
        print("promtool is missing: nothing compared")
        return false
    }

    /// Runs a test file beside its rules; its exit code and everything it says.
    static func test(rules: String, test: String) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("promtool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(rules.utf8).write(to: folder.appendingPathComponent("rules.yml"))
        let file = folder.appendingPathComponent("test.yml")
        try Data(test.utf8).write(to: file)
        return try run(["test", "rules", file.path])
    }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

/// A 64-bit linear congruential generator, so that a failure can be repeated.
struct Random {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
