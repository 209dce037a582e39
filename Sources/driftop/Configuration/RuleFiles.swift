package import Alerting
import Documents
import Foundation

/// The rule files of a configuration, and the built-in rules they leave standing; read again when
/// one changes.
package struct RuleFiles: Sendable {
    private let configuration: Configuration
    private var stamps: [String: FileStamp]

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        stamps = Self.stamps(configuration)
    }

    /// What came of a change: the rules as they stand now, or what is wrong with them.
    package enum Reading: Sendable {
        case groups([RuleGroup])
        /// The first fault, with its place.
        case faulty(String)
    }

    /// The files read again after any was added, changed or removed; nil when none was.
    package mutating func reading() -> Reading? {
        let now = Self.stamps(configuration)
        guard now != stamps else { return nil }
        let before = stamps
        stamps = now
        // Many editors empty a file before they write it: that ends no alert.
        if let empty = now.keys.sorted().first(where: {
            now[$0]?.isEmpty == true && before[$0] != nil
        }) {
            return .faulty("\(empty): empty; remove it from rules: to end its rules")
        }
        do throws(StartError) {
            return .groups(try Self.groups(configuration))
        } catch {
            // A start-up error names the file first and the places after it.
            return .faulty(error.lines.count > 1 ? error.lines[1] : error.description)
        }
    }

    private static func stamps(_ configuration: Configuration) -> [String: FileStamp] {
        let files = configuration.rules.flatMap { (try? $0.files()) ?? [] }
        return Dictionary(
            files.compactMap { path in FileStamp(path).map { (path, $0) } },
            uniquingKeysWith: { $1 })
    }

    /// All rules; a file that cannot be read or has faults is a start-up error.
    static func groups(_ configuration: Configuration) throws(StartError) -> [RuleGroup] {
        var own: [RuleGroup] = []
        let files: [String]
        do { files = try configuration.ruleFiles() } catch { throw StartError(error) }
        for path in files {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw StartError(
                    .usage, "\(path): cannot be read", "is the name right, may you read it?")
            }
            do throws(RuleFile.Faults) {
                own += try RuleFile(bytes: bytes, file: path).groups
            } catch {
                var fault = StartError(.usage, "\(path): faulty rules")
                fault.lines = error.errors.map(\.description)
                throw fault
            }
        }
        return own + BuiltInRules.groups(overriddenBy: own)
    }
}
