import Foundation

/// Python's own JSON reader, as the second opinion on what we write.
enum Python {
    struct Refused: Error { var message: String }

    /// Reads `text` strictly with Python and hands it back through a form both sides agree on.
    static func json(_ text: String) throws -> Any {
        let script = """
            import json, sys
            def no(name): raise ValueError('not JSON: ' + name)
            value = json.loads(sys.stdin.buffer.read().decode('utf-8'), parse_constant=no)
            json.dump(value, sys.stdout, ensure_ascii=True)
            """
        let output = try run(script, input: Data(text.utf8))
        return try JSONSerialization.jsonObject(with: output)
    }

    static func run(_ script: String, input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let stdin = Pipe()
        let stdout = Pipe()
        let stderr = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        // Inputs here are below a pipe's buffer, so writing before reading cannot block.
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let message = try stderr.fileHandleForReading.readToEnd() ?? Data()
            throw Refused(message: String(decoding: message, as: UTF8.self))
        }
        return output
    }
}
