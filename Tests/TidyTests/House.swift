import Foundation

/// The repository's own files, as the tidy tests read them.
struct House {
    struct File {
        /// From the top, as `Sources/Canvas/Frame.swift`.
        var path: String
        var text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// `Canvas` of `Sources/Canvas/Frame.swift`.
        var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
    }
    let top: URL

    init() {
        var url = URL(filePath: #filePath)
        repeat {
            url.deleteLastPathComponent()
        } while !FileManager.default.fileExists(
            atPath: url.appending(path: "Package.swift").path(percentEncoded: false))
        top = url
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: top.appending(path: path), encoding: .utf8)
    }

    /// Every file below `folder` whose name ends in one of `endings`.
    func files(in folder: String, _ endings: String...) throws -> [File] {
        let root = top.appending(path: folder).path(percentEncoded: false)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root)
        return try names.sorted().filter { name in endings.contains { name.hasSuffix("." + $0) } }
            .map { name in
                let path = folder + "/" + name
                return File(path: path, text: try text(path))
            }
    }

    func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: top.path(percentEncoded: false))
    }

    /// Sources and tests in Swift.
    func swift() throws -> [File] {
        try files(in: "Sources", "swift") + files(in: "Tests", "swift")
    }
}
