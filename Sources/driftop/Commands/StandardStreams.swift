import Foundation
import Glibc

/// Standard output and error, for commands that print much.
enum StandardStreams {
    /// False when nobody reads any more (`driftop audit | head`), which is no error.
    static func write(_ text: String) throws(StartError) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                Glibc.write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                return false
            } else if errno != EINTR {
                throw StartError(.usage, "cannot write: \(String(cString: strerror(errno)))")
            }
        }
        return true
    }

    static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}
