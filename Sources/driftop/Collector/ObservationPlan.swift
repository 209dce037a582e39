import Alerting
import Ingest
import Operations
import Telemetry

/// What is observed and how: decided once, before anything is read.
package struct ObservationPlan: Sendable {
    var mode: TimeMode
    var settings: EngineSettings
    var groups: [RuleGroup]
    /// Directories, files and patterns.
    var arguments: [String]
    var scan: ScanSettings
    /// Columns that the configuration calls features.
    var featureColumns: [String]
    /// What was taken of live traffic in earlier runs, and where more of it goes.
    var takenReferences: TakenReferences
}
