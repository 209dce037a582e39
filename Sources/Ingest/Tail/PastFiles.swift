import Glibc

/// The files that had a log's name before: rotated away, closed, and found again by what they are
/// when one of their lines is wanted.
struct PastFiles {
    /// Older ones are forgotten: by then nothing on the screen is of them.
    private static let limit = 8
    /// A directory is not searched further than this.
    private static let entryLimit = 4_096

    private struct Entry {
        let number: Int32
        let status: FileStatus
        let head: [UInt8]
    }
    private var entries: [Entry] = []

    mutating func add(_ file: OpenFile) {
        entries.append(Entry(number: file.number, status: file.status, head: file.head))
        if entries.count > Self.limit { entries.removeFirst() }
    }

    /// The file of this number, under whatever name it has now in the directory of `path`; nil when
    /// it is gone or was compressed.
    func find(_ number: Int32, beside path: String) -> OpenFile? {
        guard let entry = entries.first(where: { $0.number == number }) else { return nil }
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        guard let listing = opendir(directory) else { return nil }
        defer { closedir(listing) }
        for _ in 0..<Self.entryLimit {
            guard let found = readdir(listing) else { return nil }
            guard UInt64(found.pointee.d_ino) == entry.status.inode else { continue }
            let name = withUnsafePointer(to: &found.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let file = try? OpenFile(path: directory + name, number: number),
                file.status.isSameFile(as: entry.status), file.head.starts(with: entry.head)
            else { return nil }
            return file
        }
        return nil
    }
}
