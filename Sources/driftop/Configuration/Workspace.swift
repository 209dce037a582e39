import Foundation

/// What belongs together in one journal: the same configuration file, or the same sources.
package struct Workspace: Equatable, Sendable {
    /// The real path of the configuration file, else the sorted real paths of the sources.
    package let identity: [String]
    /// Where its journal lives; outside every source.
    package let directory: String

    package init(configurationFile: String?, sources: [String], state: String) {
        identity =
            configurationFile.map { [Self.realPath($0)] }
            ?? Set(sources.map(Self.realPath)).sorted()
        let name = Self.readable(identity.first ?? "")
        directory = "\(state)/\(name)-\(Self.digest(identity))"
    }

    /// What the journal knows it by.
    package var name: String { identity.joined(separator: "\n") }

    package var journalPath: String { directory + "/journal.sqlite" }

    /// `$XDG_STATE_HOME/driftop`.
    package static func stateHome(_ environment: [String: String]) -> String {
        home(environment, variable: "XDG_STATE_HOME", fallback: ".local/state")
    }

    /// `$XDG_CONFIG_HOME/driftop`.
    package static func configurationHome(_ environment: [String: String]) -> String {
        home(environment, variable: "XDG_CONFIG_HOME", fallback: ".config")
    }

    /// Links resolved; a path that does not exist stays as it is, made absolute.
    package static func realPath(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(
            percentEncoded: false
        ).trimmingSlash
    }

    // The base directory specification ignores relative values.
    private static func home(
        _ environment: [String: String], variable: String, fallback: String
    ) -> String {
        if let value = environment[variable], value.hasPrefix("/") { return value + "/driftop" }
        return (environment["HOME"] ?? "/") + "/" + fallback + "/driftop"
    }

    /// The last part of the path, so that a person finds the directory by looking.
    static func readable(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "driftop.yaml" }
        let kept = (parts.last ?? "root").unicodeScalars.filter {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                || $0 == "-" || $0 == "_"
        }
        return kept.isEmpty ? "root" : String(String.UnicodeScalarView(kept.prefix(40)))
    }

    /// FNV-1a over the paths with their ends marked: stable over versions and machines.
    static func digest(_ paths: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for path in paths {
            for byte in Array(path.utf8) + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension String {
    fileprivate var trimmingSlash: String {
        count > 1 && hasSuffix("/") ? String(dropLast()) : self
    }
}
