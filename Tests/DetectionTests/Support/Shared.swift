import Foundation

/// The shared data beside the checkout, found by walking up from this file.
enum Shared {
    static func url(_ path: String) -> URL? {
        var directory = URL(fileURLWithPath: #filePath)
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let package = directory.appendingPathComponent("Package.swift")
            guard FileManager.default.fileExists(atPath: package.path) else { continue }
            let file = directory.deletingLastPathComponent()
                .appendingPathComponent("shared").appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        print("missing: ../shared/\(path), this test shows nothing")
        return nil
    }

    static func bytes(_ path: String) throws -> [UInt8]? {
        try url(path).map { [UInt8](try Data(contentsOf: $0)) }
    }
}
