package import Foundation

/// What the configuration says about the files of a workspace.
package struct ScanSettings: Sendable {
    /// A reference that the configuration binds to a version.
    package struct ReferenceBinding: Hashable, Sendable {
        /// Absolute.
        package var path: String
        package var model: String?
        package var version: String?
        package init(path: String, model: String? = nil, version: String? = nil) {
            self.path = path
            self.model = model
            self.version = version
        }
    }

    package var fields: FieldMap
    package var references: [ReferenceBinding]
    /// The zone of times that carry none; nil: the machine's.
    package var zone: TimeZone?
    /// Rule files in use, absolute: they are no sources.
    package var ruleFiles: Set<String>
    /// Directories below an argument.
    package static let depthLimit = 8
    /// Files looked at; what goes past is said once.
    package static let fileLimit = 5_000

    package init(
        fields: FieldMap = FieldMap(), references: [ReferenceBinding] = [], zone: TimeZone? = nil,
        ruleFiles: Set<String> = []
    ) {
        self.fields = fields
        self.references = references
        self.zone = zone
        self.ruleFiles = ruleFiles
    }

    package var zoneOffsets: ZoneOffsets { ZoneOffsets(zone ?? .current) }
}
