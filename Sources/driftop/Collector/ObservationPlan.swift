import Alerting
import Ingest
import Operations
import Telemetry

/// What is observed and how: decided once, before anything is read.
package struct ObservationPlan: Sendable {
    var mode: TimeMode
    /// A replay begins and ends with the samples of metric files too.
    var spansSamples = false
    /// A replay reads so many rows ahead, where a log that is not in order may have earlier ones.
    var rowsAhead = 0
    var settings: EngineSettings
    var groups: [RuleGroup]
    /// Where they stand, to see them change.
    var rules: RuleFiles
    /// Directories, files and patterns.
    var arguments: [String]
    var scan: ScanSettings
    /// Columns that the configuration calls features.
    var featureColumns: [String]
    /// Whether the kernel is asked to tell of changes; else files are only looked at.
    var watches: Bool
    /// What was taken of live traffic in earlier runs, and where more of it goes.
    var takenReferences: TakenReferences
}
