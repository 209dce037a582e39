import Glibc

/// The files that had a log's name before, found again when one of their lines is wanted: renamed
/// ones by their inode, copied and truncated ones by their name; both by how they begin.
struct PastFiles {
    /// Older ones are forgotten: by then nothing on the screen is of them.
    private static let limit = 8
    /// A directory is not searched further than this.
    private static let entryLimit = 4_096

    private struct Entry {
        let number: Int32
        let inode: UInt64
        let head: [UInt8]
    }
    private var entries: [Entry] = []

    mutating func add(_ file: OpenFile) {
        entries.append(Entry(number: file.number, inode: file.status.inode, head: file.head))
        if entries.count > Self.limit { entries.removeFirst() }
    }

    /// The text of this number's file, under whatever name it has now in the directory of `path`;
    /// nil when it is gone or was compressed.
    func find(_ number: Int32, beside path: String) -> OpenFile? {
        guard let entry = entries.first(where: { $0.number == number }), !entry.head.isEmpty,
            let slash = path.lastIndex(of: "/"), let listing = opendir(String(path[...slash]))
        else { return nil }
        defer { closedir(listing) }
        let log = path[path.index(after: slash)...]
        for _ in 0..<Self.entryLimit {
            guard let found = readdir(listing) else { return nil }
            let name = withUnsafePointer(to: &found.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard UInt64(found.pointee.d_ino) == entry.inode || name.hasPrefix(log),
                let file = try? OpenFile(path: path[...slash] + name, number: number),
                file.head.starts(with: entry.head)
            else { continue }
            return file
        }
        return nil
    }
}
