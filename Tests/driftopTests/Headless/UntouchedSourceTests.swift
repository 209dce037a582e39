import Foundation
import Testing

/// No file of the user's is changed, and none is added beside them.
@Suite(.serialized, .enabled(if: TmuxScreen.isAvailable))
struct UntouchedSourceTests {
    /// Every file below, with its bytes and its time of change.
    private func state(_ path: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            let time = attributes[.modificationDate] as? Date
            let bytes = FileManager.default.contents(atPath: path + "/" + name) ?? Data()
            found[name] = "\(time?.timeIntervalSince1970 ?? 0) \(bytes.count) \(bytes.hashValue)"
        }
        return found
    }

    @Test func aSessionThatActsLeavesTheSourcesAlone() throws {
        let workspace = try LiveWorkspace()
        let sample = Repository.shared("samples/mlflow-sqlite/mlflow.db")
        let path = workspace.scratch.path + "/ml"
        if let sample {
            try FileManager.default.copyItem(at: sample, to: URL(filePath: path + "/mlflow.db"))
        }
        let before = try state(path)
        let screen = try workspace.screen()
        try screen.openDashboard()
        try screen.press("a")
        try screen.sees("acknowledged")
        try screen.press("R")
        try screen.sees("rows of its first 24 h")
        try screen.press("q")
        try screen.sees("left with 0")
        _ = try workspace.driftop("info", "ml")
        #expect(try state(path) == before)
    }
}
