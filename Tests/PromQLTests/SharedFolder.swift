import Foundation

/// Data shared between checkouts, beside the directory that holds `Package.swift`.
enum SharedFolder {
    /// The path of an entry of `../shared`; nil when it is not there.
    static func path(_ entry: String, from file: String = #filePath) -> String? {
        var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        while folder.path != "/" {
            let package = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: package) {
                let entry = folder.deletingLastPathComponent().appendingPathComponent("shared")
                    .appendingPathComponent(entry).path
                return FileManager.default.fileExists(atPath: entry) ? entry : nil
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}
