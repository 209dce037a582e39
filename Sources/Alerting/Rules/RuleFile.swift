package import Documents

/// A rule file in Prometheus's shape, read strictly.
package struct RuleFile: Sendable {
    package var groups: [RuleGroup]

    /// Everything that is wrong with a file, in order of lines.
    package struct Faults: Error, Sendable, CustomStringConvertible {
        package var errors: [DocumentError]

        package init(errors: [DocumentError]) { self.errors = errors }

        package var description: String {
            errors.map(\.description).joined(separator: "\n")
        }
    }

    /// - Parameter file: the name that errors and groups carry.
    package init(
        yaml: String, file: String, settings: RuleSettings = RuleSettings()
    ) throws(Faults) {
        let yaml = DocumentText.withoutMark(yaml)
        var reader = RuleFileReader(text: yaml, file: file, settings: settings)
        groups = reader.read()
        guard reader.errors.isEmpty else {
            throw Faults(
                errors: reader.errors.sorted {
                    ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
                })
        }
    }

    /// - Parameter bytes: the file's: bytes that are no text are a fault with its place.
    package init(
        bytes: some Collection<UInt8>, file: String, settings: RuleSettings = RuleSettings()
    )
        throws(Faults)
    {
        let yaml: String
        do throws(DocumentError) {
            yaml = try DocumentText.text(of: bytes, file: file)
        } catch {
            throw Faults(errors: [error])
        }
        try self.init(yaml: yaml, file: file, settings: settings)
    }
}
