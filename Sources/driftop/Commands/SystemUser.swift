import Foundation
import Glibc

/// Who sits at this terminal.
enum SystemUser {
    /// The user's name by the system's own table: environment variables can be anybody's.
    static var name: String {
        if let entry = getpwuid(getuid()), let name = entry.pointee.pw_name {
            return String(cString: name)
        }
        return "uid \(getuid())"
    }
}
