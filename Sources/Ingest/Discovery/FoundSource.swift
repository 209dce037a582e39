package import Telemetry

/// What a file or directory was recognised as.
package enum Recognition: Hashable, Sendable {
    case events(EventFile)
    case metrics
    case mlflowDatabase
    case mlflowFileStore
    case document(DocumentReader.Kind)
    case stageEvents
    case reference(EventFormat, model: String?, version: String?)
    /// Looked at and not read, and why.
    case ignored(String)
    /// Named by the user and not there, or not readable.
    case unreadable(String)
}

/// A log of inference events, or a file of late labels.
package struct EventFile: Hashable, Sendable {
    package var format: EventFormat
    /// The model of rows that name none: the file's base name.
    package var defaultModel: String
    package var isLabelFile = false
    /// Its first lines say how requests went, and not only their labels.
    package var logsRequests = false
    /// They say which model they are about.
    package var namesModels = false
    /// The label's column when no usual name told it.
    package var labelColumn: String?
    /// A rotated part of another log: read once, never followed.
    package var isRotatedPart = false

    package init(format: EventFormat, defaultModel: String) {
        self.format = format
        self.defaultModel = defaultModel
    }
}

/// One thing that discovery found.
package struct FoundSource: Hashable, Sendable {
    /// As the user would write it: unique within the workspace.
    package var name: String
    /// Absolute.
    package var path: String
    package var recognition: Recognition

    package init(name: String, path: String, recognition: Recognition) {
        self.name = name
        self.path = path
        self.recognition = recognition
    }

    /// What it was recognised as, where it is a log of events or a file of labels.
    package var eventFile: EventFile? {
        if case .events(let file) = recognition { file } else { nil }
    }

    /// In words: `inference events, JSONL`.
    package var recognisedAs: String {
        switch recognition {
        case .events(let file):
            if file.isLabelFile { return "late labels, \(file.format.name)" }
            return "inference events, \(file.format.name)"
                + (file.isRotatedPart ? ", rotated part" : "")
        case .metrics: return "metric samples, Prometheus text"
        case .mlflowDatabase: return "MLflow registry, SQLite"
        case .mlflowFileStore: return "MLflow registry, file store"
        case .document(.registry): return "registry, YAML"
        case .document(.team): return "teams, YAML"
        case .document(.workflow): return "workflow plan, YAML"
        case .stageEvents: return "workflow events, JSONL"
        case .reference(let format, _, _): return "reference, \(format.name)"
        case .ignored: return "nothing known"
        case .unreadable: return "not readable"
        }
    }

    package var kind: SourceState.Kind {
        switch recognition {
        case .events(let file): file.isLabelFile ? .labels : .events
        case .metrics: .metrics
        case .mlflowDatabase, .mlflowFileStore, .document(.registry): .registry
        case .document(.team): .team
        case .document(.workflow): .workflow
        case .stageEvents: .stages
        case .reference: .reference
        case .ignored, .unreadable: .ignored
        }
    }

    /// How the source stands before anything of it was read.
    package var initialState: SourceState {
        var state = SourceState(
            name: name, recognisedAs: recognisedAs, kind: kind, location: path)
        switch recognition {
        case .ignored(let reason):
            state.condition = .ignored(reason: reason)
            state.reach = .complete
        case .unreadable(let reason):
            state.condition = .failed(reason: reason, retryAt: nil)
            state.reach = .complete
        default: break
        }
        return state
    }
}
