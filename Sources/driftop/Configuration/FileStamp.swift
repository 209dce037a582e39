import Glibc

/// By what a file is known to have changed.
struct FileStamp: Equatable, Sendable {
    private let second: Int
    private let nanosecond: Int
    private let size: Int
    private let number: UInt64

    var isEmpty: Bool { size == 0 }

    /// nil when there is no such file.
    ///
    /// Not FileManager's attributes: those read the user table for every file.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        second = facts.st_mtim.tv_sec
        nanosecond = facts.st_mtim.tv_nsec
        size = Int(facts.st_size)
        number = UInt64(facts.st_ino)
    }
}
