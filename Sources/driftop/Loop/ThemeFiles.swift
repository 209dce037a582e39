package import Dashboard
package import Documents
import Foundation

/// The theme files on disk: found, read, and read again when one changes.
package struct ThemeFiles {
    /// What could be read, by name, and what could not.
    package struct Reading {
        package var themes: [Theme]
        package var faults: [DocumentError]
    }
    private let directories: [String]
    /// A theme named by path, outside the directories.
    private let file: String?
    private var stamps: [String: FileStamp] = [:]

    /// - Parameter file: path of a single theme, when the configuration names one.
    package init(directories: [String], file: String? = nil) {
        self.directories = directories
        self.file = file
        stamps = currentStamps()
    }

    /// The user's own first, then those installed beside the program, or those of the checkout it
    /// was built in.
    package static func standardDirectories(
        environment: [String: String], executable: String
    ) -> [String] {
        var found = [Workspace.configurationHome(environment) + "/themes"]
        var place = URL(filePath: Workspace.realPath(executable)).deletingLastPathComponent()
        found.append(place.appending(path: "../share/driftop/themes").standardizedFileURL.plainPath)
        while place.pathComponents.count > 1 {
            if FileManager.default.fileExists(
                atPath: place.appending(path: "Package.swift").plainPath)
            {
                found.append(place.appending(path: "themes").plainPath)
                break
            }
            place.deleteLastPathComponent()
        }
        return found
    }

    /// Every theme once: of two with the same name the first directory's wins.
    package func read() -> Reading {
        var reading = Reading(themes: [], faults: [])
        for path in paths() {
            let name = URL(filePath: path).deletingPathExtension().lastPathComponent
            if reading.themes.contains(where: { $0.name == name }) { continue }
            do {
                reading.themes.append(try Self.read(path, name: name))
            } catch {
                reading.faults.append(error)
            }
        }
        return reading
    }

    /// True once after any file was added, changed or removed.
    package mutating func haveChanged() -> Bool {
        let now = currentStamps()
        defer { stamps = now }
        return now != stamps
    }

    /// Reads one theme file: role names and how they look.
    package static func read(_ path: String, name: String) throws(DocumentError) -> Theme {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw DocumentError(file: path, message: "cannot be read")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let entries = try Document(yaml: text, file: path).root.entries("roles and their looks")
        var roles: [String: String] = [:]
        for entry in entries { roles[entry.name] = try entry.value.string("a look") }
        do {
            return try Theme(roles: roles, name: name)
        } catch {
            let place = entries.first { $0.name == error.role }?.key
            throw DocumentError(
                file: path, line: place?.line, column: place?.column, message: "\(error)")
        }
    }

    private func paths() -> [String] {
        let listed = directories.flatMap { directory in
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
            return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
                .map { directory + "/" + $0 }
        }
        return (file.map { [$0] } ?? []) + listed
    }

    private func currentStamps() -> [String: FileStamp] {
        Dictionary(
            paths().compactMap { path in FileStamp(path).map { (path, $0) } },
            uniquingKeysWith: { $1 })
    }
}

extension URL {
    fileprivate var plainPath: String { path(percentEncoded: false) }
}
