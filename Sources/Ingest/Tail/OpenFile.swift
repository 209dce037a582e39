import Glibc
package import Telemetry

/// What `stat` says of a path: enough to see that it changed.
package struct FileStatus: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    package var modifiedNanoseconds: Int64
    package var isDirectory: Bool
    package var isRegular: Bool

    init(_ found: stat) {
        device = UInt64(found.st_dev)
        inode = UInt64(found.st_ino)
        size = Int64(found.st_size)
        modifiedNanoseconds =
            Int64(found.st_mtim.tv_sec) * 1_000_000_000 + Int64(found.st_mtim.tv_nsec)
        isDirectory = found.st_mode & S_IFMT == S_IFDIR
        isRegular = found.st_mode & S_IFMT == S_IFREG
    }

    /// Follows symbolic links; nil when nothing is there, or nothing that may be looked at.
    package init?(path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        self.init(found)
    }

    package var modified: Timestamp {
        Timestamp(milliseconds: (modifiedNanoseconds + 999_999) / 1_000_000)
    }
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}

/// A file held open for reading, and how it began: an inode alone does not identify a file, because
/// it is used again.
package final class OpenFile {
    package struct Failure: Error, Hashable, Sendable {
        package let code: Int32
        package var reason: String { String(cString: strerror(code)) }
        package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    }
    /// First bytes that are compared; one event line is about as long.
    static let headSize = 256

    private let descriptor: Int32
    /// As it was when opened.
    package let status: FileStatus
    /// Which of its source's files it is.
    let number: Int32
    private(set) var head: [UInt8] = []

    package init(path: String, number: Int32 = 0) throws(Failure) {
        self.number = number
        // Never waits on a named pipe.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(code: code)
        }
        status = FileStatus(found)
        guard status.isRegular else {
            close(descriptor)
            throw Failure(code: status.isDirectory ? EISDIR : EINVAL)
        }
        head = bytes(at: 0, count: Self.headSize)
    }

    deinit { close(descriptor) }

    /// As it is now.
    package var currentStatus: FileStatus {
        var found = stat()
        return fstat(descriptor, &found) == 0 ? FileStatus(found) : status
    }

    /// Whether only those who hold it open keep it on the disk.
    var isUnlinked: Bool {
        var found = stat()
        return fstat(descriptor, &found) == 0 && found.st_nlink == 0
    }

    /// Reads at an offset; less than asked only at the end, negative on failure.
    package func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < room.count, let base = room.baseAddress {
            let got = pread(descriptor, base + done, room.count - done, off_t(offset) + off_t(done))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { return done > 0 ? done : -1 }
            if got == 0 { break }
            done += got
        }
        return done
    }

    package func bytes(at offset: Int64, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            filled = max(0, read(at: offset, into: UnsafeMutableRawBufferPointer(room)))
        }
    }

    /// Whether the file still begins as it did; learns more of its beginning while it grows.
    package func beginsTheSame() -> Bool {
        let found = bytes(at: 0, count: Self.headSize)
        guard found.starts(with: head) else { return false }
        head = found
        return true
    }

    /// The offset behind the last line end before `limit`; 0 when there is none.
    package func lineStart(before limit: Int64) -> Int64 {
        var end = limit
        while end > 0 {
            let from = max(0, end - 65_536)
            let piece = bytes(at: from, count: Int(end - from))
            if let newline = piece.lastIndex(of: 10) { return from + Int64(newline) + 1 }
            end = from
        }
        return 0
    }
}
