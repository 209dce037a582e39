internal import Detection
internal import Telemetry

/// A reference ready to count against.
struct LoadedReference: Sendable {
    let location: String
    let model: String?
    let version: String?
    /// By feature name; the score and the prediction under their column's name.
    let features: [String: FeatureReference]
    /// The columns the score and the prediction stand under; nil when the file has none.
    let scoreColumn: String?
    let predictionColumn: String?
    let rows: Int

    init(_ table: ReferenceTable, model: String?, version: String?) {
        location = table.location
        self.model = model
        self.version = version
        rows = table.rows
        scoreColumn = Self.column(ReferenceTable.scoreKey, Self.scoreNames, in: table)
        predictionColumn = Self.column(
            ReferenceTable.predictionKey, Self.predictionNames, in: table)
        var features: [String: FeatureReference] = [:]
        for (name, column) in table.columns
        where name != ReferenceTable.scoreKey && name != ReferenceTable.predictionKey {
            features[name] = FeatureReference(column)
        }
        for (key, name) in [
            (ReferenceTable.scoreKey, scoreColumn),
            (ReferenceTable.predictionKey, predictionColumn),
        ] {
            guard let name, features[name] == nil, let column = table.columns[key] else { continue }
            features[name] = FeatureReference(column)
        }
        self.features = features
    }

    private static let scoreNames = ["score", "probability", "y_pred_proba", "confidence"]
    private static let predictionNames = ["prediction", "pred", "y_pred", "output"]

    /// The name the file gives the column that was recognised as `key`.
    private static func column(
        _ key: String, _ names: [String], in table: ReferenceTable
    ) -> String? {
        guard table.columns[key] != nil else { return nil }
        return table.columnNames[key] ?? names.first { $0 != key && table.columns[$0] != nil }
            ?? key
    }

    /// Names that a log could carry as features, the score and the prediction left out.
    var featureNames: Set<String> {
        var names = Set(features.keys)
        if let scoreColumn { names.remove(scoreColumn) }
        if let predictionColumn { names.remove(predictionColumn) }
        return names
    }

    /// How well it is meant for this version: 3 by name and version, 2 by name, 1 for anyone.
    func fit(model: String, version: String?) -> Int {
        guard let own = self.model else { return 1 }
        guard own == model else { return 0 }
        guard let wanted = self.version else { return 2 }
        return wanted == version ? 3 : 0
    }
}

/// All references that were read.
struct ReferenceBook: Sendable {
    private(set) var loaded: [LoadedReference] = []

    mutating func add(_ table: ReferenceTable, bindings: [ReferenceBinding]) {
        loaded.removeAll { $0.location == table.location }
        let bound = bindings.filter { $0.location == table.location }
        if bound.isEmpty {
            loaded.append(
                LoadedReference(table, model: table.model, version: table.version))
        }
        for binding in bound {
            loaded.append(
                LoadedReference(table, model: binding.model, version: binding.version))
        }
    }

    /// The reference for a version that has logged these features.
    ///
    /// One that names the model wins; an unnamed one applies only when at least half of its columns
    /// have been logged.
    func reference(
        model: String, version: String?, logged: Set<String>
    ) -> LoadedReference? {
        let ranked = loaded.map { ($0.fit(model: model, version: version), $0) }
            .filter { $0.0 > 0 }
            .sorted { $0.0 > $1.0 }
        for (fit, reference) in ranked {
            if fit > 1 { return reference }
            let names = reference.featureNames
            guard !names.isEmpty else { continue }
            if names.intersection(logged).count * 2 >= names.count { return reference }
        }
        return nil
    }
}
