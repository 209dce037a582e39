import Foundation

/// A directory `ml`, and the program run on it as a script runs it.
struct HeadlessWorkspace: ~Copyable {
    let scratch: Scratch

    init() throws {
        let scratch = try Scratch()
        try scratch.write("ml/.keep", "")
        self.scratch = scratch
    }

    /// Runs the program beside `ml`, in UTC, with a home of its own.
    func driftop(_ arguments: String...) throws -> Child.Ended { try driftop(arguments) }

    private func driftop(_ arguments: [String]) throws -> Child.Ended {
        try Child.run(
            [
                "env", "-C", scratch.path, "TZ=UTC", "HOME=\(scratch.path)/home",
                "XDG_STATE_HOME=\(scratch.path)/home/state", TmuxScreen.program,
            ] + arguments)
    }

    /// The versions that a snapshot of `ml` knows, each with its model's name under `model`.
    func versions(_ arguments: String...) throws -> [[String: Any]] {
        let snapshot = try json(["snapshot", "ml", "--format", "json"] + arguments)
        let models = snapshot["models"] as? [[String: Any]] ?? []
        return models.flatMap { model in
            (model["versions"] as? [[String: Any]] ?? []).map {
                $0.merging(["model": model["name"] ?? NSNull()]) { own, _ in own }
            }
        }
    }

    /// What a command prints, as one JSON object.
    func json(_ arguments: [String]) throws -> [String: Any] {
        let output = try driftop(arguments).output
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
        return object as? [String: Any] ?? [:]
    }

    /// Lays a copy of shared data into `ml`; false, and said so, when it is not there.
    func copy(shared path: String, to name: String) throws -> Bool {
        guard let source = Repository.shared(path) else { return false }
        try FileManager.default.copyItem(at: source, to: scratch.url.appending(path: "ml/" + name))
        return true
    }
}
