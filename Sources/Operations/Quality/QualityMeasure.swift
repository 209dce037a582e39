internal import Detection

/// Which measures suit a set of labelled events, and their values.
enum QualityMeasure {
    /// Distinct labels up to here are classes; more are numbers to be predicted.
    static let mostClasses = 20
    /// Fewer labelled events say nothing.
    static let leastEvents = 30

    /// By name: accuracy, precision, recall, f1, roc_auc, log_loss for classes; mae, rmse, mape for
    /// numbers. Measures that cannot be computed are absent.
    static func metrics(of events: ArraySlice<LabelledEvent>) -> [String: Double] {
        guard events.count >= leastEvents else { return [:] }
        let classes = Set(events.map(\.label.classKey))
        return classes.count <= mostClasses ? classification(events) : regression(events)
    }

    private static func classification(_ events: ArraySlice<LabelledEvent>) -> [String: Double] {
        var metrics: [String: Double] = [:]
        let judged = events.filter { $0.prediction != nil }
        let truth = judged.map(\.label.classKey)
        let said = judged.compactMap { $0.prediction?.classKey }
        let binary = Set(events.map(\.label.classKey)).isSubset(of: ["0", "1"])
        if !judged.isEmpty {
            let table = ClassCounts(
                truth: truth, predictions: said, positive: binary ? "1" : nil)
            metrics["accuracy"] = table.accuracy
            metrics["precision"] = table.precision
            metrics["recall"] = table.recall
            metrics["f1"] = table.f1
        }
        let scored = events.filter { !$0.score.isNaN }
        if binary, !scored.isEmpty {
            metrics["roc_auc"] = RankingQuality.rocAUC(
                labels: scored.map { $0.label.classKey == "1" }, scores: scored.map(\.score))
        }
        return metrics
    }

    private static func regression(_ events: ArraySlice<LabelledEvent>) -> [String: Double] {
        var truth: [Double] = []
        var said: [Double] = []
        for event in events {
            guard case .number(let label) = event.label,
                case .number(let prediction)? = event.prediction
            else { continue }
            truth.append(label)
            said.append(prediction)
        }
        guard truth.count >= leastEvents else { return [:] }
        return RegressionQuality(truth: truth, predictions: said).metrics
    }
}
