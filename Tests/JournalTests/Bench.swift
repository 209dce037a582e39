import Alerting
import Foundation
import Journal
import Telemetry

/// A directory of its own that goes with it, and an alert to play with.
final class Bench {
    let folder: URL
    var path: String { folder.appendingPathComponent("state/journal.sqlite").path }

    init() {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("journal-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(
        workspace: String = "/srv/ml", _ access: Journal.Access = .readWrite,
        busySeconds: Double = 5
    ) throws -> Journal {
        try Journal(path: path, workspace: workspace, access: access, busySeconds: busySeconds)
    }

    /// What SQLite's own shell answers.
    func shell(_ sql: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [path, sql]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

func minutes(_ minutes: Double) -> Timestamp { Timestamp(seconds: minutes * 60) }

let labels = Labels(["alertname": "High", "model": "m", "severity": "page"])
let alertID = AlertID.make(rule: "High", labels: labels)

func instance(
    _ phase: AlertInstance.Phase, activeAt: Double, value: Double = 9
) -> AlertInstance {
    AlertInstance(
        labels: labels, series: Labels(["model": "m"]), annotations: ["summary": "it's \"high\""],
        value: value, activeAt: minutes(activeAt), phase: phase)
}

func step(
    _ kind: AlertTransition.Kind, at minute: Double, _ instance: AlertInstance
) -> AlertTransition {
    AlertTransition(kind: kind, rule: "High", at: minutes(minute), instance: instance)
}

func fired(at minute: Double, activeAt: Double? = nil) -> AlertTransition {
    step(
        .fired, at: minute, instance(.firing(since: minutes(minute)), activeAt: activeAt ?? minute))
}

func resolved(at minute: Double, firedAt: Double) -> AlertTransition {
    step(
        .resolved, at: minute,
        instance(
            .resolved(firedAt: minutes(firedAt), at: minutes(minute)), activeAt: firedAt))
}

func evaluation(_ transitions: [AlertTransition], at minute: Double) -> RuleEvaluation {
    var evaluation = RuleEvaluation()
    evaluation.at = minutes(minute)
    evaluation.transitions = transitions
    return evaluation
}

func action(_ kind: AlertAction.Kind, by who: String = "kim", at minute: Double) -> AlertAction {
    AlertAction(kind, alert: alertID, by: who, at: minutes(minute))
}

/// A book of these rules that takes over what a journal kept, as at a start.
func bookStarted(on journal: Journal, _ yaml: String) throws -> AlertBook {
    var book = AlertBook(groups: try RuleFile(yaml: yaml, file: "r.yml").groups)
    book.restore(try journal.restored())
    return book
}

/// Evaluates every minute of a span and journals it; the steps that alerts took.
func evaluate(
    _ book: inout AlertBook, _ journal: Journal, _ span: ClosedRange<Int>,
    in source: any SeriesSource
) throws -> [AlertTransition.Kind] {
    var kinds: [AlertTransition.Kind] = []
    for minute in span {
        let evaluation = book.evaluate(at: minutes(Double(minute)), in: source)
        kinds += evaluation.transitions.map(\.kind)
        try journal.record(evaluation)
    }
    return kinds
}
