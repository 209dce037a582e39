import Foundation

/// Where the tests find the project's own files.
enum Repository {
    static let top: URL = {
        var url = URL(filePath: #filePath)
        repeat {
            url.deleteLastPathComponent()
        } while !FileManager.default.fileExists(
            atPath: url.appending(path: "Package.swift").path(percentEncoded: false))
        return url
    }()

    /// Data beside the checkout; nil, and said so, when it is not there.
    static func shared(_ path: String) -> URL? {
        let url = top.appending(path: "../shared/\(path)").standardizedFileURL
        if FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) { return url }
        print("missing: ../shared/\(path)")
        return nil
    }
}

/// A directory of its own for one test, removed afterwards.
struct Scratch: ~Copyable {
    let url: URL
    var path: String { url.path(percentEncoded: false) }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "driftop-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
